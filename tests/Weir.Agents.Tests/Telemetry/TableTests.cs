using DuckDB.NET.Data;
using Shouldly;
using Weir.Usage.Agents;
using Weir.Usage.Records;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>The lines are read by DuckDB as the columns that are declared for them, and the table of activity has the runs' numbers.</summary>
public sealed class TableTests
{
    [Theory]
    [InlineData("claude-code/otlp/tools-json", "Claude Code", 1, 6, 2, 1, 2)]
    [InlineData("claude-code/otlp/lines-cumulative", "Claude Code", 1, 5, 3, 0, 4)]
    [InlineData("codex/otlp/tools-codemode", "Codex CLI", 0, 5, 2, 1, 2)]
    [InlineData("gemini-cli/otlp/tools-http", "Gemini CLI", 1, 5, 2, 1, 2)]
    public async Task Activity_has_the_numbers_of_a_run_whose_metrics_and_logs_came_twice(string run, string agent, long sessions, long added, long removed, long commits, long accepted)
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of(run));
        await server.PostAsync(Capture.Of(run));
        using var database = Open(server.Journal);

        Read(database, $"""
            SELECT agent, count(*) FILTER (kind = 'session'), coalesce(sum(lines_added), 0), coalesce(sum(lines_removed), 0), coalesce(sum(commits), 0), coalesce(sum(accepted_edits), 0)
            FROM ({Rows}) GROUP BY agent
            """).Single().ShouldBe([agent, sessions.ToString(), added.ToString(), removed.ToString(), commits.ToString(), accepted.ToString()]);
    }

    [Fact]
    public async Task Signals_are_read_as_their_columns()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("codex/otlp/tools-json"));
        await server.PostAsync(Capture.Of("codex/otlp/tools-codemode"));
        await server.PostAsync(Capture.Of("gemini-cli/otlp/tools-http"));
        var span = """{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"969646d92396b2d0b8e71482c8f742d8","spanId":"d509d526d3baa30b","name":"x","startTimeUnixNano":"1795462221000000000","events":[{"name":"e"}],"links":[{"traceId":"969646d92396b2d0b8e71482c8f742d8"}],"status":{"code":1}}]}]}]}""";
        using var answer = await server.PostAsync("/v1/traces", OtlpJson.Bytes(span));
        using var database = Open(server.Journal);

        Read(database, """SELECT attributes['decision'], time::VARCHAR, service_name, resource.attributes['env'] FROM logs WHERE attributes['event.name'] = 'codex.tool_decision' ORDER BY time LIMIT 1""")
            .Single().ShouldBe(["approved", "2026-11-23 19:59:43.921353", "codex_exec", "test"]);
        Read(database, """SELECT sum(histogram.sum)::BIGINT, sum(histogram.count)::BIGINT, max(len(histogram.bucket_counts)) > 0 FROM metrics WHERE name = 'codex.turn.token_usage' AND histogram.attributes['token_type'] = 'total'""")
            .Single().ShouldBe(["4968", "1", "True"]);
        Read(database, """SELECT sum(sum.value)::BIGINT FROM metrics WHERE name = 'gemini_cli.lines.changed' AND sum.attributes['type'] = 'added'""").Single().ShouldBe(["5"]);
        Read(database, """SELECT count(*) FROM logs WHERE map_contains(attributes, 'mcp_tools') AND attributes['mcp_tools'] IS NULL""").Single().ShouldBe(["1"]);
        Read(database, "SELECT status.code, events[1].name, links[1].trace_id, date::VARCHAR FROM spans").Single().ShouldBe(["STATUS_CODE_OK", "e", "969646d92396b2d0b8e71482c8f742d8", "2026-11-23"]);
    }

    private static string Superseded => ActivityPrecedence.SupersededOf("observations", $"({ActivityPrecedence.SessionsOf("observations")})", $"({ActivityPrecedence.TimesOf("observations")})");

    private static string Rows => ActivityPrecedence.RowsOf($"(SELECT *, observation_id IN ({Superseded}) AS superseded FROM observations)");

    /// <summary>Columns of the table of activity, over all that is in a database of <see cref="Open"/>.</summary>
    internal static string?[] Activity(DuckDBConnection database, string columns) => Read(database, $"SELECT {columns} FROM ({Rows})").Single();

    /// <summary>A database with what a journal has taken.</summary>
    internal static DuckDBConnection Open(CollectingJournal journal)
    {
        var database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
        Load("observations", TelemetryTable.Observations, [.. ActivityColumns.Table, .. ActivityColumns.BaseOnly]);
        Load("metrics", TelemetryTable.Metrics, [.. TelemetryColumns.Metrics, .. TelemetryColumns.Sender]);
        Load("logs", TelemetryTable.Logs, [.. TelemetryColumns.Logs, .. TelemetryColumns.Sender]);
        Load("spans", TelemetryTable.Spans, [.. TelemetryColumns.Spans, .. TelemetryColumns.Sender]);
        return database;

        void Load(string name, string table, IReadOnlyList<RecordColumn> columns)
        {
            var file = Path.GetTempFileName();
            try
            {
                File.WriteAllLines(file, journal.Rows(table).Select(row => row.GetRawText()));
                var declared = string.Join(", ", columns.Select(column => $"\"{column.Name}\": '{column.SqlType}'"));
                Read(database, $"CREATE TABLE {name} AS SELECT * FROM read_json('{file}', format = 'newline_delimited', columns = {{{declared}}})");
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    private static List<string?[]> Read(DuckDBConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? null : Convert.ToString(reader.GetValue(field), System.Globalization.CultureInfo.InvariantCulture))]);
        }

        return rows;
    }
}
