using Microsoft.Win32.SafeHandles;

namespace Weir.Usage.Journal;

/// <summary>
/// The stream <c>requests</c>: many requests share one write and one sync. An append copies its line into the batch that is
/// being collected; one thread swaps the batch, writes it, syncs it and wakes its waiters. There is no timer: each sync takes what
/// queued during the one before.
/// </summary>
internal sealed class RecordLog : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // Zeros are written this far ahead, so that a sync writes data and no new file size: the disk's own journal then has nothing to do.
    private const int AheadBytes = 1024 * 1024;

    private static readonly byte[] Zeros = new byte[AheadBytes];
    private static readonly TimeSpan WrittenSyncInterval = TimeSpan.FromMilliseconds(10);

    private readonly Lock _rolling = new();
    private readonly Lock _gate = new();
    private readonly JournalOptions _options;
    private readonly JournalDirectory _directory;
    private readonly TimeProvider _time;
    private readonly Action _onTick;
    private readonly Func<long> _currentIntentSegment;
    private readonly Thread _writer;

    // Under _gate.
    private Batch _collecting = new();
    private Batch _spare = new();
    private bool _stopping;
    private bool _writerIdle;
    private TaskCompletionSource? _room;

    // Apart from _gate, so that waking the writer makes no other request wait.
    private readonly object _signal = new();
    private bool _signalled;

    // Of the writer thread.
    private SafeFileHandle? _file;
    private long _segment;
    private long _written;
    private long _allocated;
    private long _openedAt;
    private bool _unsynced;
    private long _syncedAt;

    // Read by anyone.
    private JournalPosition _durable;
    private TaskCompletionSource? _advance;

    public RecordLog(JournalOptions options, JournalDirectory directory, TimeProvider time, Func<long> currentIntentSegment, Action onTick)
    {
        _options = options;
        _directory = directory;
        _time = time;
        _currentIntentSegment = currentIntentSegment;
        _onTick = onTick;
        OpenSegment();
        _durable = new JournalPosition(_segment, 0);
        _writer = new Thread(Run) { IsBackground = true, Name = "weir journal" };
        _writer.Start();
    }

    /// <summary>Why the journal cannot be written at the moment, or NULL.</summary>
    public string? Failure { get; private set; }

    /// <summary>Sealed segments, with the newest intent segment that a record of theirs may close.</summary>
    public SortedDictionary<long, long> Sealed { get; } = [];

    public Lock SealedLock => _rolling;

    public JournalPosition Durable
    {
        get
        {
            lock (_rolling)
            {
                return _durable;
            }
        }
    }

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

    public ValueTask AppendAsync(ReadOnlySpan<byte> json)
    {
        var length = json.Length + JournalLine.Overhead;
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

            waiter = AppendWaiter.Rent();
            JournalLine.Write(json, _collecting.Take(length));
            _collecting.Waiters.Add(waiter);
            wake = _writerIdle;
            _writerIdle = false;
        }

        if (wake)
        {
            Wake();
        }

        return waiter.Task;
    }

    public Task WaitForAdvanceAsync(JournalPosition after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var advance = Volatile.Read(ref _advance);
            if (advance is null)
            {
                var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                advance = Interlocked.CompareExchange(ref _advance, made, null) ?? made;
            }

            return Durable > after ? Task.CompletedTask : advance.Task.WaitAsync(cancellationToken);
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
        if (_file is not null)
        {
            Seal();
        }
    }

    private async ValueTask AppendLaterAsync(Task room, byte[] json)
    {
        await room;
        await AppendAsync(json);
    }

    private void Run()
    {
        while (true)
        {
            // Requests that are ready to append on this core do so first: they share the sync, and nobody waits for a timer.
            Thread.Yield();
            Batch batch;
            lock (_gate)
            {
                batch = _collecting;
                if (batch.Length > 0)
                {
                    _collecting = _spare;
                    _spare = batch;
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

    private void Append(Batch batch)
    {
        try
        {
            if (_file is null)
            {
                OpenSegment();
            }

            while (_options.Durability == JournalDurability.Synced && _written + batch.Length > _allocated)
            {
                RandomAccess.Write(_file!, Zeros, _allocated);
                _allocated += AheadBytes;
            }

            RandomAccess.Write(_file!, batch.Bytes, _written);
            if (_options.Durability == JournalDurability.Synced)
            {
                DiskSync.Flush(_file!);
            }

            _written += batch.Length;
            Failure = null;
            Advance();
            foreach (var waiter in batch.Waiters)
            {
                waiter.Complete();
            }

            batch.Clear();
            if (_options.Durability == JournalDurability.Written)
            {
                _unsynced = true;
                SyncIfDue(force: false);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            Abandon(unwritable);
            foreach (var waiter in batch.Waiters)
            {
                waiter.Fail(new IOException("The journal could not be written: " + unwritable.Message, unwritable));
            }

            batch.Clear();
        }
    }

    // After a failed write or sync nobody knows what the disk holds of the unsynced end: it is cut off, and never appended to.
    private void Abandon(Exception reason)
    {
        Failure = reason.Message;
        if (_file is null)
        {
            return;
        }

        Seal();
    }

    private void SyncIfDue(bool force)
    {
        if (!_unsynced || _file is null || (!force && _time.GetElapsedTime(_syncedAt) < WrittenSyncInterval))
        {
            return;
        }

        try
        {
            DiskSync.Flush(_file);
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
        if (_file is null || _written == 0 || (_written < _options.SegmentBytes && _time.GetElapsedTime(_openedAt) < _options.SegmentAge))
        {
            return;
        }

        SyncIfDue(force: true);
        Seal();
        try
        {
            OpenSegment();
            Advance();
        }
        catch (IOException unwritable)
        {
            Failure = unwritable.Message;
        }
    }

    private void Seal()
    {
        try
        {
            RandomAccess.SetLength(_file!, _written);
        }
        catch (IOException unwritable)
        {
            // The next start cuts the end off; stores step over what is no whole line.
            Failure = unwritable.Message;
        }

        _file!.Dispose();
        _file = null;
        _unsynced = false;
        lock (_rolling)
        {
            Sealed[_segment] = _currentIntentSegment();
        }
    }

    private void OpenSegment()
    {
        _segment = JournalDirectory.NextNumber(_directory.Requests);
        _file = File.OpenHandle(JournalDirectory.FileOf(_directory.Requests, _segment), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        DiskSync.FlushDirectory(_directory.Requests);
        _written = 0;
        _allocated = 0;
        _openedAt = _time.GetTimestamp();
    }

    private void Advance()
    {
        lock (_rolling)
        {
            _durable = new JournalPosition(_segment, _written);
        }

        if (Volatile.Read(ref _advance) is not null)
        {
            Interlocked.Exchange(ref _advance, null)?.SetResult();
        }
    }

    /// <summary>Lines collected for one write, and who waits for them.</summary>
    private sealed class Batch
    {
        private const int LargestKept = 4 * 1024 * 1024;
        private byte[] _bytes = new byte[64 * 1024];

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public List<AppendWaiter> Waiters { get; } = [];

        public Span<byte> Take(int length)
        {
            if (Length + length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
            }

            var taken = _bytes.AsSpan(Length, length);
            Length += length;
            return taken;
        }

        public void Clear()
        {
            Length = 0;
            Waiters.Clear();
            if (_bytes.Length > LargestKept)
            {
                _bytes = new byte[64 * 1024];
            }
        }
    }
}
