using System.Threading.RateLimiting;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>How many tests a principal may make: the gateway must not be a means to try addresses and keys one after the other. Counted in one process.</summary>
internal sealed class ConnectionTestLimit : IDisposable
{
    /// <summary>The most tests of one principal in a minute.</summary>
    public const int MostPerMinute = 30;

    private readonly PartitionedRateLimiter<string> _byPrincipal = PartitionedRateLimiter.Create<string, string>(
        principalId => RateLimitPartition.GetFixedWindowLimiter(
            principalId,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = MostPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }),
        StringComparer.Ordinal);

    /// <summary>Counts a test.</summary>
    /// <returns>When to try again; NULL when the test may be made.</returns>
    public TimeSpan? Refuses(string principalId)
    {
        using var lease = _byPrincipal.AttemptAcquire(principalId);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
    }

    /// <inheritdoc/>
    public void Dispose() => _byPrincipal.Dispose();
}
