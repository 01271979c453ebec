using Shouldly;
using Weir.Warehouse.Engines;
using Xunit;

namespace Weir.Warehouse.Tests.Dialect;

public sealed class QueryTests(SampleDatabase database)
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Dialect", "queries.test"));
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = block.Split("----");
            data.Add(string.Join('\n', parts[0].Split('\n').Where(line => !line.StartsWith('#'))).Trim(), parts[1].Trim());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_query_of_the_Databricks_dialect_gives_Databricks_answer(string sql, string rows) =>
        (await database.RowsAsync(sql)).ShouldBe(rows);

    [Fact]
    public async Task Columns_have_the_author_s_names_and_Databricks_types()
    {
        var result = await database.RunAsync("SELECT count(*), status_code + 1, input_tokens AS i, request_tags, token_details, routing_information.attempts, event_time, sum(latency_ms) FROM system.ai_gateway.usage GROUP BY ALL");
        result.Columns.Select(column => column.Name).ShouldBe(["count(1)", "status_code + 1", "i", "request_tags", "token_details", "attempts", "event_time", "sum(latency_ms)"]);
        result.Columns.Select(column => column.TypeName).ShouldBe(["LONG", "INT", "LONG", "MAP", "STRUCT", "ARRAY", "TIMESTAMP", "DECIMAL"]);
        result.Columns[3].TypeText.ShouldBe("MAP<STRING, STRING>");
        result.Columns[4].TypeText.ShouldBe("STRUCT<cache_read_input_tokens: BIGINT, cache_creation_input_tokens: BIGINT, output_reasoning_tokens: BIGINT>");
        result.Columns[7].TypePrecision.ShouldBe(38);
    }

    [Theory]
    [InlineData("STRING", "x'; DROP TABLE y; --", "x'; DROP TABLE y; --")]
    [InlineData("INT", "5", "5")]
    [InlineData("BIGINT", "5000000000", "5000000000")]
    [InlineData("DOUBLE", "1.5", "1.5")]
    [InlineData("BOOLEAN", "true", "true")]
    [InlineData("DATE", "2026-01-02", "2026-01-02")]
    [InlineData("TIMESTAMP", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z")]
    [InlineData("DECIMAL(10,2)", "1.25", "1.25")]
    [InlineData("STRING", null, null)]
    public async Task A_parameter_is_a_value_and_can_never_be_SQL(string type, string? value, string? expected)
    {
        var result = await database.RunAsync("SELECT :p AS p", parameters: new EngineParameter("p", value, type));
        using var rows = System.Text.Json.JsonDocument.Parse(result.Chunks.Single().DataArray);
        rows.RootElement[0][0].GetString().ShouldBe(expected);
    }

    [Fact]
    public async Task A_row_limit_cuts_the_result_and_says_so()
    {
        var result = await database.RunAsync("SELECT request_id FROM system.ai_gateway.usage", rowLimit: 3);
        (result.RowCount, result.Truncated).ShouldBe((3, true));
        (await database.RunAsync("SELECT request_id FROM system.ai_gateway.usage", rowLimit: 4)).Truncated.ShouldBeFalse();
    }

    [Fact]
    public async Task A_heavy_statement_stops_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var started = TimeProvider.System.GetTimestamp();
        await Should.ThrowAsync<OperationCanceledException>(() => database.RunAsync("SELECT count(*) FROM range(1000000) AS a(x), range(1000000) AS b(y) WHERE (x * y) % 7 = 3", cancellationToken: cancel.Token));
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_statement_that_asks_for_too_much_memory_fails_cleanly()
    {
        var failed = await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync("SELECT len(list(x)) FROM range(200000000) AS a(x)"));
        failed.ErrorCode.ShouldBe("RESOURCE_EXHAUSTED");
        (await database.RowsAsync("SELECT 1")).ShouldBe("""[["1"]]""");
    }
}
