using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Weir.Usage.Journal;

/// <summary>Waits for one append without an allocation: taken from a pool, given back when its result is read.</summary>
internal sealed class AppendWaiter : IValueTaskSource
{
    private const int MostPooled = 4096;
    private static readonly ConcurrentQueue<AppendWaiter> Pool = new();

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    public ValueTask Task => new(this, _core.Version);

    public static AppendWaiter Rent() => Pool.TryDequeue(out var pooled) ? pooled : new AppendWaiter();

    public void Complete() => _core.SetResult(true);

    public void Fail(Exception exception) => _core.SetException(exception);

    public void GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
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
