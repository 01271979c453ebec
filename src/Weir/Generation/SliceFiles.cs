using System.Globalization;
using System.Threading.Channels;
using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Generation;

/// <summary>
/// Writes generated records, and what coding agents tell with them, as slices of a journal that is nobody's: what a store takes. Each slice of records has one of what was told with them, so both are as far. Two pairs wait at
/// most, so that disk and memory stay small whatever the number of rows.
/// </summary>
internal sealed class SliceFiles : IDisposable
{
    /// <summary>
    /// How many records a slice has: a row group of DuckDB's, so that no checkpoint writes one again that the next slice makes longer.
    /// A run that was broken off goes on at a slice's begin, so another number would make it go on elsewhere.
    /// </summary>
    public const int Rows = 122_880;

    private readonly string _directory;
    private readonly string _replica;
    private readonly Channel<JournalSlice> _made = Channel.CreateBounded<JournalSlice>(2);
    private FileStream? _records;
    private FileStream? _activity;
    private byte[] _line = new byte[16 * 1024];
    private long _segment;
    private int _rows;

    /// <summary>Writes into a directory of its own, and deletes what was left there.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="replica">Under which name the store keeps how far the records are.</param>
    /// <param name="segment">The last segment that the store has of both; 0 for none.</param>
    public SliceFiles(string directory, string replica, long segment)
    {
        (_directory, _replica, _segment) = (directory, replica, segment);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
    }

    /// <summary>Under which name the store keeps how far that is which agents told.</summary>
    public static string ActivityOf(string replica) => replica + "-activity";

    /// <summary>The slices, in their order.</summary>
    public IAsyncEnumerable<JournalSlice> ReadAllAsync(CancellationToken cancellationToken) => _made.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Adds a record; waits while two pairs of slices are not taken yet.</summary>
    public void Add(ReadOnlySpan<byte> record, CancellationToken cancellationToken)
    {
        Open();
        Write(_records!, record);
        if (++_rows == Rows)
        {
            Seal(cancellationToken);
        }
    }

    /// <summary>Adds what was told with the next record.</summary>
    public void AddActivity(ReadOnlySpan<byte> line)
    {
        Open();
        Write(_activity!, line);
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
        _records?.Dispose();
        _activity?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Open()
    {
        if (_records is null)
        {
            _segment++;
            _records = Create(_segment.ToString(CultureInfo.InvariantCulture) + ".ndjson");
            _activity = Create(_segment.ToString(CultureInfo.InvariantCulture) + "-activity.ndjson");
        }
    }

    private FileStream Create(string name) => new(Path.Combine(_directory, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1024 * 1024);

    private void Write(FileStream file, ReadOnlySpan<byte> json)
    {
        var length = json.Length + JournalLine.Overhead;
        if (_line.Length < length)
        {
            _line = new byte[length * 2];
        }

        JournalLine.Write(json, _line);
        file.Write(_line, 0, length);
    }

    private void Seal(CancellationToken cancellationToken)
    {
        if (_records is null)
        {
            return;
        }

        var records = new JournalSlice(_replica, _segment, _records.Name, 0, _records.Position);
        var activity = new JournalSlice(ActivityOf(_replica), _segment, _activity!.Name, 0, _activity.Position, JournalStreams.Telemetry);
        _records.Dispose();
        _activity.Dispose();
        (_records, _activity, _rows) = (null, null, 0);
        Give(records, cancellationToken);
        Give(activity, cancellationToken);
    }

    private void Give(JournalSlice slice, CancellationToken cancellationToken)
    {
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
