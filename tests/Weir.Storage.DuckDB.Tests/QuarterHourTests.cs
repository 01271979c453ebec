using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Shouldly;
using Weir.Storage.DuckDB.Spend;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>What is added up by the quarter of an hour is at any time what the rows add up to.</summary>
public sealed class QuarterHourTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 3, 1, 9, 50, 0, DateTimeKind.Utc);

    private readonly TestStore _store = new();
    private readonly Random _random = new(11);
    private readonly List<string> _ids = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Sums_are_those_of_the_rows_before_and_after_they_are_put_together()
    {
        for (var slice = 0; slice < 12; slice++)
        {
            await ArriveAsync(1, 40);
        }

        await SameAsync();
        var parts = await CountAsync();

        // A new segment: what arrived is put together, then more arrives for the same quarters of an hour.
        await ArriveAsync(2, 1);
        await SameAsync();
        (await CountAsync()).ShouldBeLessThan(parts);
        await ArriveAsync(2, 100);
        await SameAsync();
        await ArriveAsync(3, 1);
        await SameAsync();
        var kinds = await _store.OneAsync("SELECT count(*) FROM (SELECT DISTINCT event_time, workspace_id, requester, requester_type, endpoint_name, destination_model, api_type, status_code, agent, agent_session_id, agent_helper, CAST(tags AS VARCHAR) FROM ai_gateway.usage_quarter_hourly)", Stop);
        (await CountAsync()).ShouldBeInRange(1, int.Parse(kinds!, CultureInfo.InvariantCulture) + 1, "the last slice stands alone, all others together");
    }

    [Fact]
    public async Task A_slice_that_is_told_again_is_added_once()
    {
        var slice = _store.Journal.AppendBytes(1, Lines(50));
        await _store.Ingest.IngestAsync(slice, Stop);
        await _store.Ingest.IngestAsync(slice, Stop);
        await SameAsync();
        (await _store.OneAsync("SELECT CAST(sum(requests) AS BIGINT) FROM ai_gateway.usage_quarter_hourly", Stop)).ShouldBe("50");
    }

    [Fact]
    public async Task New_prices_of_some_requests_change_their_quarters_of_an_hour()
    {
        await ArriveAsync(1, 200);
        await ArriveAsync(2, 1);
        var spend = new DuckDBSpend(_store.Database, _store.Ingest);
        var lines = string.Concat(_ids.Take(30).Select((id, i) => JsonSerializer.Serialize(new { request_id = id, attempt_costs = new[] { new { priority = "1", price_version = "book 2", list_cost = i % 3 == 0 ? null : "12.000000000000000001", uncached_input_tokens = 5L, uncached_input_rate = "0.0000000001" } } }) + "\n"));
        await spend.ReplaceCostsAsync(Encoding.UTF8.GetBytes(lines), Stop);
        (await _store.OneAsync("SELECT count(*) FROM ai_gateway.spend WHERE price_version = 'book 2'", Stop)).ShouldBe("30");
        await SameAsync();
    }

    [Fact]
    public async Task A_quarter_of_an_hour_goes_when_all_of_its_requests_have_gone()
    {
        await ArriveAsync(1, 300);
        await _store.Ingest.DeleteBeforeAsync(Start.AddMinutes(40), Stop);
        (await _store.OneAsync("SELECT min(event_time) FROM ai_gateway.usage_quarter_hourly", Stop)).ShouldStartWith("2026-03-01T10:30");
        await _store.Ingest.DeleteBeforeAsync(Start.AddMinutes(55), Stop);
        (await _store.OneAsync("SELECT min(event_time) FROM ai_gateway.usage_quarter_hourly", Stop)).ShouldStartWith("2026-03-01T10:45");
        await SameAsync();
    }

    [Fact]
    public async Task A_file_of_a_version_without_the_tables_gets_them()
    {
        await ArriveAsync(1, 100);
        await _store.Ingest.IngestAsync(_store.Journal.Append(1, 3, Start.AddDays(-40)), Stop);
        _store.Close();
        using (var connection = new DuckDBConnection($"Data Source={_store.DatabaseFile}"))
        {
            connection.Open();
            UsageDatabase.Run(connection, "DROP VIEW ai_gateway.usage_quarter_hourly; DROP VIEW ai_gateway.spend_quarter_hourly; DROP TABLE ai_gateway.usage_quarter_hourly_rows; DROP TABLE ai_gateway.spend_quarter_hourly_rows");
        }

        _store.Open();
        await SameAsync();
        (await _store.OneAsync("SELECT CAST(sum(requests) AS BIGINT) FROM ai_gateway.usage_quarter_hourly", Stop)).ShouldBe("103");
        _store.Close();
        _store.Open();
        await SameAsync();
    }

    [Fact]
    public async Task What_a_version_without_the_tables_wrote_is_added_up_when_the_file_is_opened_again()
    {
        await ArriveAsync(1, 100);
        _store.Close();
        using (var connection = new DuckDBConnection($"Data Source={_store.DatabaseFile}"))
        {
            connection.Open();
            UsageDatabase.Run(connection, "INSERT INTO ai_gateway.records SELECT * REPLACE (concat(request_id, '-again') AS request_id) FROM ai_gateway.records WHERE minute(event_time) > 30; INSERT INTO ai_gateway.billed_attempts SELECT * REPLACE (concat(request_id, '-again') AS request_id) FROM ai_gateway.billed_attempts WHERE minute(event_time) > 30");
        }

        _store.Open();
        (await _store.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldNotBe("100");
        await SameAsync();

        // What retention left of a quarter of an hour makes nothing wrong.
        await _store.Ingest.DeleteBeforeAsync(Start.AddMinutes(20), Stop);
        var rows = await CountAsync();
        _store.Close();
        _store.Open();
        (await CountAsync()).ShouldBe(rows);
    }

    private async Task<int> CountAsync() => int.Parse((await _store.OneAsync("SELECT count(*) FROM ai_gateway.usage_quarter_hourly", Stop))!, CultureInfo.InvariantCulture);

    private async Task SameAsync()
    {
        const string bucket = "make_timestamp(CAST(floor(epoch_us(event_time) / 900000000.0) AS BIGINT) * 900000000) AS quarter";
        const string usageKinds = "quarter, workspace_id, requester, endpoint_name, destination_model, status_code, agent, agent_session_id, agent_helper";
        var added = await _store.RowsAsync(
            $"""
            SELECT {usageKinds.Replace("quarter", "event_time", StringComparison.Ordinal)}, tags['team'], tags['project'], min(first_event_time), max(last_event_time), CAST(sum(requests) AS BIGINT), CAST(sum(requests_without_counts) AS BIGINT), CAST(sum(input_tokens) AS BIGINT), CAST(sum(uncached_input_tokens) AS BIGINT), CAST(sum(cache_read_input_tokens) AS BIGINT),
              CAST(sum(output_tokens) AS BIGINT), CAST(sum(output_reasoning_tokens) AS BIGINT), CAST(sum(total_tokens) AS BIGINT), CAST(sum(attempts) AS BIGINT), CAST(sum(fallbacks) AS BIGINT), CAST(sum(requests_with_fallback) AS BIGINT)
            FROM ai_gateway.usage_quarter_hourly GROUP BY ALL ORDER BY ALL
            """,
            Stop);
        var counted = await _store.RowsAsync(
            $"""
            SELECT {usageKinds}, coalesce(request_tags['team'], endpoint_tags['team']), coalesce(request_tags['project'], endpoint_tags['project']), min(event_time), max(event_time), count(*), count_if(total_tokens IS NULL), CAST(sum(input_tokens) AS BIGINT), CAST(sum(input_tokens - coalesce(token_details.cache_read_input_tokens, 0)) AS BIGINT),
              CAST(sum(token_details.cache_read_input_tokens) AS BIGINT), CAST(sum(output_tokens) AS BIGINT), CAST(sum(token_details.output_reasoning_tokens) AS BIGINT), CAST(sum(total_tokens) AS BIGINT), coalesce(CAST(sum(len(routing_information.attempts)) AS BIGINT), 0),
              CAST(sum(falls) AS BIGINT), count_if(falls > 0)
            FROM (SELECT *, {bucket}, coalesce(len([a FOR a IN routing_information.attempts IF a.action = 'FALLBACK']), 0) AS falls FROM ai_gateway.usage)
            GROUP BY ALL ORDER BY ALL
            """,
            Stop);
        added.ShouldBe(counted);

        const string spendKinds = "workspace_id, requester, endpoint_name, provider, model, agent";
        var addedSpend = await _store.RowsAsync(
            $"""
            SELECT event_time, {spendKinds}, tags['team'], CAST(sum(attempts) AS BIGINT), CAST(sum(unpriced_attempts) AS BIGINT), sum(list_cost), CAST(sum(uncached_input_tokens) AS BIGINT), CAST(sum(uncached_input_cost) AS DECIMAL(38,16)), CAST(sum(cache_savings) AS DECIMAL(38,16))
            FROM ai_gateway.spend_quarter_hourly GROUP BY ALL ORDER BY ALL
            """,
            Stop);
        var countedSpend = await _store.RowsAsync(
            $"""
            SELECT quarter, {spendKinds}, coalesce(request_tags['team'], endpoint_tags['team']), count(*), count_if(list_cost IS NULL), sum(list_cost), CAST(sum(uncached_input_tokens) AS BIGINT), CAST(sum(CAST(uncached_input_tokens AS DECIMAL(20,0)) * uncached_input_rate) * 0.000001 AS DECIMAL(38,16)),
              CAST(sum(CAST(cache_read_tokens AS DECIMAL(20,0)) * (uncached_input_rate - cache_read_rate)) * 0.000001 AS DECIMAL(38,16))
            FROM (SELECT *, {bucket} FROM ai_gateway.spend) GROUP BY ALL ORDER BY ALL
            """,
            Stop);
        addedSpend.ShouldBe(countedSpend);
        addedSpend.Count.ShouldBeGreaterThan(2);
    }

    private async Task ArriveAsync(long segment, int records) => await _store.Ingest.IngestAsync(_store.Journal.AppendBytes(segment, Lines(records)), Stop);

    private byte[] Lines(int records) => [.. Enumerable.Range(0, records).SelectMany(_ => TestJournal.Line(JsonSerializer.SerializeToUtf8Bytes(Record())))];

    // Few of each kind, so that rows come together; everything that may be absent is now and then.
    private Dictionary<string, object?> Record()
    {
        var id = Guid.CreateVersion7().ToString();
        _ids.Add(id);
        var counts = _random.Next(5) > 0;
        var attempts = _random.Next(4);
        string? Sometimes(params string?[] of) => of[_random.Next(of.Length)];
        Dictionary<string, string>? Tags(params string?[] teams)
        {
            var team = Sometimes(teams);
            return team is null ? _random.Next(2) == 0 ? null : [] : new() { ["team"] = team, ["project"] = "p" };
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["request_id"] = id,
            ["event_time"] = Start.AddSeconds(_random.Next(4000)).AddTicks(_random.Next(10_000_000) / 10 * 10).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            ["account_id"] = "account",
            ["workspace_id"] = Sometimes("1", "2"),
            ["requester"] = Sometimes("ann", "bob"),
            ["requester_type"] = "USER",
            ["endpoint_name"] = "chat",
            ["destination_model"] = Sometimes("m1", null),
            ["status_code"] = _random.Next(3) == 0 ? 500 : 200,
            ["endpoint_tags"] = Tags("eng", null),
            ["request_tags"] = Tags("ops", null, null),
            ["agent"] = Sometimes("Codex CLI", null),
            ["agent_session_id"] = Sometimes("s1", "s2", null),
            ["agent_helper"] = _random.Next(3) switch { 0 => null, 1 => true, _ => false },
            ["input_tokens"] = counts ? _random.Next(1000) : null,
            ["output_tokens"] = counts ? _random.Next(1000) : null,
            ["total_tokens"] = counts ? _random.Next(2000) : null,
            ["token_details"] = counts && _random.Next(2) == 0 ? new { cache_read_input_tokens = _random.Next(100), output_reasoning_tokens = (int?)null } : null,
            ["routing_information"] = attempts == 0 ? null : new { attempts = Enumerable.Range(1, attempts).Select(i => new { priority = $"{i}", action = i == 1 ? "PRIMARY" : Sometimes("FALLBACK", "RETRY"), destination = "d" }) },
            ["attempt_details"] = Enumerable.Range(1, attempts).Select(i => new { priority = $"{i}", provider = "openai", model = "m1" }),
            ["attempt_costs"] = Enumerable.Range(1, attempts).Select(i => new
            {
                priority = $"{i}",
                list_cost = Sometimes("0.000000000000000001", "1.5", null),
                uncached_input_tokens = _random.Next(3) == 0 ? (long?)null : _random.Next(1_000_000),
                uncached_input_rate = Sometimes("2.5000000001", null),
                cache_read_tokens = _random.Next(1_000_000),
                cache_read_rate = "0.25",
            }),
        };
    }
}
