using System.Buffers;
using Weir.Usage.Journal;

namespace Weir.Usage.Auditing;

/// <summary>The stream <c>audit</c> of the journal. Always synced, whatever the setting for requests: what an admin changed must survive a loss of power.</summary>
public sealed class AuditJournal : IJournalStream, IDisposable
{
    private readonly string _directory;
    private readonly RecordLog _log;

    /// <summary>Opens the stream in the directory of a journal.</summary>
    /// <param name="journal">The journal: its name in the stores, and the owner of the directory.</param>
    /// <param name="options">The journal's settings.</param>
    /// <param name="time">The clock.</param>
    public AuditJournal(RequestJournal journal, JournalOptions options, TimeProvider time)
    {
        Name = journal.Replica + "/audit";
        _directory = Directory.CreateDirectory(Path.Combine(options.Directory, "audit")).FullName;
        var earlier = JournalDirectory.SegmentsOf(_directory);
        earlier.ForEach(segment => RecordSegment.CutTornEnd(segment.Path));
        var log = new JournalOptions { Directory = options.Directory, Durability = JournalDurability.Synced, SegmentBytes = options.SegmentBytes, SegmentAge = options.SegmentAge, MaxPendingBytes = options.MaxPendingBytes };
        _log = new RecordLog(log, _directory, time, static () => 0, static () => { });
        earlier.ForEach(segment => _log.NoteSealed(segment.Number, newestIntent: 0));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Stream => JournalStreams.Audit;

    /// <inheritdoc/>
    public JournalPosition DurablePosition => _log.Durable.Position;

    /// <summary>Why the stream cannot be written at the moment, or NULL when it can.</summary>
    public string? Failure => _log.Failure;

    /// <summary>Bytes on their way to the disk.</summary>
    public long PendingBytes => _log.PendingBytes;

    /// <summary>Appends a record; completes when it is on the disk.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task AppendAsync(AuditRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        AuditWriter.Write(record, buffer);
        await _log.AppendAsync(buffer.WrittenSpan);
    }

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
    public void Dispose() => _log.Dispose();
}
