using Microsoft.Extensions.Logging;

namespace Weir.Accounts.OAuth;

/// <summary>Looks at the start, and each hour, whether it is time for a new signing key.</summary>
internal sealed partial class SigningKeyRotation(SigningKeys keys, TimeProvider time, ILogger<SigningKeyRotation> logger) : PeriodicWork(TimeSpan.FromHours(1), time)
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The first request may be for a token.
        await keys.RotateAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken) => keys.RotateAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failed) => NotRotated(logger, failed);

    [LoggerMessage(322, LogLevel.Warning, "The key that signs access tokens could not be renewed; the old one stays in use")]
    private static partial void NotRotated(ILogger logger, Exception exception);
}
