using Quartz;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Schedules;

/// <summary>
/// The times of a schedule: a Quartz cron expression, by the clocks of a time zone. A time that clocks leave out when they are put forward is the moment after it, and one that they
/// show twice is the first, so that a daily run is made once each day.
/// </summary>
internal sealed class CronTimes
{
    private const int LongestExpression = 200;
    private const int Looked = 500;

    private static readonly TimeSpan Closest = TimeSpan.FromMinutes(5);

    private readonly CronExpression _expression;

    private CronTimes(CronExpression expression) => _expression = expression;

    /// <summary>The times of a schedule that was checked before.</summary>
    public static CronTimes Of(Schedule schedule) => new(new CronExpression(schedule.Cron, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)));

    /// <summary>Reads what a client sent.</summary>
    /// <param name="cron">The expression.</param>
    /// <param name="zone">The time zone's IANA name.</param>
    /// <param name="now">The present: it must run after it.</param>
    /// <exception cref="ApiException">It is no expression, never runs, or too often.</exception>
    public static CronTimes Checked(string cron, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (cron.Length > LongestExpression)
        {
            throw ApiException.Invalid($"'cron_schedule.quartz_cron_expression' must have at most {LongestExpression} characters.");
        }

        CronTimes times;
        try
        {
            times = new CronTimes(new CronExpression(cron, zone));
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException)
        {
            throw ApiException.Invalid($"'cron_schedule.quartz_cron_expression' is '{cron}', which is no Quartz cron expression: seconds, minutes, hours, day of month, month, day of week and, if need be, the year, such as '0 0 8 ? * MON-FRI'. {refused.Message}");
        }

        times.RequireSeldom(cron, now);
        return times;
    }

    /// <summary>The first time after another, UTC; NULL when there is none.</summary>
    public DateTime? After(DateTimeOffset time) => _expression.GetNextValidTimeAfter(time)?.UtcDateTime;

    private void RequireSeldom(string cron, DateTimeOffset now)
    {
        var time = After(now) ?? throw ApiException.Invalid($"'cron_schedule.quartz_cron_expression' is '{cron}', which never comes (again).");
        for (var i = 0; i < Looked && After(new DateTimeOffset(time, TimeSpan.Zero)) is { } next; i++)
        {
            if (next - time < Closest)
            {
                throw ApiException.Invalid($"'cron_schedule.quartz_cron_expression' is '{cron}', which comes within {(int)(next - time).TotalSeconds} seconds of the time before. A schedule runs at most every {Closest.TotalMinutes} minutes.");
            }

            time = next;
        }
    }
}
