using System.Globalization;
using Shouldly;
using Weir.Accounts.Http;
using Weir.Dashboards.Schedules;
using Xunit;

namespace Weir.Dashboards.Tests.Schedules;

/// <summary>When schedules run.</summary>
public sealed class CronTimesTests
{
    [Theory]

    // Clocks go from 2 to 3 on 29 March, and from 3 to 2 on 25 October.
    [InlineData("0 30 2 * * ?", "Europe/Berlin", "2026-03-28T00:00Z", "2026-03-28T01:30 2026-03-29T01:00 2026-03-30T00:30")]
    [InlineData("0 30 2 * * ?", "Europe/Berlin", "2026-10-24T00:00Z", "2026-10-24T00:30 2026-10-25T00:30 2026-10-26T01:30")]
    [InlineData("0 0 8 * * ?", "America/New_York", "2026-10-31T00:00Z", "2026-10-31T12:00 2026-11-01T13:00 2026-11-02T13:00")]
    [InlineData("0 0 * * * ?", "Europe/Berlin", "2026-10-24T23:30Z", "2026-10-25T00:00 2026-10-25T01:00 2026-10-25T02:00")]

    // Quartz counts days of the week from Sunday, 1.
    [InlineData("0 0 8 ? * 2", "UTC", "2026-11-26T00:00Z", "2026-11-30T08:00 2026-12-07T08:00 2026-12-14T08:00")]
    [InlineData("0 0 8 ? * MON-FRI", "UTC", "2026-11-27T09:00Z", "2026-11-30T08:00 2026-12-01T08:00 2026-12-02T08:00")]
    [InlineData("0 0 8 L * ?", "UTC", "2026-11-26T00:00Z", "2026-11-30T08:00 2026-12-31T08:00 2027-01-31T08:00")]
    [InlineData("0 0 8 ? * 6#3", "UTC", "2026-11-01T00:00Z", "2026-11-20T08:00 2026-12-18T08:00 2027-01-15T08:00")]
    [InlineData("0 0/5 * * * ?", "UTC", "2026-11-26T00:00Z", "2026-11-26T00:05 2026-11-26T00:10 2026-11-26T00:15")]
    public void The_times_are_those_of_the_zone_s_clocks(string cron, string zone, string from, string expected)
    {
        var time = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);
        var times = CronTimes.Checked(cron, TimeZoneInfo.FindSystemTimeZoneById(zone), time);
        var found = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            time = new DateTimeOffset(times.After(time)!.Value, TimeSpan.Zero);
            found.Add(time.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        }

        string.Join(' ', found).ShouldBe(expected);
    }

    [Theory]
    [InlineData("0 0/4 * * * ?", "within 240 seconds")]
    [InlineData("0 0/7 * * * ?", "within 240 seconds")]
    [InlineData("* 0 8 * * ?", "within 1 seconds")]
    [InlineData("0 0,3 8 1 1 ?", "within 180 seconds")]
    [InlineData("0 59 23,0 * * ? ", "")]
    [InlineData("0 0 8 30 2 ?", "never comes")]
    [InlineData("0 0 8 * * ? 2020", "never comes")]
    [InlineData("every day", "no Quartz cron expression")]
    [InlineData("0 0 25 * * ?", "no Quartz cron expression")]
    [InlineData("0 8 * *", "no Quartz cron expression")]
    public void What_is_no_time_or_too_often_is_refused_in_words(string cron, string words)
    {
        var check = () => CronTimes.Checked(cron, TimeZoneInfo.Utc, new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
        if (words.Length == 0)
        {
            check();
            return;
        }

        var refused = check.ShouldThrow<ApiException>();
        (refused.Status, refused.Message).ShouldSatisfyAllConditions(one => one.Status.ShouldBe(400), one => one.Message.ShouldContain(words));
    }
}
