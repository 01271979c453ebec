using System.Text;
using Shouldly;
using Weir.Storage.DuckDB.Spend;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Weir.Usage.Stores;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>Costs as tables: made of the same records, exact to the last digit.</summary>
public sealed class SpendTests : IDisposable
{
    private static readonly DateTime Hour = new(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);

    private readonly TestStore _store = new();
    private readonly DuckDBSpend _spend;

    public SpendTests() => _spend = new DuckDBSpend(_store.Database, _store.Ingest);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Each_billed_attempt_has_one_row_with_its_rates_and_a_cost_that_is_exact()
    {
        await IngestAsync(Record(Hour, "ann", Cost(1, 0.000000000000000001m), Cost(2, 1234567.123456789012345678m)));
        var rows = await _store.RowsAsync("SELECT attempt, provider, model, destination_name, uncached_input_tokens, uncached_input_rate, text_output_rate, price_version, price_tier, context_tier, list_cost, status_code FROM ai_gateway.spend ORDER BY attempt", Stop);
        rows.ShouldBe([
            ["1", "openai", "m1", "d1", "7", "2.5000000000", null, "book 1", "standard", "0", "0.000000000000000001", "500"],
            ["2", "openai", "m2", "d2", "7", "2.5000000000", null, "book 1", "standard", "0", "1234567.123456789012345678", "200"],
        ]);
    }

    [Fact]
    public async Task A_cost_that_nobody_knows_is_NULL_and_counts_in_no_sum_but_has_its_row()
    {
        await IngestAsync(Record(Hour, "ann", Cost(1, null)), Record(Hour, "ann", Cost(1, 0.5m)), Record(Hour, "ann"));
        (await _store.RowsAsync("SELECT count(*), count(list_cost), sum(list_cost) FROM ai_gateway.spend", Stop)).Single().ShouldBe(["2", "1", "0.500000000000000000"]);
        (await _store.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldBe("3");
    }

    [Fact]
    public async Task An_hour_s_spend_is_one_row_for_each_model_requester_and_set_of_tags_and_adds_up_to_the_same()
    {
        await IngestAsync(Record(Hour, "ann", Cost(1, 0.1m)), Record(Hour.AddMinutes(59), "ann", Cost(1, 0.2m)), Record(Hour, "bob", Cost(1, 0.4m)), Record(Hour.AddHours(1), "ann", Cost(1, 0.8m)), Record(TimeProvider.System.GetUtcNow().UtcDateTime, "ann", Cost(1, 3.2m)));
        var rows = await _store.RowsAsync("SELECT usage_start_time, identity_metadata.run_by, usage_metadata.model, usage_quantity, usage_unit FROM ai_gateway.external_model_spend ORDER BY 1, 2", Stop);
        rows.Select(row => (row[0]![11..13], row[1], row[2], row[3], row[4])).ShouldBe([("10", "ann", "m1", "0.300000000000000000", "USD"), ("10", "bob", "m1", "0.400000000000000000", "USD"), ("11", "ann", "m1", "0.800000000000000000", "USD")], "the hour that is not over has no rows yet");
        var ids = await _store.RowsAsync("SELECT count(DISTINCT record_id), count(*) FROM ai_gateway.external_model_spend", Stop);
        ids.Single().ShouldBe(["3", "3"]);
    }

    [Fact]
    public async Task Sums_are_of_one_moment_with_the_position_and_tell_whose_they_are()
    {
        var slice = await IngestAsync(Record(Hour, "ann", Cost(1, 0.1m)), Record(Hour, "o'brien", Cost(1, 0.2m)), Record(Hour.AddDays(1), "ann", Cost(1, 0.4m)));
        SpendSum Sum(SpendSubject by, string? workspace = null, string? endpoint = null, IReadOnlyList<string>? requesters = null, string? tag = null, string? value = null) =>
            new(Hour, Hour.AddHours(1), workspace, endpoint, requesters, tag, value, by);
        var totals = await _spend.SumAsync(
            new SpendQuestion(TestJournal.Replica,
            [
                Sum(SpendSubject.Everyone), Sum(SpendSubject.Requester), Sum(SpendSubject.Everyone, requesters: ["o'brien"]), Sum(SpendSubject.Everyone, requesters: []), Sum(SpendSubject.TagValue, tag: "team"),
                Sum(SpendSubject.Everyone, tag: "team", value: "eng"), Sum(SpendSubject.Everyone, tag: "team", value: "other"), Sum(SpendSubject.Everyone, workspace: "1", endpoint: "chat"), Sum(SpendSubject.Everyone, endpoint: "chat"),
            ]),
            Stop);
        totals.Position.ShouldBe(new JournalPosition(slice.Segment, slice.To));
        totals.Amounts.Select(sums => string.Join(' ', sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => $"{sum.Key}={sum.Value:0.0}"))).ShouldBe(["=0.3", "ann=0.1 o'brien=0.2", "=0.2", string.Empty, "eng=0.3", "=0.3", string.Empty, string.Empty, "=0.3"]);
    }

    [Fact]
    public async Task Costs_are_replaced_for_the_records_that_are_named_and_read_back_page_by_page()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).Order().ToList();
        await IngestAsync([.. ids.Select(id => Record(Hour, "ann", id, Cost(1, 0.1m)))]);
        var first = await _spend.ReadCostedAsync(new CostedPage(Hour, string.Empty, Hour.AddHours(1), 3), Stop);
        var rest = await _spend.ReadCostedAsync(new CostedPage(first[^1].EventTime, first[^1].RequestId, Hour.AddHours(1), 3), Stop);
        first.Concat(rest).Select(record => record.RequestId).ShouldBe(ids.Select(id => id.ToString()));
        var attempts = first[0].Attempts;
        attempts.Select(attempt => (attempt.Attempt.Model, attempt.HasCost, attempt.ListCost, attempt.PriceVersion)).ShouldBe([("m1", true, 0.1m, "book 1"), ("m2", false, (decimal?)null, null)]);
        attempts[0].Attempt.Usage.InputTokens.ShouldBe(7);

        await _spend.ReplaceCostsAsync(Encoding.UTF8.GetBytes($$"""{"request_id":"{{ids[1]}}","attempt_costs":[{"priority":"1","price_version":"book 2","list_cost":"0.7"}]}""" + "\n"), Stop);
        (await _store.RowsAsync("SELECT price_version, sum(list_cost), count(*) FROM ai_gateway.spend GROUP BY 1 ORDER BY 1", Stop)).ShouldBe([["book 1", "0.400000000000000000", "4"], ["book 2", "0.700000000000000000", "1"]]);
        (await _store.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldBe("5");
    }

    [Fact]
    public async Task The_attempts_are_those_of_the_records_after_every_change_and_in_a_file_that_had_none()
    {
        const string fromRecords = "SELECT request_id, cost.priority, cost.list_cost FROM (SELECT request_id, unnest(attempt_costs) AS cost FROM ai_gateway.records) ORDER BY ALL";
        const string fromAttempts = "SELECT request_id, attempt, list_cost FROM ai_gateway.spend ORDER BY ALL";
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        await IngestAsync([.. ids.Select((id, i) => Record(Hour.AddDays(i), "ann", id, Cost(1, 0.1m), Cost(2, null)))]);
        (await SameAsync()).ShouldBe(8);
        await _spend.ReplaceCostsAsync(Encoding.UTF8.GetBytes($$"""{"request_id":"{{ids[1]}}","attempt_costs":[{"priority":"2","price_version":"book 2","list_cost":"0.7"}]}""" + "\n"), Stop);
        (await SameAsync()).ShouldBe(7);
        await _store.Ingest.DeleteBeforeAsync(Hour.AddDays(1), Stop);
        (await SameAsync()).ShouldBe(5);

        // As a version without the table leaves it.
        using (var connection = _store.Database.Connect())
        {
            UsageDatabase.Run(connection, "DROP VIEW ai_gateway.external_model_spend; DROP VIEW ai_gateway.spend_anomalies; DROP VIEW ai_gateway.spend; DROP TABLE ai_gateway.billed_attempts; CREATE VIEW ai_gateway.spend AS SELECT 1");
        }

        _store.Close();
        _store.Open();
        (await SameAsync()).ShouldBe(5);
        _store.Close();
        _store.Open();
        (await SameAsync()).ShouldBe(5);

        async Task<int> SameAsync()
        {
            var rows = await _store.RowsAsync(fromAttempts, Stop);
            rows.ShouldBe(await _store.RowsAsync(fromRecords, Stop));
            return rows.Count;
        }
    }

    [Fact]
    public async Task The_price_book_is_replaced_whole()
    {
        (await _spend.GetPriceVersionAsync(Stop)).ShouldBeNull();
        await _spend.ReplaceListPricesAsync("{\"price_version\":\"one\",\"provider\":\"openai\",\"list_price\":\"0.123456789\"}\n{\"price_version\":\"one\"}\n"u8.ToArray(), Stop);
        await _spend.ReplaceListPricesAsync("{\"price_version\":\"two\",\"provider\":\"openai\",\"list_price\":\"0.123456789\"}\n"u8.ToArray(), Stop);
        (await _spend.GetPriceVersionAsync(Stop)).ShouldBe("two");
        (await _store.RowsAsync("SELECT provider, list_price FROM ai_gateway.list_prices", Stop)).ShouldBe([["openai", "0.1234567890"]]);
    }

    [Fact]
    public async Task A_day_that_leaves_the_usual_range_is_an_anomaly_of_its_endpoint_and_its_requester()
    {
        // Ann spends 9 to 11 dollars a day but on weekends, and 40 on the last day; Bob is new; Eve spends cents and then half a dollar.
        var last = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1).AddHours(12);
        var records = new List<byte[]>();
        for (var day = 20; day >= 1; day--)
        {
            if (day % 7 > 1)
            {
                records.Add(Record(last.AddDays(-day), "ann", Cost(1, 9 + (day % 3))));
                records.Add(Record(last.AddDays(-day), "eve", Cost(1, 0.01m)));
            }
        }

        records.AddRange([Record(last.AddDays(-3), "bob", Cost(1, 1m)), Record(last, "bob", Cost(1, 500m)), Record(last, "ann", Cost(1, 40m)), Record(last, "eve", Cost(1, 0.5m)), Record(last.AddDays(1), "ann", Cost(1, 1000m))]);
        await IngestAsync([.. records]);
        var rows = await _store.RowsAsync("SELECT usage_date, subject_type, workspace_id, subject, list_cost, usual_cost, days FROM ai_gateway.spend_anomalies ORDER BY 2, 4", Stop);
        var date = $"{last:yyyy-MM-dd}";
        rows.Select(row => (row[0], row[1], row[2], row[3])).ShouldBe([(date, "ENDPOINT", "1234567890123456", "chat"), (date, "USER", null, "ann")], "three days are no usual range, cents concern nobody, and a day that is not over is not judged");
        rows[1][4..].ShouldBe(["40.000000000000000000", "9.5", "20"]);
    }

    private static AttemptCost Cost(int priority, decimal? cost) => new(priority, "book 1", "standard", 0, [new CostPart("uncached_input", 7, 2.5m), new CostPart("text_output", 3, null)], cost);

    private static byte[] Record(DateTime time, string requester, params AttemptCost[] costs) => Record(time, requester, Guid.CreateVersion7(), costs);

    private static byte[] Record(DateTime time, string requester, Guid id, params AttemptCost[] costs)
    {
        using var writer = new RecordWriter();
        writer.WriteHead(new RequestHead("account", "1234567890123456", id, time, requester, "USER", null, null, null, "openai/v1/chat/completions", new Dictionary<string, string> { ["team"] = "eng" }, "chat", new EndpointSnapshot("endpoint-1", "{}"u8.ToArray(), "{}"u8.ToArray())));
        writer.WriteOutcome(new RequestOutcome { StatusCode = 200, Attempts = [Attempt(1, 500), Attempt(2, 200)], Costs = costs });
        return writer.Record.ToArray();
    }

    private static Attempt Attempt(int priority, int status) => new()
    {
        Priority = priority,
        Action = "PRIMARY",
        Destination = $"d{priority}",
        DestinationId = "0",
        Model = $"m{priority}",
        Provider = "openai",
        StatusCode = status,
        StartTime = Hour,
        EndTime = Hour,
        Usage = new TokenUsage { InputTokens = 7, OutputTokens = 3 },
        UsageSource = UsageSource.Provider,
    };

    private async Task<JournalSlice> IngestAsync(params byte[][] records)
    {
        var slice = _store.Journal.AppendBytes(1, [.. records.SelectMany(record => TestJournal.Line(record))]);
        await _store.Ingest.IngestAsync(slice, Stop);
        return slice;
    }
}
