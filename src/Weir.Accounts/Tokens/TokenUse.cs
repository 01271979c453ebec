namespace Weir.Accounts.Tokens;

/// <summary>When a token was last used. Outlives the snapshots of the account, and is all that the hot path ever writes.</summary>
internal sealed class TokenUse(DateTime? stored)
{
    private long _ticks = stored?.Ticks ?? 0;
    private long _storedTicks = stored?.Ticks ?? 0;

    /// <summary>UTC; NULL when never.</summary>
    public DateTime? LastUsedTime => Volatile.Read(ref _ticks) is > 0 and var ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>Notes a use. A line of memory that all cores wrote for each request would slow each of them, so a second is close enough.</summary>
    public void Note(DateTime now)
    {
        if (now.Ticks - Volatile.Read(ref _ticks) >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref _ticks, now.Ticks);
        }
    }

    /// <summary>Takes over a later use that another replica stored.</summary>
    public void Advance(DateTime stored)
    {
        if (stored.Ticks > Volatile.Read(ref _ticks))
        {
            Volatile.Write(ref _ticks, stored.Ticks);
            _storedTicks = stored.Ticks;
        }
    }

    /// <summary>The last use when it is not stored yet, else NULL.</summary>
    public DateTime? Unstored => Volatile.Read(ref _ticks) > _storedTicks ? LastUsedTime : null;

    /// <summary>Notes that a use is stored.</summary>
    public void Stored(DateTime time) => _storedTicks = time.Ticks;
}
