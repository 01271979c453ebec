using Shouldly;
using Weir.Storage.DuckDB.Queries;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>What the store says of its tables is what their rows say.</summary>
public sealed class TableStatisticsTests
{
    private static readonly DateTime Time = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_counted_exactly_and_has_a_size_once_it_is_in_the_file()
    {
        using var store = new TestStore();
        using var statistics = new DuckDBTableStatistics(store.Database);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 3, Time), Stop);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 2, Time.AddHours(1)), Stop);
        var fresh = await statistics.MeasureAsync("system.ai_gateway.usage", Stop);
        (fresh.Rows, fresh.RowsAreExact, fresh.OldestEventTime, fresh.NewestEventTime, fresh.SizeBytes).ShouldBe((5, true, Time, Time.AddHours(1), null));

        using (var connection = store.Database.Connect())
        {
            UsageDatabase.Run(connection, "CHECKPOINT");
        }

        var size = (await statistics.MeasureAsync("system.ai_gateway.usage", Stop)).SizeBytes.ShouldNotBeNull();
        (size % 4096).ShouldBe(0, "blocks are whole");
        size.ShouldBeInRange(1, new FileInfo(store.DatabaseFile).Length);
    }

    [Fact]
    public async Task The_attempts_of_all_records_are_counted_as_the_table_of_costs_has_them()
    {
        using var store = new TestStore();
        using var statistics = new DuckDBTableStatistics(store.Database);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 3, Time), Stop);
        (await statistics.MeasureAsync("system.ai_gateway.spend", Stop)).ShouldBe(new(0, true, null, null, null, "the billed attempts that it is made of", null));
        await store.Ingest.IngestAsync(store.Journal.Append(1, 1, Time.AddHours(1)), Stop);
        using (var connection = store.Database.Connect())
        {
            UsageDatabase.Run(connection, "INSERT INTO ai_gateway.billed_attempts (event_time) SELECT event_time FROM ai_gateway.records, range(2) WHERE hour(event_time) = 12");
        }

        var spend = await statistics.MeasureAsync("system.ai_gateway.spend", Stop);
        spend.Rows.ToString().ShouldBe(await store.OneAsync("SELECT count(*) FROM ai_gateway.spend", Stop));
        (spend.Rows, spend.OldestEventTime, spend.NewestEventTime).ShouldBe((6, Time, Time));
    }

    [Fact]
    public async Task An_inference_table_has_its_own_rows_and_what_they_say_of_their_end()
    {
        using var store = new TestStore();
        using var statistics = new DuckDBTableStatistics(store.Database);
        using (var connection = store.Database.Connect())
        {
            UsageDatabase.Run(connection, "INSERT INTO ai_gateway.payloads (table_name, event_time, delete_after) VALUES ('main.default.a_payload', '2026-01-01 12:00:00', '2026-01-31 12:00:00'), ('main.default.it''s_payload', '2026-01-02 12:00:00', '2026-01-09 12:00:00')");
            UsageDatabase.Run(connection, "INSERT INTO ai_gateway.payload_tables VALUES ('main.default.it''s_payload'), ('main.default.a_payload')");
        }

        (await statistics.ListInferenceTablesAsync(Stop)).ShouldBe(["main.default.a_payload", "main.default.it's_payload"]);
        var found = await statistics.MeasureAsync("main.default.it's_payload", Stop);
        (found.Rows, found.NewestEventTime, found.KeptDays).ShouldBe((1, Time.AddDays(1), 7));
        (await statistics.MeasureAsync("main.default.unknown", Stop)).Rows.ShouldBe(0);
    }
}
