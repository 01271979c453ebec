namespace Weir.Gateway.Forwarding;

/// <summary>
/// The room for reading answers on after their clients have hung up: some providers bill the whole answer anyway, and only its end says how much.
/// Bounded, since nobody waits for these answers; a client beyond the bound has its answer cancelled.
/// </summary>
internal sealed class Drains(GatewayOptions options)
{
    private int _active;

    /// <summary>How long one answer is read on.</summary>
    public TimeSpan Timeout => options.DrainTimeout;

    /// <summary>Answers being read on now.</summary>
    public int Active => Volatile.Read(ref _active);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _active) <= options.MaxConcurrentDrains)
        {
            return true;
        }

        Interlocked.Decrement(ref _active);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _active);
}
