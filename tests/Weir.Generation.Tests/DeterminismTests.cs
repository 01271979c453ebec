using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.Generation.Tests;

/// <summary>The same options make the same rows; nothing else comes in.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_makes_the_same_rows_bit_for_bit()
    {
        var once = Generated.Made(Generated.Options(rows: 5000));
        var again = Generated.Made(Generated.Options(rows: 5000));
        once.Records.Count.ShouldBe(5000);
        once.Activity.Count.ShouldBeGreaterThan(500);
        again.Records.ShouldBe(once.Records);
        again.Activity.ShouldBe(once.Activity);
    }

    [Fact]
    public void Another_seed_makes_another_companys_rows()
    {
        var one = Generated.Rows(Generated.Options(rows: 2000));
        var other = Generated.Rows(Generated.Options(rows: 2000, seed: 2));
        other.Select(row => row.TextOf("request_id")).Intersect(one.Select(row => row.TextOf("request_id"))).ShouldBeEmpty();
        other[0].TextOf("account_id").ShouldNotBe(one[0].TextOf("account_id"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(4999)]
    [InlineData(5000)]
    public void A_run_that_goes_on_makes_what_a_whole_one_would_have(int from)
    {
        var whole = Generated.Made(Generated.Options(rows: 5000));
        var rest = Generated.Made(Generated.Options(rows: 5000), from);
        rest.Records.ShouldBe(whole.Records.Skip(from));
        rest.Activity.ShouldBe(whole.Activity.TakeLast(rest.Activity.Count));
        var times = whole.Records.ConvertAll(row => JsonSerializer.Deserialize<JsonElement>(row).TimeOf());
        rest.Activity.Count.ShouldBe(whole.Activity.Count(line => from < times.Count && JsonSerializer.Deserialize<JsonElement>(line).TimeOf() >= times[from]), "no two of these calls are of one moment");
    }

    // The published first numbers of SplitMix64 for this seed: another generator would make other rows of the same seed.
    [Fact]
    public void The_numbers_are_SplitMix64s()
    {
        var random = new SeededRandom(1234567);
        new[] { random.Next(), random.Next(), random.Next() }.ShouldBe([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 90)]
    [InlineData(17, 1)]
    [InlineData(3, 400)]
    [InlineData(12_345, 30)]
    public void As_many_rows_as_asked_for_lie_within_the_days_in_the_order_of_time(int rows, int days)
    {
        var options = Generated.Options(rows, days);
        var made = Generated.Rows(options);
        made.Count.ShouldBe(rows);
        var times = made.ConvertAll(row => row.TimeOf());
        times.ShouldBe(times.Order());
        times[0].ShouldBeGreaterThanOrEqualTo(options.End.AddDays(-days));
        times[^1].ShouldBeLessThan(options.End);
        made.Select(row => row.TextOf("request_id")).Distinct().Count().ShouldBe(rows);
    }

    [Fact]
    public void Rows_end_where_the_last_day_is_cut_off()
    {
        var options = Generated.Options(rows: 3000, days: 3) with { End = new DateTime(2026, 10, 1, 9, 20, 0, DateTimeKind.Utc) };
        var times = Generated.Rows(options).ConvertAll(row => row.TimeOf());
        times.Count.ShouldBe(3000);
        times[0].ShouldBeGreaterThanOrEqualTo(new DateTime(2026, 9, 29, 0, 0, 0, DateTimeKind.Utc));
        times[^1].ShouldBeInRange(new DateTime(2026, 10, 1, 8, 0, 0, DateTimeKind.Utc), options.End);
    }

    [Fact]
    public void Request_ids_are_of_the_requests_moment()
    {
        foreach (var row in Generated.Rows(Generated.Options(rows: 200)))
        {
            var id = Guid.Parse(row.TextOf("request_id")!);
            id.Version.ShouldBe(7);
            DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16)).UtcDateTime.ShouldBe(row.TimeOf(), TimeSpan.FromMilliseconds(1));
        }
    }
}
