using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Dashboards.Results;
using Weir.Warehouse.Engines;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

/// <summary>What the statements answer on the real engine, over rows that stand in the datasets' SQL.</summary>
public sealed class EngineResultTests : IDisposable
{
    private static readonly JsonSerializerOptions Strict = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true };

    private readonly EngineQueries _queries = new();

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28", "2026-03-30", """[["2026-03-28T00:00:00.000","24"],["2026-03-29T00:00:00.000","23"],["2026-03-30T00:00:00.000","24"]]""")]
    [InlineData("Europe/Berlin", "2026-10-24", "2026-10-26", """[["2026-10-24T00:00:00.000","24"],["2026-10-25T00:00:00.000","25"],["2026-10-26T00:00:00.000","24"]]""")]
    [InlineData("America/St_Johns", "2026-03-08", "2026-03-08", """[["2026-03-08T00:00:00.000","23"]]""")]
    [InlineData("America/St_Johns", "2026-11-01", "2026-11-01", """[["2026-11-01T00:00:00.000","25"]]""")]
    [InlineData("UTC", "2026-03-28", "2026-03-29", """[["2026-03-28T00:00:00.000","24"],["2026-03-29T00:00:00.000","24"]]""")]
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-31", """[["2011-12-29T00:00:00.000","24"],["2011-12-31T00:00:00.000","24"]]""")]
    public async Task Days_are_the_viewer_s_with_as_many_hours_as_they_have(string zone, string min, string max, string rows)
    {
        var hours = SampleDashboard.Dataset("SELECT TIMESTAMP '" + min[..4] + "-01-01 00:30:00' + i * INTERVAL 1 HOUR AS event_time FROM range(9000) AS r(i)");
        (await RowsAsync("chart", $$$$"""{"filters":{"days":{"range":{"min":"{{{{min}}}}","max":"{{{{max}}}}"}}},"time_zone":"{{{{zone}}}}"}""", hours)).ShouldBe(rows);
    }

    [Fact]
    public async Task A_date_is_the_same_day_everywhere_and_an_end_is_included()
    {
        var dates = SampleDashboard.Dataset("SELECT * FROM (VALUES (DATE '2026-03-28'), (DATE '2026-03-29'), (DATE '2026-03-30'), (NULL)) AS t(event_time)");
        (await RowsAsync("chart", """{"filters":{"days":{"range":{"min":"2026-03-29","max":"2026-03-30"}}},"time_zone":"America/St_Johns"}""", dates))
            .ShouldBe("""[["2026-03-29T00:00:00.000","1"],["2026-03-30T00:00:00.000","1"]]""");
    }

    [Fact]
    public async Task The_edges_of_a_day_are_exact()
    {
        var edges = SampleDashboard.Dataset("SELECT * FROM (VALUES (TIMESTAMP '2026-06-30 21:59:59.999999'), (TIMESTAMP '2026-06-30 22:00:00'), (TIMESTAMP '2026-07-01 21:59:59.999999'), (TIMESTAMP '2026-07-01 22:00:00')) AS t(event_time)");
        (await RowsAsync("chart", """{"filters":{"days":{"range":{"min":"2026-07-01","max":"2026-07-01"}}},"time_zone":"Europe/Berlin"}""", edges)).ShouldBe("""[["2026-07-01T00:00:00.000","2"]]""");
    }

    [Fact]
    public async Task A_value_that_was_shown_can_be_chosen_whatever_its_type()
    {
        foreach (var (sql, shown) in new[] { ("CAST(7 AS BIGINT)", "7"), ("TRUE", "true"), ("DATE '2026-01-02'", "2026-01-02"), ("TIMESTAMP '2026-01-02 03:04:05'", "2026-01-02T03:04:05.000Z"), ("CAST('1.50' AS DECIMAL(10, 2))", "1.50"), ("'it''s'", "it's") })
        {
            var values = SampleDashboard.Dataset($"SELECT {sql} AS destination_model UNION ALL SELECT NULL");
            (await RowsAsync("by-model", Chosen(shown), values)).ShouldBe($"[[{JsonSerializer.Serialize(shown, JsonSerializerOptions.Web).Replace("\\u0027", "'")},\"1\"]]", sql);
            (await RowsAsync("by-model", Chosen(null), values)).ShouldBe("""[[null,"1"]]""", sql);
        }

        (await Should.ThrowAsync<SqlEngineException>(() => RowsAsync("by-model", Chosen("x"), SampleDashboard.Dataset("SELECT 7 AS destination_model")))).ErrorCode.ShouldBe("BAD_REQUEST");
    }

    [Theory]
    [InlineData("x' OR '1'='1")]
    [InlineData("x') OR TRUE --")]
    [InlineData("x\\")]
    [InlineData("`")]
    [InlineData("*/ OR 1=1 /*")]
    public async Task Nothing_that_a_viewer_chooses_widens_what_is_read(string value) =>
        (await RowsAsync("by-model", Chosen(value), SampleDashboard.Dataset("SELECT 'secret' AS destination_model"))).ShouldBe("[]");

    [Fact]
    public async Task Ratios_percentiles_and_counts_are_those_of_all_rows_and_of_no_row()
    {
        var calls = "SELECT * FROM (VALUES (200, 10), (200, 20), (500, 30), (NULL, NULL)) AS t(status_code, latency_ms)";
        Action<System.Text.Json.Nodes.JsonNode> Of(string sql) => root =>
        {
            SampleDashboard.Dataset(sql)(root);
            root["pages"]![0]!["layout"]![2]!["widget"]!["queries"]![0]!["query"]!["fields"] = System.Text.Json.Nodes.JsonNode.Parse("""
                [ { "name": "rate", "expression": "MEASURE(`error rate`)" }, { "name": "p95", "expression": "PERCENTILE(`latency_ms`, 0.95)" }, { "name": "median", "expression": "MEDIAN(`latency_ms`)" },
                  { "name": "sum", "expression": "SUM(`latency_ms`)" }, { "name": "distinct", "expression": "COUNT(DISTINCT `status_code`)" }, { "name": "n", "expression": "COUNT(`*`)" } ]
                """);
        };
        (await RowsAsync("rate", NoDays, Of(calls))).ShouldBe("""[["0.25","29.0","20.0","60","2","4"]]""");
        (await Should.ThrowAsync<SqlEngineException>(() => RowsAsync("rate", NoDays, Of(calls + " WHERE FALSE")))).Message.ShouldContain("DIVIDE_BY_ZERO");
    }

    [Fact]
    public async Task Parameters_reach_the_dataset()
    {
        const string parameters = """[{"keyword":"span","dataType":"DATE","complexType":"RANGE","defaultSelection":{"range":{"min":{"value":"2026-01-02"},"max":{"value":"2026-01-03"}}}},{"keyword":"m","complexType":"MULTI","defaultSelection":{"values":{"values":[{"value":"a"},{"value":"b'"}]}}},{"keyword":"none","complexType":"MULTI","defaultSelection":{"values":{"values":[]}}}]""";
        var data = SampleDashboard.Dataset("SELECT * FROM (VALUES (DATE '2026-01-01', 'a'), (DATE '2026-01-02', 'a'), (DATE '2026-01-03', 'b'''), (DATE '2026-01-03', 'c')) AS t(day, destination_model) WHERE day BETWEEN :span.min AND :span.max AND destination_model IN (:m) AND array_contains(:m, destination_model) AND NOT array_contains(:none, destination_model); -- end", parameters);
        (await RowsAsync("by-model", NoDays, data)).ShouldBe("""[["a","1"],["b'","1"]]""");
    }

    [Fact]
    public async Task A_result_is_answered_in_the_shape_that_is_described()
    {
        var statement = SampleDashboard.Statements("chart", """{"filters":{"days":{"values":[]}},"time_zone":"Europe/Berlin"}""", SampleDashboard.Dataset("SELECT TIMESTAMP '2026-01-01 00:00:00' AS event_time UNION ALL SELECT NULL")).Single();
        var shown = new ShownRows(await _queries.AnswerAsync(statement, TestContext.Current.CancellationToken), SampleDashboard.Time.GetUtcNow(), false);
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            ResultWriter.Write(json, new WidgetResult("chart", [(statement.QueryName, shown)]), SampleDashboard.Time.GetUtcNow() + TimeSpan.FromSeconds(7.5));
        }

        var read = JsonSerializer.Deserialize<WidgetResultAnswer>(buffer.ToArray(), Strict)!;
        (read.Widget, read.AgeSeconds, read.IsCached, read.ComputedTime).ShouldBe(("chart", 7, false, SampleDashboard.Time.GetUtcNow().UtcDateTime));
        read.Queries.Single().Rows.Select(row => string.Join(' ', row)).ShouldBe([" 1", "2026-01-01T00:00:00.000 1"]);
        read.Queries.Single().Columns.ShouldBe([new ResultColumnAnswer("daily(event_time)", "TIMESTAMP", "TIMESTAMP_NTZ"), new ResultColumnAnswer("count(*)", "LONG", "BIGINT")]);
    }

    public void Dispose() => _queries.Dispose();

    private const string NoDays = """{"filters":{"days":{"values":[]}}}""";

    private static string Chosen(string? value) => JsonSerializer.Serialize(new { filters = new { days = new { values = Array.Empty<string>() }, models = new { values = new[] { value } } } });

    private async Task<string> RowsAsync(string widget, string request, Action<System.Text.Json.Nodes.JsonNode> change) =>
        Encoding.UTF8.GetString((await _queries.AnswerAsync(SampleDashboard.Statements(widget, request, change).Single(), TestContext.Current.CancellationToken)).Rows);
}
