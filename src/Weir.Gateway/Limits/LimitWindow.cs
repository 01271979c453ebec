namespace Weir.Gateway.Limits;

/// <summary>The period of a limit: whole minutes or hours in UTC, so that every replica and every reader agrees on where one ends.</summary>
internal readonly record struct LimitWindow(TimeSpan Length)
{
    public static LimitWindow Of(string renewalPeriod) => new(renewalPeriod == "HOUR" ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));

    public string Name => Length == TimeSpan.FromHours(1) ? "hour" : "minute";

    /// <summary>The number of the window that a time lies in.</summary>
    public long NumberAt(DateTimeOffset now) => now.UtcTicks / Length.Ticks;

    /// <summary>Whole seconds until the window ends, at least 1.</summary>
    public int SecondsLeftAt(DateTimeOffset now) => (int)Math.Ceiling((Length.Ticks - (now.UtcTicks % Length.Ticks)) / (double)TimeSpan.TicksPerSecond);
}
