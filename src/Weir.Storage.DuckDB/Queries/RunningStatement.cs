using DuckDB.NET.Data;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>
/// A statement that runs, and its cancellation. The engine forgets an interrupt that comes before a command has begun, so once
/// cancelled it is interrupted again and again until it ends.
/// </summary>
internal sealed class RunningStatement : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Timer _interrupt;
    private readonly CancellationTokenRegistration _cancellation;
    private DuckDBCommand? _command;
    private long _cancelledAt;

    public RunningStatement(CancellationToken cancellationToken)
    {
        _interrupt = new Timer(_ => Interrupt());
        _cancellation = cancellationToken.Register(() =>
        {
            Volatile.Write(ref _cancelledAt, TimeProvider.System.GetTimestamp());
            _interrupt.Change(TimeSpan.Zero, Again);
        });
    }

    /// <summary>How long ago it was cancelled; zero when it was not.</summary>
    public TimeSpan SinceCancelled => Volatile.Read(ref _cancelledAt) is var at && at == 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(at);

    /// <summary>Says which command a cancellation has to stop from now on.</summary>
    public void Now(DuckDBCommand command)
    {
        lock (_lock)
        {
            _command = command;
        }
    }

    /// <summary>After this no command is touched any more.</summary>
    public void Dispose()
    {
        _cancellation.Dispose();
        _interrupt.Dispose();
        lock (_lock)
        {
            _command = null;
        }
    }

    private void Interrupt()
    {
        lock (_lock)
        {
            _command?.Cancel();
        }
    }
}
