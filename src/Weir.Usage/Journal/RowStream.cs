namespace Weir.Usage.Journal;

/// <summary>A stream of the journal beside the requests', whose lines are acknowledged when they are journaled: nothing of it is lost that was answered for.</summary>
public abstract class RowStream : IJournalStream, IDisposable
{
    private readonly string _directory;
    private readonly RecordLog _log;

    /// <summary>Opens the stream in the directory of a journal.</summary>
    /// <param name="journal">The journal: its name in the stores, and the owner of the directory.</param>
    /// <param name="stream">One of <see cref="JournalStreams"/>; also the directory's name.</param>
    /// <param name="durability">What a line's acknowledgement waits for.</param>
    /// <param name="options">The journal's settings.</param>
    /// <param name="time">The clock.</param>
    private protected RowStream(RequestJournal journal, string stream, JournalDurability durability, JournalOptions options, TimeProvider time)
    {
        Stream = stream;
        Name = $"{journal.Replica}/{stream}";
        _directory = Directory.CreateDirectory(Path.Combine(options.Directory, stream)).FullName;
        var earlier = JournalDirectory.SegmentsOf(_directory);
        earlier.ForEach(segment => RecordSegment.CutTornEnd(segment.Path));
        var log = new JournalOptions { Directory = options.Directory, Durability = durability, SegmentBytes = options.SegmentBytes, SegmentAge = options.SegmentAge, MaxPendingBytes = options.MaxPendingBytes };
        _log = new RecordLog(log, _directory, time, static () => 0, static () => { });
        earlier.ForEach(segment => _log.NoteSealed(segment.Number, newestIntent: 0));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Stream { get; }

    /// <inheritdoc/>
    public JournalPosition DurablePosition => _log.Durable.Position;

    /// <summary>Why the stream cannot be written at the moment, or NULL when it can.</summary>
    public string? Failure => _log.Failure;

    /// <summary>Bytes on their way to the disk.</summary>
    public long PendingBytes => _log.PendingBytes;

    /// <inheritdoc/>
    public Task WaitForAdvanceAsync(JournalPosition after, CancellationToken cancellationToken) => _log.Durable.WaitBeyondAsync(after, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<SegmentRun> RunsAfter(JournalPosition position) => SegmentRun.After(_directory, position, DurablePosition);

    /// <inheritdoc/>
    public int DeleteTaken(JournalPosition taken)
    {
        var deletable = _log.TakeSealed(taken.Segment, oldestIntent: 1);
        foreach (var segment in deletable)
        {
            File.Delete(JournalDirectory.FileOf(_directory, segment));
        }

        return deletable.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Appends a JSON object; completes when it is journaled.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    private protected ValueTask<JournalPosition> AppendLineAsync(ReadOnlySpan<byte> json) => _log.AppendAsync(json);
}
