using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Accounts.OAuth;

/// <summary>Looks each hour whether it is time for a new signing key.</summary>
internal sealed partial class SigningKeyRotation(SigningKeys keys, TimeProvider time, ILogger<SigningKeyRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The first request may be for a token.
        await keys.RotateAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await keys.RotateAsync(stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    NotRotated(logger, failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    [LoggerMessage(322, LogLevel.Warning, "The key that signs access tokens could not be renewed; the old one stays in use")]
    private static partial void NotRotated(ILogger logger, Exception exception);
}
