using Shouldly;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

public sealed class RetentionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_before_the_cutoff_go_and_those_at_it_stay()
    {
        using var store = new TestStore();
        var cutoff = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(10);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 3, cutoff.AddTicks(-10)), Stop);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 4, cutoff), Stop);
        (await store.Ingest.DeleteBeforeAsync(cutoff, Stop)).ShouldBe(3);
        (await store.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldBe("4");
        (await store.Ingest.DeleteBeforeAsync(cutoff, Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task While_old_rows_are_deleted_new_ones_are_taken()
    {
        using var store = new TestStore();
        var old = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 2_000, old), Stop);
        using (var connection = store.Database.Connect())
        {
            UsageDatabase.Run(connection, "INSERT INTO ai_gateway.records SELECT r.* FROM ai_gateway.records r, range(99)");
        }

        var deleting = store.Ingest.DeleteBeforeAsync(old.AddDays(1), Stop);
        var taken = 0;
        while (!deleting.IsCompleted)
        {
            await store.Ingest.IngestAsync(store.Journal.Append(1, 10), Stop);
            taken += 10;
        }

        taken.ShouldBeGreaterThan(10, "ingest does not wait for the whole deletion");
        (await deleting).ShouldBe(200_000);
        (await store.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldBe($"{taken}");
    }
}
