namespace Weir.Gateway.Limits;

/// <summary>What an admitted request has taken of its limits.</summary>
internal sealed class Admission
{
    private readonly LimitBucket[] _buckets;
    private readonly long[] _windows;
    private readonly long _reserved;
    private int _isSettled;

    public Admission(LimitBucket[] buckets, long reserved)
    {
        _buckets = buckets;
        _windows = Array.ConvertAll(buckets, bucket => bucket.CurrentWindow);
        _reserved = reserved;
    }

    /// <summary>Puts the truth in the place of the reservation, once.</summary>
    /// <param name="tokens">The tokens used; NULL where nobody knows, which leaves the reservation as it is.</param>
    public void Settle(long? tokens)
    {
        if (tokens is not { } used || Interlocked.Exchange(ref _isSettled, 1) == 1)
        {
            return;
        }

        for (var i = 0; i < _buckets.Length; i++)
        {
            lock (_buckets[i].Gate)
            {
                _buckets[i].Settle(_windows[i], _reserved, used);
            }
        }
    }
}
