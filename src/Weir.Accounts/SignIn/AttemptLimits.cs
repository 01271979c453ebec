using System.Net;
using System.Threading.RateLimiting;
using Weir.Accounts.Http;

namespace Weir.Accounts.SignIn;

/// <summary>How many attempts to sign in a client's network has, and how many passwords are judged at once.</summary>
internal sealed class AttemptLimits(SignInOptions options) : IDisposable
{
    private const int HashesAtOnce = 2;
    private const int WaitingForHash = 32;
    private readonly PartitionedRateLimiter<IPAddress?> _byAddress = PartitionedRateLimiter.Create<IPAddress?, int>(address => RateLimitPartition.GetFixedWindowLimiter(
        ClientNetwork.PlaceOf(address),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = options.AttemptsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    // A password's hash is slow by intent; those who only try must not take the processors from those who work.
    private readonly ConcurrencyLimiter _hashes = new(new ConcurrencyLimiterOptions { PermitLimit = HashesAtOnce, QueueLimit = WaitingForHash });

    /// <summary>Counts an attempt.</summary>
    /// <returns>How long to wait when the address has no more; else NULL.</returns>
    public TimeSpan? Begin(IPAddress? address)
    {
        using var lease = _byAddress.AttemptAcquire(address);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    /// <summary>The right to compute a password's hash; not acquired when too many wait.</summary>
    public ValueTask<RateLimitLease> EnterHashAsync(CancellationToken cancellationToken) => _hashes.AcquireAsync(1, cancellationToken);

    public void Dispose()
    {
        _byAddress.Dispose();
        _hashes.Dispose();
    }
}
