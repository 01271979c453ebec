using System.Globalization;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>Every figure of the built-in dashboard, over generated rows, against the same figure calculated here from the rows themselves.</summary>
[Collection(GeneratedWeir.Rows)]
public sealed class DashboardNumbersTests(GeneratedWeir generated)
{
    [Fact]
    public async Task Every_widget_has_its_figure_here() => (await generated.WidgetsAsync()).Order(StringComparer.Ordinal).ShouldBe(ExpectedFigures.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("in UTC", "UTC", "2025-10-17", "2025-11-15", 0)]
    [InlineData("one workspace, where clocks go back on 26 October", "Europe/Berlin", "2025-10-24", "2025-11-02", 1)]
    [InlineData("half an hour off, where clocks go back on 2 November", "America/St_Johns", "2025-11-01", "2025-11-12", 2)]
    [InlineData("one day", "Asia/Kolkata", "2025-11-04", "2025-11-04", 0)]
    [InlineData("days before the first row", "UTC", "2024-01-01", "2024-01-31", 0)]
    public async Task Every_figure_is_right(string what, string zone, string first, string last, int workspaces)
    {
        var chosen = Choose(zone, first, last, workspaces);
        if (!what.StartsWith("days before", StringComparison.Ordinal))
        {
            chosen.Calls.Count.ShouldBeGreaterThan(100);
        }

        var wrong = new List<string>();
        foreach (var (widget, figures) in ExpectedFigures.All)
        {
            wrong.AddRange(await DifferencesAsync(widget, figures(chosen), Request(chosen)));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_period_that_is_not_over_is_compared_with_as_much_of_the_one_before()
    {
        // So long a period that the one before it, as far as it is compared, ends within the rows.
        var today = DateOnly.FromDateTime(Now);
        var first = new DateOnly(2025, 11, 10);
        var last = today.AddDays(3);
        foreach (var widget in new[] { "requests", "tokens", "users", "cost", "error-rate", "p99" })
        {
            var before = Choose("UTC", Text(first), Text(last), 0) with { Now = Now };
            before.CallsBefore.Count.ShouldBeInRange(100, generated.Recorded.Calls.Count(call => call.Time < before.Start) - 100);
            var differences = await DifferencesAsync(widget, Main(widget, before), Request(before));

            // A row may have become part of it while it was asked.
            if (differences.Count > 0)
            {
                var after = before with { Now = Now };
                (await DifferencesAsync(widget, Main(widget, after), Request(before))).ShouldBeEmpty();
            }
        }

        static Dictionary<string, Expected> Main(string widget, Chosen chosen) => new() { ["main_query"] = ExpectedFigures.All[widget](chosen)["main_query"] };
    }

    [Fact]
    public async Task Behind_each_figure_are_the_requests_that_it_adds_up()
    {
        var chosen = Choose("Europe/Berlin", "2025-10-24", "2025-11-02", 1);
        foreach (var widget in await generated.WidgetsAsync())
        {
            var rows = await RowsBehindAsync(widget, new { kind = "rows", time_zone = "Europe/Berlin", filters = Filters(chosen) });
            rows.ShouldContain(row => row.Key == "event_time" || row.Key == "token_class", widget);
        }

        // As many as the chart says of a day.
        var day = new DateTime(2025, 10, 28);
        var behind = await RowsBehindAsync("requests-per-day", new { kind = "rows", time_zone = "Europe/Berlin", filters = Filters(chosen), point = new { day = "2025-10-28T00:00:00.000" } });
        behind["rows"].ShouldBe(chosen.Calls.Count(call => TimeZoneInfo.ConvertTimeFromUtc(call.Time, chosen.Zone).Date == day));
    }

    [Fact]
    public void The_rows_have_what_figures_go_wrong_with()
    {
        var calls = generated.Recorded.Calls;
        calls.ShouldContain(call => call.Total == null);
        calls.ShouldContain(call => call.FirstByte == null);
        calls.ShouldContain(call => call.Fallbacks > 0 && call.Status < 400);
        calls.ShouldContain(call => call.Status == 499);
        calls.ShouldContain(call => call.Cached > 0);
        calls.Select(call => call.Agent).Distinct().Count().ShouldBeGreaterThan(4);
        generated.Recorded.Attempts.ShouldContain(attempt => attempt.Cost == null);
        generated.Recorded.Activity.Select(told => told.Source).Distinct().Count().ShouldBe(3);
        generated.Recorded.Activity.Select(told => told.Kind).Distinct().Count().ShouldBe(7);
        generated.Recorded.Activity.Count(told => told.Requester.StartsWith(ToldObservations.People, StringComparison.Ordinal)).ShouldBeInRange(1, 299, "a lesser source's figures are not added");
        var days = calls.Select(call => DateOnly.FromDateTime(call.Time)).ToHashSet();
        Enumerable.Range(0, 27).Select(day => new DateOnly(2025, 10, 20).AddDays(day)).ShouldContain(day => !days.Contains(day), "a day without a row");
    }

    private Chosen Choose(string zone, string first, string last, int workspaces) => new(
        generated.Recorded, DateOnly.Parse(first, CultureInfo.InvariantCulture), DateOnly.Parse(last, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone),
        [.. generated.Recorded.Calls.GroupBy(call => call.Workspace).OrderByDescending(group => group.Count()).Select(group => group.Key).Take(workspaces)]) { Now = Now };

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // The columns of the rows, and how many rows there are.
    private async Task<Dictionary<string, int>> RowsBehindAsync(string widget, object request)
    {
        var client = generated.Weir.Client;
        var (status, statement) = await client.CallAsync("POST", $"/api/2.0/weir/dashboards/{await generated.DashboardAsync()}/published/widgets/{widget}/statement", request);
        status.ShouldBe(200, $"{widget}: {statement}");
        var parameters = statement.GetProperty("parameters");
        var (_, some) = await client.CallAsync("POST", "/api/2.0/sql/statements", new { statement = $"SELECT * FROM ({statement.Text("statement")}) LIMIT 1", parameters, wait_timeout = "50s" });
        some.GetProperty("status").Text("state").ShouldBe("SUCCEEDED", $"{widget}: {some}");
        var (_, count) = await client.CallAsync("POST", "/api/2.0/sql/statements", new { statement = $"SELECT count(*) FROM ({statement.Text("statement")})", parameters, wait_timeout = "50s" });
        var columns = some.GetProperty("manifest").GetProperty("schema").GetProperty("columns").EnumerateArray().Select((column, i) => (Name: column.Text("name"), i)).ToDictionary(column => column.Name, column => column.i, StringComparer.Ordinal);
        columns["rows"] = int.Parse(count.GetProperty("result").GetProperty("data_array")[0][0].GetString()!, CultureInfo.InvariantCulture);
        return columns;
    }

    private static object Request(Chosen chosen) => new { time_zone = chosen.Zone.Id, filters = Filters(chosen) };

    private static Dictionary<string, object> Filters(Chosen chosen) =>
        new(StringComparer.Ordinal) { ["date-range"] = new { range = new { min = Text(chosen.First), max = Text(chosen.Last) } }, ["workspace"] = new { values = chosen.Workspaces } };

    private async Task<List<string>> DifferencesAsync(string widget, IReadOnlyDictionary<string, Expected> expected, object request)
    {
        var (status, answer) = await generated.Weir.Client.CallAsync("POST", $"/api/2.0/weir/dashboards/{await generated.DashboardAsync()}/published/widgets/{widget}/result", request);
        status.ShouldBe(200, $"{widget}: {answer}");
        var wrong = new List<string>();
        foreach (var (name, rows) in expected)
        {
            var query = answer.GetProperty("queries").EnumerateArray().Single(query => query.Text("name") == name);
            var shown = query.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetString()).ToArray()).ToList();
            if (FigureComparison.Difference(rows, shown) is { } difference)
            {
                wrong.Add($"{widget}, {name}: {difference}");
            }
        }

        return wrong;
    }
}
