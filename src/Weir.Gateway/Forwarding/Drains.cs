using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// The room for reading answers on after their clients have hung up: some providers bill the whole answer anyway, and only its end says how much.
/// Bounded, since nobody waits for these answers; a client beyond the bound has its answer cancelled.
/// </summary>
internal sealed class Drains
{
    private readonly GatewayOptions _options;
    private int _active;

    public Drains(GatewayOptions options, GatewayMetrics metrics)
    {
        _options = options;
        metrics.ObserveDrains(() => Active);
    }

    /// <summary>How long one answer is read on.</summary>
    public TimeSpan Timeout => _options.DrainTimeout;

    /// <summary>Answers being read on now.</summary>
    public int Active => Volatile.Read(ref _active);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _active) <= _options.MaxConcurrentDrains)
        {
            return true;
        }

        Interlocked.Decrement(ref _active);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _active);
}
