namespace Weir.Usage.Journal;

/// <summary>
/// The journal of one replica: intents and records. Opening it recovers what an earlier process left behind, so that when the
/// constructor returns every request ever accepted has, or will get, exactly one record.
/// </summary>
public sealed class RequestJournal : IRequestJournal, IJournalStream, IAsyncDisposable
{
    private readonly JournalDirectory _directory;
    private readonly IntentLog _intents;
    private readonly RecordLog _records;

    private RequestJournal(JournalDirectory directory, IntentLog intents, RecordLog records, JournalRecovery recovery)
    {
        _directory = directory;
        _intents = intents;
        _records = records;
        Recovery = recovery;
    }

    /// <summary>What was found at the start.</summary>
    public JournalRecovery Recovery { get; }

    /// <summary>Names this journal in every store.</summary>
    public string Replica => _directory.Replica;

    /// <inheritdoc/>
    public string Name => _directory.Replica;

    /// <inheritdoc/>
    public string Stream => JournalStreams.Requests;

    /// <summary>Where the segments of records are.</summary>
    public string RequestsDirectory => _directory.Requests;

    /// <summary>Why the journal cannot be written at the moment, or NULL when it can.</summary>
    public string? Failure => _records.Failure;

    /// <inheritdoc/>
    public JournalPosition DurablePosition => _records.Durable.Position;

    /// <summary>Bytes on their way to the disk.</summary>
    public long PendingBytes => _records.PendingBytes;

    /// <summary>Opens the journal, recovering first.</summary>
    /// <exception cref="IOException">Another process has it, or the disk is broken.</exception>
    public static async Task<RequestJournal> OpenAsync(JournalOptions options, TimeProvider time)
    {
        var directory = new JournalDirectory(options.Directory);
        try
        {
            var recovery = JournalRecovery.Scan(directory);
            var intents = new IntentLog(options, directory, time);
            var records = new RecordLog(options, directory.Requests, time, () => intents.Current, intents.RollIfOld);
            foreach (var segment in recovery.RequestSegments)
            {
                // Their intents' segments are deleted below, so no later recovery can miss what they hold.
                records.NoteSealed(segment, newestIntent: 0);
            }

            await Task.WhenAll(recovery.OrphanRecords.Select(record => records.AppendAsync(record).AsTask()));
            recovery.DeleteIntents();
            return new RequestJournal(directory, intents, records, recovery);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IntentTicket WriteIntent(ReadOnlySpan<byte> intent)
    {
        if (_records.Failure is { } failure)
        {
            // A request whose record cannot be written is refused before it costs anything; an append is tried, since only that tells.
            Probe();
            throw new IOException("The journal could not be written: " + failure);
        }

        return _intents.Write(intent);
    }

    /// <inheritdoc/>
    public ValueTask<JournalPosition> AppendAsync(ReadOnlySpan<byte> record, IntentTicket intent)
    {
        var appended = _records.AppendAsync(record);
        return intent == IntentTicket.None ? appended : CloseAsync(appended, intent);
    }

    /// <inheritdoc/>
    public Task WaitForAdvanceAsync(JournalPosition after, CancellationToken cancellationToken) => _records.Durable.WaitBeyondAsync(after, cancellationToken);

    /// <summary>
    /// Deletes the segments that every store has (<paramref name="taken"/> is the least of their positions), but none whose records may
    /// close an intent that is still on disk: recovery would take that finished request for an orphan.
    /// </summary>
    public int DeleteTaken(JournalPosition taken)
    {
        var deletable = _records.TakeSealed(taken.Segment, _intents.Oldest);
        foreach (var segment in deletable)
        {
            File.Delete(JournalDirectory.FileOf(_directory.Requests, segment));
        }

        return deletable.Count;
    }

    /// <inheritdoc/>
    public IEnumerable<SegmentRun> RunsAfter(JournalPosition position) => SegmentRun.After(_directory.Requests, position, DurablePosition);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _records.Dispose();
        _intents.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<JournalPosition> CloseAsync(ValueTask<JournalPosition> appended, IntentTicket intent)
    {
        var position = await appended;
        _intents.Close(intent);
        return position;
    }

    private void Probe()
    {
        // A line that names no request is stepped over by every reader; that it could be written says that the disk has room again.
        _ = _records.AppendAsync("{\"probe\":1}"u8).AsTask().ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
