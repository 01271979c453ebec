using System.Text;
using Weir.Storage.DuckDB;
using Weir.Storage.DuckDB.Ingest;
using Weir.Storage.DuckDB.Queries;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Weir.Usage.Stores;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;
using Xunit;

[assembly: AssemblyFixture(typeof(Weir.Warehouse.Tests.SampleDatabase))]

namespace Weir.Warehouse.Tests;

/// <summary>A real usage database with four rows, taken in through the journal's own format.</summary>
public sealed class SampleDatabase : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-sql-").FullName;
    private UsageDatabase _database = null!;
    private JournalIngest _ingest = null!;

    public DuckDBEngine Engine { get; private set; } = null!;

    public DuckDBTableStatistics Statistics { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new DuckDBStoreOptions { Directory = Path.Combine(_directory, "store"), MemoryLimitMb = 256 };
        _database = UsageDatabase.Open(options, EngineSetup.Statements, _ => { });
        _ingest = new JournalIngest(_database, Path.Combine(_directory, "quarantine"), _ => { });
        Engine = new DuckDBEngine(_database, new StatementTranslator(), options);
        Statistics = new DuckDBTableStatistics(_database);
        var file = Path.Combine(_directory, "sample.ndjson");
        var lines = new List<byte>();
        for (var i = 0; i < 4; i++)
        {
            lines.AddRange(Line(i));
        }

        await File.WriteAllBytesAsync(file, [.. lines]);
        await _ingest.IngestAsync(new JournalSlice("r", 1, file, 0, lines.Count), CancellationToken.None);
    }

    public Task<EngineResult> RunAsync(string sql, bool admin = true, long? rowLimit = null, CancellationToken cancellationToken = default, params EngineParameter[] parameters) =>
        Engine.ExecuteAsync(new EngineStatement("s", sql, parameters, null, null, rowLimit, 25_000_000, 10_000, "ann@example.com", admin ? ["system.ai_gateway.usage"] : []), cancellationToken);

    public async Task<string> RowsAsync(string sql, params EngineParameter[] parameters)
    {
        var result = await RunAsync(sql, parameters: parameters);
        return result.Chunks.Count == 0 ? "[]" : string.Concat(result.Chunks.Select(chunk => Encoding.UTF8.GetString(chunk.DataArray)));
    }

    public ValueTask DisposeAsync()
    {
        Engine.Dispose();
        Statistics.Dispose();
        _ingest.Dispose();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static byte[] Line(int i)
    {
        using var writer = new RecordWriter();
        var time = new DateTime(2026, 1, 18 + i, 10, 0, 0, DateTimeKind.Utc).AddTicks(i * 10);
        writer.WriteHead(new RequestHead(
            "account", "1653573648247579", Guid.Parse($"00000000-0000-7000-8000-00000000000{i}"), time, i < 3 ? "ann@example.com" : "bob@example.com", "USER", null, "http://x/" + i, "curl", "mlflow/v1/chat/completions",
            i == 3 ? null : new Dictionary<string, string> { ["team"] = i == 0 ? "red" : "blue" }, "chat", new EndpointSnapshot("e", "{\"tier\":\"gold\"}"u8.ToArray(), "{\"creator\":\"c\",\"destinations\":[{\"name\":\"d\",\"traffic_percent\":100,\"type\":\"T\"}]}"u8.ToArray())));
        writer.WriteOutcome(new RequestOutcome
        {
            StatusCode = i == 3 ? 429 : 200,
            LatencyMs = 100 * (i + 1),
            DestinationType = "EXTERNAL_FOUNDATION_MODEL",
            Attempts =
            [
                new Attempt
                {
                    Priority = 1, Action = "PRIMARY", Destination = "d" + i, DestinationId = "id", Model = "gpt", Provider = "openai", StatusCode = i == 3 ? 429 : 200, StartTime = time, EndTime = time,
                    Usage = i == 3 ? default : new TokenUsage { InputTokens = 10 * (i + 1), OutputTokens = i, CacheReadInputTokens = 5 }, UsageSource = i == 3 ? UsageSource.None : UsageSource.Provider,
                },
            ],
        });
        var line = new byte[writer.Record.Length + JournalLine.Overhead];
        JournalLine.Write(writer.Record, line);
        return line;
    }
}
