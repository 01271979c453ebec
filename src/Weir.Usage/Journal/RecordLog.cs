namespace Weir.Usage.Journal;

/// <summary>
/// A stream of lines: many requests share one write and one sync. An append copies its line into the batch that is
/// being collected; one thread swaps the batch, writes it, syncs it and wakes its waiters. There is no timer: each sync takes what
/// queued during the one before.
/// </summary>
internal sealed class RecordLog : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WrittenSyncInterval = TimeSpan.FromMilliseconds(10);

    private readonly JournalOptions _options;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly Action _onTick;
    private readonly Func<long> _currentIntentSegment;
    private readonly bool _syncs;
    private readonly DurableMark _durable = new();
    private readonly Dictionary<long, long> _sealed = [];
    private readonly Lock _sealedLock = new();
    private readonly Thread _writer;

    // Under _gate, which is held for a copy of some kilobytes at most.
    private readonly Lock _gate = new();
    private RecordBatch _collecting = new();
    private RecordBatch _spare = new();
    private bool _stopping;
    private bool _writerIdle;
    private TaskCompletionSource? _room;

    // Apart from _gate, so that waking the writer makes no other request wait.
    private readonly object _signal = new();
    private bool _signalled;

    // Of the writer thread.
    private RecordSegment? _segment;
    private bool _unsynced;
    private long _syncedAt;

    public RecordLog(JournalOptions options, string directory, TimeProvider time, Func<long> currentIntentSegment, Action onTick)
    {
        _options = options;
        _directory = directory;
        _time = time;
        _currentIntentSegment = currentIntentSegment;
        _onTick = onTick;
        _syncs = options.Durability == JournalDurability.Synced;
        _durable.MoveTo(OpenSegment().Position);
        _writer = new Thread(Run) { IsBackground = true, Name = "weir journal" };
        _writer.Start();
    }

    /// <summary>Why the journal cannot be written at the moment, or NULL.</summary>
    public string? Failure { get; private set; }

    public DurableMark Durable => _durable;

    public long PendingBytes
    {
        get
        {
            lock (_gate)
            {
                return _collecting.Length;
            }
        }
    }

    public ValueTask<JournalPosition> AppendAsync(ReadOnlySpan<byte> json)
    {
        AppendWaiter waiter;
        bool wake;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            if (_collecting.Length >= _options.MaxPendingBytes)
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return AppendLaterAsync(_room.Task, json.ToArray());
            }

            waiter = _collecting.Add(json);
            wake = _writerIdle;
            _writerIdle = false;
        }

        if (wake)
        {
            Wake();
        }

        return waiter.Task;
    }

    /// <summary>Notes a sealed segment, with the newest intent segment that a record of it may close.</summary>
    public void NoteSealed(long segment, long newestIntent)
    {
        lock (_sealedLock)
        {
            _sealed[segment] = newestIntent;
        }
    }

    /// <summary>Takes out the sealed segments before <paramref name="before"/> whose intents are all in segments before <paramref name="oldestIntent"/>.</summary>
    public IReadOnlyList<long> TakeSealed(long before, long oldestIntent)
    {
        lock (_sealedLock)
        {
            List<long> taken = [.. _sealed.Where(segment => segment.Key < before && segment.Value < oldestIntent).Select(segment => segment.Key)];
            taken.ForEach(segment => _sealed.Remove(segment));
            return taken;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        Wake();
        _writer.Join();
        Seal();
    }

    private async ValueTask<JournalPosition> AppendLaterAsync(Task room, byte[] json)
    {
        await room;
        return await AppendAsync(json);
    }

    private void Run()
    {
        while (true)
        {
            // Requests that are ready to append on this core do so first: they share the sync, and nobody waits for a timer.
            Thread.Yield();
            RecordBatch batch;
            lock (_gate)
            {
                batch = _collecting;
                if (batch.Length > 0)
                {
                    (_collecting, _spare) = (_spare, batch);
                    _room?.SetResult();
                    _room = null;
                }
                else if (_stopping)
                {
                    break;
                }
                else
                {
                    _writerIdle = true;
                }
            }

            if (batch.Length > 0)
            {
                Append(batch);
            }
            else if (!Sleep(_unsynced ? WrittenSyncInterval : Tick))
            {
                SyncIfDue(force: true);
                _onTick();
            }

            RollIfDue();
        }

        SyncIfDue(force: true);
    }

    private void Wake()
    {
        lock (_signal)
        {
            _signalled = true;
            Monitor.Pulse(_signal);
        }
    }

    /// <summary>Waits until <see cref="Wake"/>; false when the time was over first.</summary>
    private bool Sleep(TimeSpan atMost)
    {
        lock (_signal)
        {
            var woken = _signalled || Monitor.Wait(_signal, atMost);
            _signalled = false;
            return woken;
        }
    }

    private void Append(RecordBatch batch)
    {
        try
        {
            var segment = _segment ?? OpenSegment();
            var start = segment.Position;
            segment.Write(batch.Bytes, _syncs);
            Failure = null;
            _durable.MoveTo(segment.Position);
            batch.Complete(start);
            if (!_syncs)
            {
                _unsynced = true;
                SyncIfDue(force: false);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            Abandon(unwritable);
            batch.Fail(unwritable);
        }
    }

    private void Abandon(Exception reason)
    {
        Seal();
        Failure = reason.Message;
    }

    private void SyncIfDue(bool force)
    {
        if (!_unsynced || _segment is null || (!force && _time.GetElapsedTime(_syncedAt) < WrittenSyncInterval))
        {
            return;
        }

        try
        {
            _segment.Sync();
            _unsynced = false;
            _syncedAt = _time.GetTimestamp();
        }
        catch (IOException unwritable)
        {
            Abandon(unwritable);
        }
    }

    private void RollIfDue()
    {
        if (_segment is null || _segment.Length == 0 || (_segment.Length < _options.SegmentBytes && _time.GetElapsedTime(_segment.OpenedAt) < _options.SegmentAge))
        {
            return;
        }

        SyncIfDue(force: true);
        Seal();
        try
        {
            _durable.MoveTo(OpenSegment().Position);
        }
        catch (IOException unwritable)
        {
            Failure = unwritable.Message;
        }
    }

    private void Seal()
    {
        if (_segment is null)
        {
            return;
        }

        Failure = _segment.Seal() ?? Failure;
        NoteSealed(_segment.Number, _currentIntentSegment());
        _segment = null;
        _unsynced = false;
    }

    private RecordSegment OpenSegment() => _segment = RecordSegment.Open(_directory, _time.GetTimestamp(), _syncs);
}
