namespace Weir.Accounts.Http;

/// <summary>Times as the workspace APIs write them.</summary>
internal static class Milliseconds
{
    /// <summary>Milliseconds since 1970.</summary>
    public static long Of(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
