using System.Text.Json;
using Weir.Storage.DuckDB.Ingest;
using Weir.Storage.DuckDB.Queries;
using Weir.Storage.DuckDB.StoreHost;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>A database in a directory of its own, opened in this process.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("weir-store-test-");

    public TestStore(Action<DuckDBStoreOptions>? configure = null)
    {
        Options.Directory = Path.Combine(_directory.FullName, "store");
        configure?.Invoke(Options);
        Journal = new TestJournal(Path.Combine(_directory.FullName, "journal"));
        Open();
    }

    public DuckDBStoreOptions Options { get; } = new() { MemoryLimitMb = 256 };

    public TestJournal Journal { get; }

    public List<string> Reports { get; } = [];

    public UsageDatabase Database { get; private set; } = null!;

    public JournalIngest Ingest { get; private set; } = null!;

    public DuckDBEngine Engine { get; private set; } = null!;

    public string DatabaseFile => Path.Combine(Options.Directory, "usage.duckdb");

    public string[] Quarantined => System.IO.Directory.Exists(Quarantine) ? System.IO.Directory.GetFiles(Quarantine) : [];

    private string Quarantine => Path.Combine(Options.Directory, "quarantine");

    public void Open()
    {
        Database = UsageDatabase.Open(Options, [], Reports.Add);
        Ingest = new JournalIngest(Database, Quarantine, Reports.Add);
        Engine = new DuckDBEngine(Database, new TrustingTranslator(Options.Directory), Options);
    }

    public void Close()
    {
        Engine.Dispose();
        Ingest.Dispose();
        Database.Dispose();
    }

    public static EngineStatement Statement(string sql, long? rowLimit = null, long byteLimit = 100_000_000, int chunkRows = 1000) =>
        new("statement", sql, [], null, null, rowLimit, byteLimit, chunkRows, "tester", []);

    public static List<string?[]> Rows(EngineResult result) =>
        [.. result.Chunks.SelectMany(chunk => JsonSerializer.Deserialize<string?[][]>(chunk.DataArray)!)];

    public async Task<List<string?[]>> RowsAsync(string sql, CancellationToken cancellationToken) =>
        Rows(await Engine.ExecuteAsync(Statement(sql), cancellationToken));

    public async Task<string?> OneAsync(string sql, CancellationToken cancellationToken) => (await RowsAsync(sql, cancellationToken))[0][0];

    public void Dispose()
    {
        Close();
        _directory.Delete(recursive: true);
    }
}
