using Microsoft.Extensions.Hosting;

namespace Weir.Accounts;

/// <summary>Work that is done again and again while the gateway runs. A time that fails is reported, and the next one comes.</summary>
/// <param name="interval">From one time to the next.</param>
/// <param name="time">The clock.</param>
public abstract class PeriodicWork(TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Does it once.</summary>
    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    /// <summary>Says in the log that a time has failed, and what that means.</summary>
    protected abstract void Report(Exception failed);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await WorkAsync(stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    Report(failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }
}
