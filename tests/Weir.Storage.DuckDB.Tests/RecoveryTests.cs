using DuckDB.NET.Data;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>Damage to the database's files, made on a copy as a crash leaves it: the write-ahead log not checkpointed.</summary>
public sealed class RecoveryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Damages => ["zeros at the end", "a flipped bit in the middle", "a flipped bit at the start", "a lost tail", "no log at all"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task After_damage_to_the_log_the_journal_from_the_position_on_brings_every_row_back(string damage)
    {
        using var store = new TestStore();
        var slices = new List<JournalSlice>();
        for (var segment = 1; segment <= 3; segment++)
        {
            for (var i = 0; i < 4; i++)
            {
                slices.Add(store.Journal.Append(segment, 25));
                await store.Ingest.IngestAsync(slices[^1], Stop);
            }
        }

        using var crashed = CrashedCopyOf(store);
        Damage(crashed.DatabaseFile + ".wal", damage);
        crashed.Open();
        var position = await crashed.Ingest.GetPositionAsync(TestJournal.Replica, Stop);
        position.ShouldBeLessThan(new JournalPosition(3, slices[^1].To), "the damage cost something");

        // The gateway has deleted every segment before the one that the position was in.
        position.ShouldBeGreaterThanOrEqualTo(new JournalPosition(2, slices[7].To), "deleted segments are in the main file");
        foreach (var slice in slices.Where(slice => slice.Segment == 3))
        {
            await crashed.Ingest.IngestAsync(slice, Stop);
        }

        (await crashed.RowsAsync("SELECT count(*), count(DISTINCT request_id) FROM ai_gateway.usage", Stop)).Single().ShouldBe(["300", "300"]);
    }

    [Fact]
    public async Task A_log_that_cannot_be_replayed_is_kept_and_reported()
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 25), Stop);
        using var crashed = CrashedCopyOf(store);
        Damage(crashed.DatabaseFile + ".wal", "zeros at the end");
        crashed.Open();
        crashed.Reports.ShouldHaveSingleItem().ShouldContain("usage.duckdb.wal.damaged-");
        Directory.GetFiles(crashed.Options.Directory, "*.wal.damaged-*").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_damaged_database_is_set_aside_whole_and_a_new_one_takes_what_the_journal_has()
    {
        using var store = new TestStore();
        var slice = store.Journal.Append(1, 25);
        await store.Ingest.IngestAsync(slice, Stop);
        using var crashed = CrashedCopyOf(store);
        await using (var file = new FileStream(crashed.DatabaseFile, FileMode.Open))
        {
            file.Write(new byte[8192]);
        }

        crashed.Open();
        crashed.Reports.ShouldContain(report => report.Contains("A NEW, EMPTY DATABASE IS STARTED", StringComparison.Ordinal));
        (await crashed.Ingest.GetPositionAsync(TestJournal.Replica, Stop)).ShouldBe(JournalPosition.Start);
        await crashed.Ingest.IngestAsync(slice, Stop);
        (await crashed.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldBe("25");
    }

    [Fact]
    public void A_database_that_cannot_be_opened_for_another_reason_than_damage_is_left_where_it_is()
    {
        using var store = new TestStore();
        store.Close();
        Directory.CreateDirectory(store.DatabaseFile + ".aside");
        File.Move(store.DatabaseFile, store.DatabaseFile + ".aside/usage.duckdb");
        Directory.CreateDirectory(store.DatabaseFile);
        Should.Throw<DuckDBException>(store.Open);
        Directory.Exists(store.DatabaseFile).ShouldBeTrue();
        Directory.Delete(store.DatabaseFile);
        File.Move(store.DatabaseFile + ".aside/usage.duckdb", store.DatabaseFile);
        store.Open();
        store.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_of_an_older_version_gets_the_missing_columns_and_keeps_its_rows()
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 3), Stop);
        store.Close();
        using (var older = new DuckDBConnection($"Data Source={store.DatabaseFile}"))
        {
            older.Open();
            UsageDatabase.Run(older, "DROP VIEW ai_gateway.usage");
            UsageDatabase.Run(older, "ALTER TABLE ai_gateway.records DROP COLUMN attempt_details");
            UsageDatabase.Run(older, "ALTER TABLE ai_gateway.records DROP COLUMN ip_address");
        }

        store.Open();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 2), Stop);
        (await store.RowsAsync("SELECT ip_address, count(*), count(attempt_details) FROM ai_gateway.records GROUP BY ip_address ORDER BY ip_address NULLS FIRST", Stop))
            .ShouldBe([[null, "3", "0"], ["1.2.3.4", "2", "2"]]);
        (await store.OneAsync("SELECT count(*) FROM (DESCRIBE ai_gateway.usage)", Stop)).ShouldBe("38");
    }

    private static TestStore CrashedCopyOf(TestStore store)
    {
        var copy = new TestStore();
        copy.Close();
        foreach (var file in new[] { store.DatabaseFile, store.DatabaseFile + ".wal" })
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = new FileStream(file.Replace(store.Options.Directory, copy.Options.Directory, StringComparison.Ordinal), FileMode.Create);
            from.CopyTo(to);
        }

        return copy;
    }

    private static void Damage(string log, string how)
    {
        var bytes = File.ReadAllBytes(log);
        bytes.Length.ShouldBeGreaterThan(1000, "the log holds rows");
        switch (how)
        {
            case "zeros at the end":
                bytes = [.. bytes[..^300], .. new byte[4096]];
                break;
            case "a flipped bit in the middle":
                bytes[bytes.Length / 2] ^= 0x40;
                break;
            case "a flipped bit at the start":
                bytes[0] ^= 0x40;
                break;
            case "a lost tail":
                bytes = bytes[..^100];
                break;
            default:
                File.Delete(log);
                return;
        }

        File.WriteAllBytes(log, bytes);
    }
}
