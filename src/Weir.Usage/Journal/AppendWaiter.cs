using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Weir.Usage.Journal;

/// <summary>Waits for one append without an allocation: taken from a pool, given back when its result is read.</summary>
internal sealed class AppendWaiter : IValueTaskSource<JournalPosition>
{
    private const int MostPooled = 4096;
    private static readonly ConcurrentQueue<AppendWaiter> Pool = new();

    private ManualResetValueTaskSourceCore<JournalPosition> _core = new() { RunContinuationsAsynchronously = true };

    private long _end;

    public ValueTask<JournalPosition> Task => new(this, _core.Version);

    /// <summary>A waiter for a line.</summary>
    /// <param name="end">Where the line ends within its batch, in bytes.</param>
    public static AppendWaiter Rent(long end)
    {
        var waiter = Pool.TryDequeue(out var pooled) ? pooled : new AppendWaiter();
        waiter._end = end;
        return waiter;
    }

    /// <summary>Tells that the batch is written.</summary>
    /// <param name="start">Where the batch begins.</param>
    public void Complete(JournalPosition start) => _core.SetResult(start with { Offset = start.Offset + _end });

    public void Fail(Exception exception) => _core.SetException(exception);

    public JournalPosition GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            if (Pool.Count < MostPooled)
            {
                Pool.Enqueue(this);
            }
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
