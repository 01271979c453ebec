namespace Weir.Gateway.Limits;

/// <summary>
/// What has been used of one limit by one subject in the current window. Its members are called while its lock is held; a request takes the locks of all its buckets
/// in the order of their numbers, so what one limit admits and another refuses is used of neither.
/// </summary>
internal sealed class LimitBucket(long number, LimitWindow window)
{
    private long _window;
    private long _requests;
    private long _tokens;

    public Lock Gate { get; } = new();

    /// <summary>The order in which locks are taken.</summary>
    public long Number => number;

    public LimitWindow Window => window;

    /// <summary>The bucket has been dropped; whoever holds it must ask for the new one.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>The window that the counts are of.</summary>
    public long CurrentWindow => _window;

    /// <summary>Begins a new window when the time has come.</summary>
    public void Turn(DateTimeOffset now)
    {
        var current = window.NumberAt(now);
        if (current != _window)
        {
            (_window, _requests, _tokens) = (current, 0, 0);
        }
    }

    /// <summary>Whether one more request of so many tokens has room. The first of a window always has: one that is larger than the whole limit could else never be sent.</summary>
    public bool HasRoom(long? requests, long? tokens, long estimate) =>
        (requests is null || _requests < requests) && (tokens is null || _tokens + estimate <= tokens || (_tokens == 0 && tokens > 0));

    public void Take(long tokens)
    {
        _requests++;
        _tokens += tokens;
    }

    /// <summary>Puts the true number of tokens in the place of the reserved one, unless the window it was reserved in is over.</summary>
    public void Settle(long takenIn, long reserved, long used)
    {
        if (takenIn == _window)
        {
            _tokens = Math.Max(0, _tokens - reserved + used);
        }
    }

    /// <summary>Drops the bucket when its window is over: nothing in it counts any more.</summary>
    public bool TryDrop(DateTimeOffset now)
    {
        IsDropped |= window.NumberAt(now) != _window;
        return IsDropped;
    }
}
