using Microsoft.Extensions.Logging;

namespace Weir.Accounts.Sessions;

/// <summary>Once a minute, learns which sessions other replicas saw in use, and deletes those that have ended.</summary>
internal sealed partial class SessionSweep(SessionDirectory sessions, TimeProvider time, ILogger<SessionSweep> logger) : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken) => sessions.SweepAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failed) => NotSwept(logger, failed);

    [LoggerMessage(330, LogLevel.Warning, "Sessions that have ended could not be deleted; they are refused all the same")]
    private static partial void NotSwept(ILogger logger, Exception failed);
}
