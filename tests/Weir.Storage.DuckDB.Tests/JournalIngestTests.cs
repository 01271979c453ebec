using System.Text;
using DuckDB.NET.Data;
using Shouldly;
using Weir.Storage.DuckDB.Ingest;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Weir.Usage.Stores;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>Records become rows exactly once, in a real DuckDB file.</summary>
public sealed class JournalIngestTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-ingest-").FullName;
    private readonly List<string> _reports = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DuckDBStoreOptions Options => new() { Directory = Path.Combine(_directory, "store") };

    private string Segment => Path.Combine(_directory, "segment.ndjson");

    private string Quarantine => Path.Combine(_directory, "quarantine");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Many_threads_take_a_slice_in_little_memory()
    {
        using var store = new TestStore(options => options.Threads = 16);
        await store.Ingest.IngestAsync(store.Journal.Append(1, 100), TestContext.Current.CancellationToken);
        (await store.OneAsync("SELECT count(*) FROM ai_gateway.usage", TestContext.Current.CancellationToken)).ShouldBe("100");
    }

    [Fact]
    public async Task A_slice_taken_twice_overlapping_or_late_makes_each_row_once()
    {
        var ends = WriteLines(10);
        using var database = Open();
        using var ingest = new JournalIngest(database, Quarantine, _reports.Add);
        (await ingest.GetPositionAsync("r", Stop)).ShouldBe(JournalPosition.Start);
        await ingest.IngestAsync(Slice(0, ends[3]), Stop);
        await ingest.IngestAsync(Slice(0, ends[3]), Stop);
        await ingest.IngestAsync(Slice(ends[1], ends[6]), Stop);
        await ingest.IngestAsync(Slice(0, ends[2]), Stop);
        (await ingest.IngestAsync(Slice(0, ends[9]), Stop)).ShouldBe(new JournalPosition(1, ends[9]));
        Count(database).ShouldBe((10, 10));
        (await ingest.GetPositionAsync("another", Stop)).ShouldBe(JournalPosition.Start);
    }

    [Fact]
    public async Task Position_and_rows_survive_a_reopening_together()
    {
        var ends = WriteLines(4);
        using (var database = Open())
        {
            using var ingest = new JournalIngest(database, Quarantine, _reports.Add);
            await ingest.IngestAsync(Slice(0, ends[1]), Stop);
        }

        using var reopened = Open();
        using var again = new JournalIngest(reopened, Quarantine, _reports.Add);
        (await again.GetPositionAsync("r", Stop)).ShouldBe(new JournalPosition(1, ends[1]));
        await again.IngestAsync(Slice(0, ends[3]), Stop);
        Count(reopened).ShouldBe((4, 4));
    }

    [Fact]
    public async Task A_line_whose_checksum_is_wrong_and_a_line_the_engine_refuses_are_set_aside_and_cost_no_other()
    {
        WriteLines(2);
        var bytes = File.ReadAllBytes(Segment).ToList();
        bytes[100] ^= 1;
        var poison = Encoding.UTF8.GetBytes("""{"request_id":"00000000-0000-7000-8000-0000000000ff","event_time":"not a time"}""");
        var line = new byte[poison.Length + JournalLine.Overhead];
        JournalLine.Write(poison, line);
        bytes.AddRange(line);
        File.WriteAllBytes(Segment, [.. bytes]);

        using var database = Open();
        using var ingest = new JournalIngest(database, Quarantine, _reports.Add);
        (await ingest.IngestAsync(Slice(0, bytes.Count), Stop)).ShouldBe(new JournalPosition(1, bytes.Count));
        Count(database).ShouldBe((1, 1));
        Directory.GetFiles(Quarantine).Length.ShouldBe(2);
        _reports.ShouldContain(report => report.Contains("checksum is wrong", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_write_ahead_log_or_file_is_set_aside_and_the_journal_brings_the_rows_again(bool log)
    {
        var ends = WriteLines(3);
        var main = Path.Combine(Options.Directory, "usage.duckdb");
        using (var database = Open())
        {
            using var ingest = new JournalIngest(database, Quarantine, _reports.Add);
            await ingest.IngestAsync(Slice(0, ends[2]), Stop);

            // What a kill leaves behind is what is on disk now; closing would tidy it away.
            File.Copy(main, main + ".copy");
            File.Copy(main + ".wal", main + ".wal.copy");
        }

        File.Delete(main);
        File.Move(main + ".copy", main);
        if (log)
        {
            File.Move(main + ".wal.copy", main + ".wal");
        }

        var damaged = main + (log ? ".wal" : string.Empty);
        var bytes = File.ReadAllBytes(damaged);
        bytes.AsSpan(log ? bytes.Length / 2 : 0, 64).Fill(0xAB);
        File.WriteAllBytes(damaged, bytes);
        using var reopened = Open();
        using var again = new JournalIngest(reopened, Quarantine, _reports.Add);
        var position = await again.GetPositionAsync("r", Stop);
        await again.IngestAsync(Slice(position.Offset, ends[2]), Stop);
        Count(reopened).ShouldBe((3, 3));
        _reports.ShouldContain(report => report.Contains("set aside", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retention_deletes_old_rows_while_ingest_goes_on()
    {
        var ends = WriteLines(20);
        using var database = Open();
        using var ingest = new JournalIngest(database, Quarantine, _reports.Add);
        await ingest.IngestAsync(Slice(0, ends[9]), Stop);
        var deleting = ingest.DeleteBeforeAsync(new DateTime(2026, 1, 6, 0, 0, 0, DateTimeKind.Utc), Stop);
        await ingest.IngestAsync(Slice(ends[9], ends[19]), Stop);
        (await deleting).ShouldBeGreaterThanOrEqualTo(5);
        await ingest.DeleteBeforeAsync(new DateTime(2026, 1, 6, 0, 0, 0, DateTimeKind.Utc), Stop);
        Count(database).ShouldBe((15, 15));
    }

    [Fact]
    public void Settings_cannot_be_changed_and_files_not_be_read_on_any_connection()
    {
        using var database = Open();
        using var connection = database.Connect();
        foreach (var sql in new[] { "SET memory_limit='100GB'", "SELECT * FROM read_text('/etc/hostname')", "COPY (SELECT 1) TO '/tmp/weir-test-out.csv'", "INSTALL httpfs", "ATTACH '/tmp/weir-test.duckdb' AS x" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            Should.Throw<DuckDBException>(() => command.ExecuteNonQuery(), sql);
        }
    }

    private UsageDatabase Open() => UsageDatabase.Open(Options, [], _reports.Add);

    private JournalSlice Slice(long from, long to) => new("r", 1, Segment, from, to);

    private static (long Rows, long Requests) Count(UsageDatabase database)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), count(DISTINCT request_id) FROM ai_gateway.usage";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private List<long> WriteLines(int count)
    {
        var ends = new List<long>();
        using var file = new FileStream(Segment, FileMode.Create);
        for (var i = 0; i < count; i++)
        {
            using var writer = new RecordWriter();
            writer.WriteHead(new RequestHead("a", "1", Guid.NewGuid(), new DateTime(2026, 1, 1 + i, 0, 0, 0, DateTimeKind.Utc), "u", "USER", null, null, null, "x", null, "e", null));
            writer.WriteOutcome(new RequestOutcome { StatusCode = 200, Attempts = [] });
            var line = new byte[writer.Record.Length + JournalLine.Overhead];
            JournalLine.Write(writer.Record, line);
            file.Write(line);
            ends.Add(file.Position);
        }

        return ends;
    }
}
