using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Accounts.Sessions;

/// <summary>Once a minute, learns which sessions other replicas saw in use, and deletes those that have ended.</summary>
internal sealed partial class SessionSweep(SessionDirectory sessions, TimeProvider time, ILogger<SessionSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await sessions.SweepAsync(stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    NotSwept(logger, failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    [LoggerMessage(330, LogLevel.Warning, "Sessions that have ended could not be deleted; they are refused all the same")]
    private static partial void NotSwept(ILogger logger, Exception failed);
}
