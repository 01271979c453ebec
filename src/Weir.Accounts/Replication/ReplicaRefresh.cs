using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Accounts.Replication;

/// <summary>Keeps what a replica has in memory of the control plane no older than half a second, and stores now and then which tokens are in use.</summary>
public sealed partial class ReplicaRefresh(AccountDirectory accounts, ReplicatedStates states, TimeProvider time, ILogger<ReplicaRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => accounts.StoreTokenUsesAsync(cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var stored = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => accounts.RefreshAsync(stoppingToken));
                await TryAsync(() => states.RefreshAsync(stoppingToken));
                if (time.GetElapsedTime(stored) >= UseInterval)
                {
                    stored = time.GetTimestamp();
                    await TryAsync(() => accounts.StoreTokenUsesAsync(stoppingToken));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Unreachable(logger, failed);
        }
    }

    [LoggerMessage(320, LogLevel.Warning, "The control plane's database cannot be read or written; changes that other replicas made are not seen until it can")]
    private static partial void Unreachable(ILogger logger, Exception failed);
}
