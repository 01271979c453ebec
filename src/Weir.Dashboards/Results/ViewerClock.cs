using System.Globalization;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Results;

/// <summary>The present, and the time zone in which a viewer's days begin.</summary>
/// <param name="Zone">The time zone.</param>
/// <param name="ZoneName">Its IANA name.</param>
/// <param name="Now">The present.</param>
internal sealed record ViewerClock(TimeZoneInfo Zone, string ZoneName, DateTimeOffset Now)
{
    /// <summary>The clock of a time zone; without a name, of UTC.</summary>
    /// <exception cref="ApiException">There is no such time zone.</exception>
    public static ViewerClock Of(string? zone, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(zone) || zone is "UTC" or "Etc/UTC")
        {
            return new ViewerClock(TimeZoneInfo.Utc, "UTC", now);
        }

        return zone.Length <= 64 && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-') && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new ViewerClock(found, zone, now)
            : throw ApiException.Invalid($"'time_zone' is '{zone}', which is not known. It must be a name such as Europe/Berlin.");
    }

    /// <summary>Reads an end of a range.</summary>
    public TimePoint? Read(string text, bool isEnd) => TimePoint.Read(text, isEnd, Zone, Now);

    /// <summary>An instant as a parameter's text.</summary>
    public static string Text(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
