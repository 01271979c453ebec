namespace Weir.Agents.Telemetry.Rows;

/// <summary>OpenTelemetry's times: nanoseconds since 1970.</summary>
internal static class UnixNano
{
    /// <summary>Whether the columns of 64 bits with a sign can hold it.</summary>
    public static bool Fits(ulong nanos) => nanos <= long.MaxValue;

    /// <summary>The time, UTC, cut to 100 nanoseconds.</summary>
    public static DateTime ToTime(ulong nanos) => DateTime.UnixEpoch.AddTicks((long)(nanos / 100));
}
