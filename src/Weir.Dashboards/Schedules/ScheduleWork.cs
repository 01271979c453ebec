using Microsoft.Extensions.Logging;
using Weir.Accounts;

namespace Weir.Dashboards.Schedules;

/// <summary>
/// Runs what is due. Of several replicas one takes a run, and it takes it once. One that is missed, since no server ran, is made once if it is less than an hour late.
/// </summary>
internal sealed partial class ScheduleWork(IScheduleStore store, ScheduleRunner runner, TimeProvider time, ILogger<ScheduleWork> logger) : PeriodicWork(TimeSpan.FromSeconds(5), time)
{
    private const int AtOnce = 8;

    /// <summary>What is later than this is not run.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Waits for the runs that have begun.</summary>
    internal Task WhenIdleAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_running);
        }
    }

    /// <summary>Takes what is due now.</summary>
    internal async Task TakeAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        foreach (var due in await store.DueAsync(now.UtcDateTime, FreePlaces(), cancellationToken))
        {
            var late = now.UtcDateTime - due.NextRunTime!.Value;
            var run = late < Latest
                ? new ScheduleRun(now.UtcDateTime, RunStatus.Running, null)
                : new ScheduleRun(now.UtcDateTime, RunStatus.Skipped, $"The run of {due.NextRunTime:yyyy-MM-dd HH:mm} UTC was left out: no server ran then, and it would be more than an hour late.");
            if (await store.ClaimAsync(due, CronTimes.Of(due).After(now), run, cancellationToken) && run.Status == RunStatus.Running)
            {
                Begin(due, run, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken) => TakeAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failed) => NotTaken(logger, failed);

    private int FreePlaces()
    {
        lock (_lock)
        {
            _running.RemoveWhere(task => task.IsCompleted);
            return AtOnce - _running.Count;
        }
    }

    private void Begin(Schedule due, ScheduleRun run, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _running.Add(Task.Run(() => RunAsync(due, run, cancellationToken), CancellationToken.None));
        }
    }

    private async Task RunAsync(Schedule due, ScheduleRun run, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(due, run, isAgain: true, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
        catch (Exception failed)
        {
            Report(failed);
        }
    }

    [LoggerMessage(713, LogLevel.Warning, "Schedules of dashboards cannot be run at the moment; it is tried again")]
    private static partial void NotTaken(ILogger logger, Exception failed);
}
