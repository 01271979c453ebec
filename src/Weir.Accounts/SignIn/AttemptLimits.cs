using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Weir.Accounts.SignIn;

/// <summary>
/// How many attempts to sign in an address has. Addresses share a fixed number of limiters by their hash, so memory is bounded; of an IPv6
/// address the network counts, since one customer has 2^64 of them.
/// </summary>
internal sealed class AttemptLimits(SignInOptions options) : IDisposable
{
    private const int Places = 16384;
    private const int HashesAtOnce = 2;
    private const int WaitingForHash = 32;
    private readonly PartitionedRateLimiter<IPAddress> _byAddress = PartitionedRateLimiter.Create<IPAddress, int>(address => RateLimitPartition.GetFixedWindowLimiter(
        PlaceOf(address),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = options.AttemptsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    // A password's hash is slow by intent; those who only try must not take the processors from those who work.
    private readonly ConcurrencyLimiter _hashes = new(new ConcurrencyLimiterOptions { PermitLimit = HashesAtOnce, QueueLimit = WaitingForHash });

    /// <summary>Counts an attempt.</summary>
    /// <returns>How long to wait when the address has no more; else NULL.</returns>
    public TimeSpan? Begin(IPAddress? address)
    {
        using var lease = _byAddress.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    /// <summary>The right to compute a password's hash; not acquired when too many wait.</summary>
    public ValueTask<RateLimitLease> EnterHashAsync(CancellationToken cancellationToken) => _hashes.AcquireAsync(1, cancellationToken);

    public void Dispose()
    {
        _byAddress.Dispose();
        _hashes.Dispose();
    }

    private static int PlaceOf(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var hash = default(HashCode);
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 && bytes.Length == 16 ? bytes.AsSpan(0, 8) : bytes);
        return (int)((uint)hash.ToHashCode() % Places);
    }
}
