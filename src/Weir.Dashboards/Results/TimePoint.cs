using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Dashboards.Results;

/// <summary>
/// An end of a range of time: the start of a day, which is a different instant in each time zone and the same day in a column of dates, or an instant.
/// </summary>
/// <param name="Day">The day; NULL for an instant.</param>
/// <param name="Instant">The instant, UTC; NULL for a day.</param>
/// <param name="IsIncluded">Whether it belongs to a range that ends with it: an instant does, the start of the day after does not.</param>
internal readonly partial record struct TimePoint(DateOnly? Day, DateTime? Instant, bool IsIncluded)
{
    /// <summary>
    /// Reads a date (<c>2026-11-01</c>), a time (<c>2026-11-01T10:00</c>, local unless it says its offset) or a relative one: <c>now</c>, then steps such as <c>-12M</c> and <c>/d</c>, which
    /// goes to the start of the unit (s, m, h, d, w, M, y; weeks start on Mondays).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="isEnd">Whether a range ends there: a date, or a time that was rounded, then includes the whole day or unit, and what is answered is the start of the next.</param>
    /// <param name="zone">Where it is local.</param>
    /// <param name="now">The present.</param>
    /// <returns>NULL when it is no time.</returns>
    public static TimePoint? Read(string text, bool isEnd, TimeZoneInfo zone, DateTimeOffset now)
    {
        try
        {
            return RelativePattern().Match(text) is { Success: true } relative ? Relative(relative, isEnd, zone, now) : Absolute(text, isEnd, zone);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The instant that it is, UTC.</summary>
    public DateTime InstantIn(TimeZoneInfo zone) => Instant ?? ToUtc(Day!.Value.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>The day that it is, or that it is on.</summary>
    public DateOnly DayIn(TimeZoneInfo zone) => Day ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Instant!.Value, zone));

    private static TimePoint? Absolute(string text, bool isEnd, TimeZoneInfo zone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new TimePoint(isEnd ? day.AddDays(1) : day, null, !isEnd);
        }

        if (!TimePattern().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 9;
        return new TimePoint(null, hasOffset ? time.UtcDateTime : ToUtc(time.DateTime, zone), true);
    }

    private static TimePoint? Relative(Match match, bool isEnd, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        string? rounded = null;
        foreach (var step in match.Groups["step"].Captures.Select(capture => capture.Value))
        {
            rounded = step[0] == '/' ? step[1..] : rounded;
            var count = step[0] == '/' ? 0 : int.TryParse(step.AsSpan(0, step.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw new ArgumentOutOfRangeException(nameof(match));
            local = step[0] == '/' ? Floor(local, step[1]) : Moved(local, count, step[^1], zone);
        }

        if (rounded is null)
        {
            return new TimePoint(null, ToUtc(local, zone), true);
        }

        var edge = isEnd ? Moved(local, 1, rounded[0], zone) : local;
        return rounded[0] is 's' or 'm' or 'h' ? new TimePoint(null, ToUtc(edge, zone), !isEnd) : new TimePoint(DateOnly.FromDateTime(edge), null, !isEnd);
    }

    private static DateTime Floor(DateTime local, char unit) => unit switch
    {
        's' => new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond)),
        'm' => new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute)),
        'h' => new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerHour)),
        'd' => local.Date,
        'w' => local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)),
        'M' => new DateTime(local.Year, local.Month, 1),
        _ => new DateTime(local.Year, 1, 1),
    };

    // Hours are as long as each other, days are not.
    private static DateTime Moved(DateTime local, int count, char unit, TimeZoneInfo zone) => unit switch
    {
        's' => TimeZoneInfo.ConvertTimeFromUtc(ToUtc(local, zone).AddSeconds(count), zone),
        'm' => TimeZoneInfo.ConvertTimeFromUtc(ToUtc(local, zone).AddMinutes(count), zone),
        'h' => TimeZoneInfo.ConvertTimeFromUtc(ToUtc(local, zone).AddHours(count), zone),
        'd' => local.AddDays(count),
        'w' => local.AddDays(7.0 * count),
        'M' => local.AddMonths(count),
        _ => local.AddYears(count),
    };

    // A local time that the clocks skip is as much later as they skip.
    private static DateTime ToUtc(DateTime local, TimeZoneInfo zone)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return zone.IsInvalidTime(unspecified)
            ? DateTime.SpecifyKind(unspecified - zone.GetUtcOffset(unspecified.AddDays(-1)), DateTimeKind.Utc)
            : TimeZoneInfo.ConvertTimeToUtc(unspecified, zone);
    }

    [GeneratedRegex("^now(?<step>[+-][0-9]{1,6}[smhdwMy]|/[smhdwMy])*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativePattern();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimePattern();
}
