using System.Globalization;
using System.Threading.Channels;
using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Generation;

/// <summary>Writes generated records as slices of a journal that is nobody's: what a store takes. Two wait at most, so that disk and memory stay small whatever the number of rows.</summary>
internal sealed class SliceFiles : IDisposable
{
    /// <summary>
    /// How many records a slice has: a row group of DuckDB's, so that no checkpoint writes one again that the next slice makes longer.
    /// A run that was broken off goes on at a slice's begin, so another number would make it go on elsewhere.
    /// </summary>
    public const int Rows = 122_880;

    private readonly string _directory;
    private readonly string _replica;
    private readonly Channel<JournalSlice> _made = Channel.CreateBounded<JournalSlice>(1);
    private FileStream? _file;
    private byte[] _line = new byte[16 * 1024];
    private long _segment;
    private int _rows;

    /// <summary>Writes into a directory of its own, and deletes what was left there.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="replica">Under which name the store keeps how far it is.</param>
    /// <param name="segment">The last segment that the store has; 0 for none.</param>
    public SliceFiles(string directory, string replica, long segment)
    {
        (_directory, _replica, _segment) = (directory, replica, segment);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
    }

    /// <summary>The slices, in their order.</summary>
    public IAsyncEnumerable<JournalSlice> ReadAllAsync(CancellationToken cancellationToken) => _made.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Adds a record; waits while two slices are not taken yet.</summary>
    public void Add(ReadOnlySpan<byte> record, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            _segment++;
            _file = new FileStream(Path.Combine(_directory, _segment.ToString(CultureInfo.InvariantCulture) + ".ndjson"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1024 * 1024);
        }

        var length = record.Length + JournalLine.Overhead;
        if (_line.Length < length)
        {
            _line = new byte[length * 2];
        }

        JournalLine.Write(record, _line);
        _file.Write(_line, 0, length);
        if (++_rows == Rows)
        {
            Seal(cancellationToken);
        }
    }

    /// <summary>Says that there are no more records.</summary>
    public void Complete(CancellationToken cancellationToken)
    {
        Seal(cancellationToken);
        _made.Writer.Complete();
    }

    /// <summary>Says that no more records come, since this happened.</summary>
    public void Fail(Exception exception) => _made.Writer.TryComplete(exception);

    public void Dispose()
    {
        _file?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Seal(CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return;
        }

        var slice = new JournalSlice(_replica, _segment, _file.Name, 0, _file.Position);
        _file.Dispose();
        (_file, _rows) = (null, 0);
        while (!_made.Writer.TryWrite(slice))
        {
            // The generating thread has nothing else to do.
            if (!_made.Writer.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                return;
            }
        }
    }
}
