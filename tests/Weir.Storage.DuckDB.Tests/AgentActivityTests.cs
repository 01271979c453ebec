using DuckDB.NET.Data;
using Shouldly;
using Weir.Usage.Agents;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>What sources tell of coding agents becomes the rows of <c>coding_agent_activity</c>: each thing once, of the most trusted source.</summary>
public sealed class AgentActivityTests : IDisposable
{
    private const string Lines = "SELECT sum(lines_added), sum(lines_removed), string_agg(DISTINCT source, ',') FROM ai_gateway.coding_agent_activity WHERE kind = 'edit'";

    private static readonly DateTime Noon = new(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);

    private readonly TestStore _store = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-activity-test-");
    private long _segment;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_told_twice_counts_once()
    {
        var edit = Edit(ObservationSource.Traffic, added: 5, removed: 2);
        await TellAsync(edit, edit);
        await TellAsync(edit);
        (await _store.RowsAsync(Lines, Stop)).Single().ShouldBe(["5", "2", "TRAFFIC"]);
    }

    [Fact]
    public async Task Two_sources_of_one_session_are_never_added()
    {
        await TellAsync(Edit(ObservationSource.Traffic, 5, 2), Edit(ObservationSource.TelemetryLog, 5, 2), Edit(ObservationSource.TelemetryMetric, 6, 2));
        (await _store.RowsAsync(Lines, Stop)).Single().ShouldBe(["6", "2", "TELEMETRY_METRIC"]);
    }

    [Fact]
    public async Task A_source_that_covers_a_kind_counts_it_even_where_it_tells_of_none()
    {
        await TellAsync(
            Edit(ObservationSource.Traffic, 5, 2),
            Commit(ObservationSource.Traffic),
            Edit(ObservationSource.TelemetryMetric, 0, 0) with { Kind = ObservationKind.Telemetry, LinesAdded = null, LinesRemoved = null, Covers = [ObservationKind.Edit] });
        (await _store.RowsAsync("SELECT kind, source FROM ai_gateway.coding_agent_activity ORDER BY kind", Stop)).ShouldBe([["commit", "TRAFFIC"], ["telemetry", "TELEMETRY_METRIC"]]);
    }

    [Theory]
    [InlineData(25, "TELEMETRY_METRIC")]
    [InlineData(-25, "TELEMETRY_METRIC")]
    [InlineData(35, "TELEMETRY_METRIC,TRAFFIC")]
    public async Task Without_a_shared_session_half_an_hour_of_one_persons_agent_is_one(int minutes, string sources)
    {
        await TellAsync(
            Edit(ObservationSource.Traffic, 5, 2) with { SessionId = null },
            Edit(ObservationSource.TelemetryMetric, 5, 2) with { EventTime = Noon.AddMinutes(minutes) });
        (await _store.RowsAsync("SELECT string_agg(source, ',' ORDER BY source) FROM ai_gateway.coding_agent_activity", Stop)).Single().ShouldBe([sources]);
    }

    [Fact]
    public async Task Another_persons_another_agents_and_another_sessions_telemetry_suppresses_nothing()
    {
        await TellAsync(
            Edit(ObservationSource.Traffic, 5, 2),
            Edit(ObservationSource.TelemetryMetric, 1, 0) with { Requester = "bob@example.com" },
            Edit(ObservationSource.TelemetryMetric, 1, 0) with { Agent = "Codex CLI" },
            Edit(ObservationSource.TelemetryMetric, 1, 0) with { SessionId = "other" });
        (await _store.OneAsync("SELECT sum(lines_added) FROM ai_gateway.coding_agent_activity", Stop)).ShouldBe("8");
    }

    [Fact]
    public async Task The_totals_of_a_series_count_what_was_added_in_whatever_order_they_come()
    {
        AgentObservation Total(string series, long total) => Edit(ObservationSource.TelemetryMetric, 0, 0) with { Series = series, LinesAdded = total, LinesRemoved = null };
        await TellAsync(Total("first", 3), Total("first", 10), Total("second", 2));
        await TellAsync(Total("first", 7));
        (await _store.OneAsync("SELECT sum(lines_added) FROM ai_gateway.coding_agent_activity", Stop)).ShouldBe("12");
        (await _store.OneAsync("SELECT min(lines_added) FROM ai_gateway.coding_agent_activity", Stop)).ShouldBe("2");
    }

    [Fact]
    public async Task Each_of_many_is_there_or_not_as_the_rule_says()
    {
        var random = new Random(11);
        string[] kinds = [ObservationKind.Edit, ObservationKind.Commit, ObservationKind.Telemetry];
        var told = Enumerable.Range(0, 4000).Select(_ => Edit((ObservationSource)random.Next(4), 1, 0) with
        {
            EventTime = Noon.AddSeconds(random.Next(60 * 60 * 24 * 6)),
            Requester = $"person-{random.Next(7)}@example.com",
            SessionId = random.Next(2) == 0 ? null : $"session-{random.Next(60)}",
            Kind = kinds[random.Next(3)],
        }).Select(one => one.Kind != ObservationKind.Telemetry ? one : one with { Covers = random.Next(2) == 0 ? [ObservationKind.Commit] : [] }).ToList();

        // Exactly half an hour is within it, and a moment more is not, on both sides of a piece's border.
        foreach (var (person, away) in new[] { ("x", TimeSpan.FromMinutes(30)), ("y", TimeSpan.FromMinutes(30) + TimeSpan.FromMicroseconds(1)), ("z", -TimeSpan.FromMinutes(30)), ("w", -TimeSpan.FromMinutes(30) - TimeSpan.FromMicroseconds(1)) })
        {
            told.Add(Edit(ObservationSource.Traffic, 1, 0) with { Requester = person, SessionId = null });
            told.Add(Edit(ObservationSource.TelemetryLog, 1, 0) with { Requester = person, EventTime = Noon + away });
        }

        foreach (var some in told.Chunk(450))
        {
            await TellAsync(some);
        }

        bool Covers(AgentObservation better, string kind) => better.Covers.Contains(kind, StringComparer.Ordinal) || (better.Kind == kind && better.Source != ObservationSource.Traffic);
        var expected = told.Where(one => one.Kind == ObservationKind.Telemetry || !told.Exists(better =>
            better.Source < one.Source && Covers(better, one.Kind) && better.Requester == one.Requester
            && (better.SessionId is null || one.SessionId is null ? (better.EventTime - one.EventTime).Duration() <= TimeSpan.FromMinutes(30) : better.SessionId == one.SessionId)));
        string Row(string? time, string? requester, string? session, string? kind, string? source) => $"{time} {requester} {session} {kind} {source}";
        var rows = await _store.RowsAsync("SELECT strftime(event_time, '%Y-%m-%dT%H:%M:%S.%f'), requester, session_id, kind, source FROM ai_gateway.coding_agent_activity", Stop);
        rows.Count.ShouldBeInRange(500, 3500);
        string[] names = ["TELEMETRY_METRIC", "TELEMETRY_LOG", "VENDOR_API", "TRAFFIC"];
        rows.Select(row => Row(row[0], row[1], row[2], row[3], row[4])).Order(StringComparer.Ordinal)
            .ShouldBe(expected.Select(one => Row(TelemetryBatch.TimeText(one.EventTime), one.Requester, one.SessionId, one.Kind, names[(int)one.Source])).Order(StringComparer.Ordinal));

        // A file of a version that did not keep what is superseded gets it, and one that such a version has written to meanwhile.
        _store.Close();
        using (var connection = new DuckDBConnection($"Data Source={_store.DatabaseFile}"))
        {
            connection.Open();
            UsageDatabase.Run(connection, "DROP TABLE ai_gateway.agent_sessions_told; DROP TABLE ai_gateway.agent_observed_times; UPDATE ai_gateway.agent_observations SET superseded = NULL");
        }

        _store.Open();
        (await _store.RowsAsync("SELECT strftime(event_time, '%Y-%m-%dT%H:%M:%S.%f'), requester, session_id, kind, source FROM ai_gateway.coding_agent_activity ORDER BY ALL", Stop))
            .ShouldBe(rows.OrderBy(row => string.Join(' ', row), StringComparer.Ordinal), ignoreOrder: true);

        // A range of time has the same rows as the whole.
        for (var hour = 0; hour < 24 * 6; hour += 5)
        {
            var (from, to) = (Noon.AddHours(hour), Noon.AddHours(hour + 1 + (hour % 24)));
            var range = $"event_time BETWEEN TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss}' AND TIMESTAMP '{to:yyyy-MM-dd HH:mm:ss}'";
            var within = expected.Where(one => one.EventTime >= from && one.EventTime <= to).ToList();
            foreach (var (condition, count) in new[] { (range, within.Count), (range + " AND kind <> 'telemetry'", within.Count(one => one.Kind != ObservationKind.Telemetry)) })
            {
                (await _store.OneAsync($"SELECT count(*) FROM ai_gateway.coding_agent_activity WHERE {condition}", Stop)).ShouldBe(count.ToString(System.Globalization.CultureInfo.InvariantCulture), condition);
            }
        }
    }

    [Fact]
    public async Task Points_of_metrics_are_rows_of_their_table_once_and_go_when_their_time_is_over()
    {
        foreach (var _ in new[] { 1, 2 })
        {
            await TellAsync(batch =>
            {
                foreach (var (id, line) in new[] { ("a", TelemetryTable.Metrics), ("b", TelemetryTable.Logs), ("c", TelemetryTable.Spans) })
                {
                    var json = batch.Begin(line);
                    json.WriteString("record_id", id);
                    json.WriteString("time", TelemetryBatch.TimeText(Noon));
                    json.WriteString("service_name", "claude-code");
                    json.WriteString("table_name", "main.default.team_otel_metrics");
                    if (line == TelemetryTable.Metrics)
                    {
                        json.WriteStartObject("sum");
                        json.WriteNumber("value", 3.5);
                        json.WriteStartObject("attributes");
                        json.WriteString("type", "added");
                        json.WriteEndObject();
                        json.WriteEndObject();
                    }

                    batch.End();
                }
            });
        }

        (await _store.RowsAsync("SELECT \"sum\".\"value\", \"sum\".attributes['type'], service_name FROM ai_gateway.otel_metrics_of('main.default.team_otel_metrics')", Stop)).Single().ShouldBe(["3.5", "added", "claude-code"]);
        (await _store.OneAsync("SELECT (SELECT count(*) FROM ai_gateway.otel_logs) + (SELECT count(*) FROM ai_gateway.otel_spans)", Stop)).ShouldBe("2");
        (await _store.Ingest.DeleteTelemetryBeforeAsync(Noon, Stop)).ShouldBe(0);
        (await _store.Ingest.DeleteTelemetryBeforeAsync(Noon.AddSeconds(1), Stop)).ShouldBe(3);
    }

    private static AgentObservation Edit(ObservationSource source, long added, long removed) => new()
    {
        Id = Guid.NewGuid(),
        EventTime = Noon,
        WorkspaceId = "1234567890123456",
        Requester = "ann@example.com",
        Agent = "Claude Code",
        SessionId = "session",
        Kind = ObservationKind.Edit,
        Source = source,
        LinesAdded = added,
        LinesRemoved = removed,
    };

    private static AgentObservation Commit(ObservationSource source) => Edit(source, 0, 0) with { Kind = ObservationKind.Commit, LinesAdded = null, LinesRemoved = null, Commits = 1 };

    private Task TellAsync(params AgentObservation[] observations) => TellAsync(batch =>
    {
        foreach (var observation in observations)
        {
            batch.Add(observation);
        }
    });

    // Through the real journal: what the store takes is what a gateway writes.
    private async Task TellAsync(Action<TelemetryBatch> write)
    {
        var options = new JournalOptions { Directory = Path.Combine(_directory.FullName, (++_segment).ToString(System.Globalization.CultureInfo.InvariantCulture)) };
        await using var requests = await RequestJournal.OpenAsync(options, TimeProvider.System);
        using var journal = new TelemetryJournal(requests, options, TimeProvider.System);
        using var batch = new TelemetryBatch(Guid.NewGuid());
        write(batch);
        await journal.AppendAsync(batch);
        foreach (var run in journal.RunsAfter(JournalPosition.Start))
        {
            await _store.Ingest.IngestAsync(new JournalSlice(journal.Name, run.Segment, run.Path, run.From, run.To, journal.Stream), Stop);
        }
    }
}
