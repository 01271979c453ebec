using Shouldly;
using Weir.Dashboards.Results;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

public sealed class TimePointTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 23, 30, 15, TimeSpan.Zero);

    [Theory]
    [InlineData("now/d", "Europe/Berlin", false, "2026-11-27")]
    [InlineData("now/d", "America/New_York", false, "2026-11-26")]
    [InlineData("now/d", "America/New_York", true, "2026-11-27")]
    [InlineData("now-30d/d", "America/New_York", false, "2026-10-27")]
    [InlineData("now/w", "America/New_York", false, "2026-11-23")]
    [InlineData("now-12M/M", "America/New_York", false, "2025-11-01")]
    [InlineData("now-1M/M", "America/New_York", true, "2026-11-01")]
    [InlineData("now/y", "America/New_York", false, "2026-01-01")]
    [InlineData("2026-02-28", "America/New_York", true, "2026-03-01")]
    [InlineData("2026-02-28", "America/New_York", false, "2026-02-28")]
    public void Days(string text, string zone, bool isEnd, string day) =>
        TimePoint.Read(text, isEnd, TimeZoneInfo.FindSystemTimeZoneById(zone), Now)!.Value.Day!.Value.ToString("yyyy-MM-dd").ShouldBe(day);

    [Theory]
    [InlineData("now", "Europe/Berlin", false, "2026-11-26T23:30:15", true)]
    [InlineData("now-1h", "Europe/Berlin", false, "2026-11-26T22:30:15", true)]
    [InlineData("now/h", "Asia/Kolkata", false, "2026-11-26T23:30:00", true)]
    [InlineData("now/h", "Europe/Berlin", true, "2026-11-27T00:00:00", false)]
    [InlineData("2026-11-01T10:00", "Europe/Berlin", false, "2026-11-01T09:00:00", true)]
    [InlineData("2026-11-01T10:00:00Z", "Europe/Berlin", false, "2026-11-01T10:00:00", true)]
    [InlineData("2026-11-01T10:00:00.500+05:30", "Europe/Berlin", true, "2026-11-01T04:30:00.5", true)]
    [InlineData("2026-03-29T02:30", "Europe/Berlin", false, "2026-03-29T01:30:00", true)]
    public void Instants(string text, string zone, bool isEnd, string utc, bool isIncluded)
    {
        var point = TimePoint.Read(text, isEnd, TimeZoneInfo.FindSystemTimeZoneById(zone), Now)!.Value;
        point.Instant.ShouldBe(DateTime.Parse(utc));
        point.IsIncluded.ShouldBe(isIncluded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("now-")]
    [InlineData("now-1q")]
    [InlineData("now - 1d")]
    [InlineData("now-999999y")]
    [InlineData("9999-12-31")]
    [InlineData("2026-11-01'")]
    [InlineData("2026-11-01T25:00")]
    [InlineData("now\n")]
    public void What_is_no_time(string text) => TimePoint.Read(text, true, TimeZoneInfo.Utc, Now).ShouldBeNull();
}
