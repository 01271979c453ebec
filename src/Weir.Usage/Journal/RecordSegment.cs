using Microsoft.Win32.SafeHandles;

namespace Weir.Usage.Journal;

/// <summary>The open segment of records. Used by the writer thread alone.</summary>
internal sealed class RecordSegment
{
    // Zeros are written this far ahead, so that a sync writes data and no new file size: the disk's own journal then has nothing to do.
    private const int AheadBytes = 1024 * 1024;
    private static readonly byte[] Zeros = new byte[AheadBytes];

    private readonly SafeFileHandle _file;
    private readonly bool _writesAhead;
    private long _allocated;

    private RecordSegment(long number, SafeFileHandle file, long openedAt, bool writesAhead)
    {
        Number = number;
        _file = file;
        OpenedAt = openedAt;
        _writesAhead = writesAhead;
    }

    public long Number { get; }

    /// <summary>A timestamp of the time provider.</summary>
    public long OpenedAt { get; }

    /// <summary>Bytes of whole lines.</summary>
    public long Length { get; private set; }

    public JournalPosition Position => new(Number, Length);

    /// <summary>Opens a segment under a new number.</summary>
    /// <param name="directory">The stream's directory.</param>
    /// <param name="now">A timestamp of the time provider.</param>
    /// <param name="writesAhead">Whether each write is synced, so that writing zeros ahead pays.</param>
    public static RecordSegment Open(string directory, long now, bool writesAhead)
    {
        var number = JournalDirectory.NextNumber(directory);
        var file = File.OpenHandle(JournalDirectory.FileOf(directory, number), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        DiskSync.FlushDirectory(directory);
        return new RecordSegment(number, file, now, writesAhead);
    }

    /// <summary>Cuts off what follows the last line's end: the process died while it wrote.</summary>
    public static void CutTornEnd(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end < bytes.Length)
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, end);
        }
    }

    public void Write(ReadOnlySpan<byte> lines, bool sync)
    {
        while (_writesAhead && Length + lines.Length > _allocated)
        {
            RandomAccess.Write(_file, Zeros, _allocated);
            _allocated += AheadBytes;
        }

        RandomAccess.Write(_file, lines, Length);
        if (sync)
        {
            Sync();
        }

        Length += lines.Length;
    }

    public void Sync() => DiskSync.Flush(_file);

    /// <summary>
    /// Cuts off what is no whole line and closes the file. After a failed write or sync nobody knows what the disk holds of the unsynced
    /// end, so it is cut off too, and the segment never appended to.
    /// </summary>
    /// <returns>Why the end could not be cut off, or NULL; the next start cuts it then, and stores step over what is no whole line.</returns>
    public string? Seal()
    {
        using (_file)
        {
            try
            {
                RandomAccess.SetLength(_file, Length);
                return null;
            }
            catch (IOException unwritable)
            {
                return unwritable.Message;
            }
        }
    }
}
