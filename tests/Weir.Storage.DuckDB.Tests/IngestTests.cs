using System.Diagnostics;
using System.Text;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

public sealed class IngestTests
{
    private const string Counts = "SELECT count(*), count(DISTINCT request_id) FROM ai_gateway.usage";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slice_taken_twice_is_in_the_table_once()
    {
        using var store = new TestStore();
        var slice = store.Journal.Append(1, 10);
        (await store.Ingest.IngestAsync(slice, Stop)).ShouldBe(new JournalPosition(1, slice.To));
        (await store.Ingest.IngestAsync(slice, Stop)).ShouldBe(new JournalPosition(1, slice.To));
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["10", "10"]);
    }

    [Fact]
    public async Task Of_an_overlapping_slice_only_what_is_new_is_taken()
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 4), Stop);
        var more = store.Journal.Append(1, 3);
        (await store.Ingest.IngestAsync(more with { From = 0 }, Stop)).ShouldBe(new JournalPosition(1, more.To));
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["7", "7"]);
    }

    [Fact]
    public async Task An_older_slice_changes_nothing_and_answers_the_position()
    {
        using var store = new TestStore();
        var old = store.Journal.Append(1, 4);
        await store.Ingest.IngestAsync(old, Stop);
        var next = store.Journal.Append(2, 5);
        await store.Ingest.IngestAsync(next, Stop);
        (await store.Ingest.IngestAsync(old, Stop)).ShouldBe(new JournalPosition(2, next.To));
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["9", "9"]);
    }

    [Fact]
    public async Task Each_replica_has_a_position_of_its_own()
    {
        using var store = new TestStore();
        var slice = store.Journal.Append(1, 2);
        await store.Ingest.IngestAsync(slice with { Replica = "it's another" }, Stop);
        (await store.Ingest.GetPositionAsync(TestJournal.Replica, Stop)).ShouldBe(JournalPosition.Start);
        (await store.Ingest.GetPositionAsync("it's another", Stop)).ShouldBe(new JournalPosition(1, slice.To));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_slice_that_would_leave_a_gap_is_refused(long segment)
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 1), Stop);
        store.Journal.Append(segment, 1);
        var beyond = store.Journal.Append(segment, 1);
        await Should.ThrowAsync<InvalidOperationException>(() => store.Ingest.IngestAsync(beyond, Stop));
        (await store.Ingest.IngestAsync(beyond with { From = 0 }, Stop)).ShouldBe(new JournalPosition(segment, beyond.To));
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["3", "3"]);
    }

    [Fact]
    public async Task A_line_whose_checksum_is_wrong_is_set_aside_and_the_others_are_taken()
    {
        using var store = new TestStore();
        var good = TestJournal.Line(TestJournal.Record(Guid.CreateVersion7()));
        var bad = TestJournal.Line(TestJournal.Record(Guid.CreateVersion7()));
        bad[100] ^= 1;
        var slice = store.Journal.AppendBytes(1, [.. good, .. bad, .. TestJournal.Line(TestJournal.Record(Guid.CreateVersion7()))]);
        (await store.Ingest.IngestAsync(slice, Stop)).Offset.ShouldBe(slice.To);
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["2", "2"]);
        (await File.ReadAllBytesAsync(store.Quarantined.Single(), Stop)).ShouldBe(bad[..^1]);
        store.Reports.ShouldHaveSingleItem().ShouldContain("checksum");
    }

    [Theory]
    [InlineData("\"latency_ms\":\"slow\"")]
    [InlineData("\"latency_ms\":99999999999999999999999")]
    [InlineData("\"event_time\":\"yesterday\"")]
    [InlineData("\"request_tags\":[1]")]
    [InlineData("\"url\":\"\\ud800\"")]
    [InlineData("\"url\":\"a\",\"url\":\"b\"")]
    public async Task A_record_that_the_engine_cannot_read_is_set_aside_and_the_others_are_taken(string member)
    {
        using var store = new TestStore();
        var poison = TestJournal.Line(Encoding.UTF8.GetBytes($"{{\"request_id\":\"{Guid.CreateVersion7()}\",{member}}}"));
        byte[] Good(int count) => [.. Enumerable.Range(0, count).SelectMany(_ => TestJournal.Line(TestJournal.Record(Guid.CreateVersion7())))];
        var slice = store.Journal.AppendBytes(1, [.. Good(20), .. poison, .. Good(13), .. poison, .. Good(1)]);
        (await store.Ingest.IngestAsync(slice, Stop)).Offset.ShouldBe(slice.To);
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["34", "34"]);
        store.Quarantined.Length.ShouldBe(2);
        (await File.ReadAllBytesAsync(store.Quarantined[0], Stop)).ShouldBe(poison[..^1]);
    }

    [Fact]
    public async Task A_shortage_of_the_engine_sets_no_record_aside()
    {
        using var store = new TestStore();
        var slice = store.Journal.Append(1, 5);
        Directory.Delete(store.Database.IngestDirectory);
        await Should.ThrowAsync<IOException>(() => store.Ingest.IngestAsync(slice, Stop));
        store.Quarantined.ShouldBeEmpty();
        (await store.Ingest.GetPositionAsync(TestJournal.Replica, Stop)).ShouldBe(JournalPosition.Start);
        Directory.CreateDirectory(store.Database.IngestDirectory);
        await store.Ingest.IngestAsync(slice, Stop);
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["5", "5"]);
    }

    [Fact]
    public async Task When_memory_runs_out_records_wait_instead_of_being_set_aside()
    {
        using var store = new TestStore(options => options.MemoryLimitMb = 4);
        var slice = store.Journal.Append(1, 3000);
        var failed = await Should.ThrowAsync<Exception>(() => store.Ingest.IngestAsync(slice, Stop));
        failed.Message.ShouldContain("Out of Memory");
        store.Quarantined.ShouldBeEmpty();
        store.Close();
        store.Options.MemoryLimitMb = 256;
        store.Open();
        (await store.Ingest.GetPositionAsync(TestJournal.Replica, Stop)).ShouldBe(JournalPosition.Start);
        await store.Ingest.IngestAsync(slice, Stop);
        (await store.RowsAsync(Counts, Stop)).Single().ShouldBe(["3000", "3000"]);
    }

    [Fact]
    public async Task A_row_reads_back_as_its_record_in_every_column()
    {
        using var store = new TestStore();
        var id = Guid.CreateVersion7();
        await store.Ingest.IngestAsync(store.Journal.AppendBytes(1, TestJournal.Line(TestJournal.Record(id))), Stop);
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT * FROM ai_gateway.usage"), Stop);
        result.Columns.Select(column => column.Name).ShouldBe(RecordColumns.Usage.Select(column => column.Name));
        string?[] expected =
        [
            "account", "1234567890123456", id.ToString(), "1", "endpoint-1", "chat", "{\"tier\":\"gold\"}",
            "{\"creator\":\"c\",\"creation_time\":\"2026-01-01 00:00:00.000001\",\"last_updated_time\":null,\"destinations\":[{\"name\":\"d\",\"traffic_percent\":100.0,\"type\":\"EXTERNAL_FOUNDATION_MODEL\"}],\"inference_table\":null,\"fallbacks\":[]}",
            "2026-01-20T19:48:08.123456Z", "1500", "120", "EXTERNAL_FOUNDATION_MODEL", "d", "0123456789abcdef0123456789abcdef", "gpt", "user@example.com", "USER", "1.2.3.4",
            "http://127.0.0.1/openai/v1/chat/completions", "test/1.0 \"ü\"", "openai/v1/chat/completions", "{\"team\":\"eng\",\"it's\":\"a \\\"b\\\"\"}", "1200", "42", "1242",
            "{\"cache_read_input_tokens\":1000,\"cache_creation_input_tokens\":7,\"output_reasoning_tokens\":12}", "application/json", "200",
            "{\"attempts\":["
                + "{\"priority\":\"1\",\"action\":\"PRIMARY\",\"destination\":\"d\",\"destination_id\":\"0123456789abcdef0123456789abcdef\",\"status_code\":429,\"error_code\":\"RATE_LIMITED\",\"latency_ms\":700,\"start_time\":\"2026-01-20 19:48:08.123456\",\"end_time\":\"2026-01-20 19:48:08.823456\"},"
                + "{\"priority\":\"2\",\"action\":\"FALLBACK\",\"destination\":\"d\",\"destination_id\":\"0123456789abcdef0123456789abcdef\",\"status_code\":200,\"error_code\":null,\"latency_ms\":700,\"start_time\":\"2026-01-20 19:48:08.123456\",\"end_time\":\"2026-01-20 19:48:08.823456\"}]}",
            id.ToString(), "{\"source\":null,\"service_tier\":\"default\"}", "PROVIDER",
            "Claude Code", "2.1.330", "session-1", "false", "https://github.com/acme/demo.git", "5f4285d5917b1d8333db272235d8ff519c6c911d",
        ];
        TestStore.Rows(result).Single().ShouldBe(expected);
    }

    [Fact]
    public async Task Members_of_maps_structs_and_the_record_s_own_columns_can_be_queried()
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 1), Stop);
        (await store.RowsAsync("SELECT request_tags['team'], request_tags['none'], token_details.cache_read_input_tokens, routing_information.attempts[2].action, attempt_details[2].cache_creation_1h_input_tokens, error_code FROM ai_gateway.records", Stop))
            .Single().ShouldBe(["eng", null, "1000", "FALLBACK", "7", null]);
    }

    [Fact]
    public async Task A_record_can_be_queried_as_soon_as_its_slice_is_taken()
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 1), Stop);
        var watch = Stopwatch.StartNew();
        var slowest = TimeSpan.Zero;
        for (var i = 2; i <= 20; i++)
        {
            var slice = store.Journal.Append(1, 1);
            watch.Restart();
            await store.Ingest.IngestAsync(slice, Stop);
            (await store.OneAsync("SELECT count(*) FROM ai_gateway.usage", Stop)).ShouldBe($"{i}");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        TestContext.Current.SendDiagnosticMessage($"slowest from ingest to answer: {slowest.TotalMilliseconds:0} ms");
    }
}
