using System.Collections.Concurrent;
using Weir.Accounts;
using Weir.Dashboards.Results;
using Weir.Storage.DuckDB;
using Weir.Storage.DuckDB.Queries;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;

namespace Weir.Dashboards.Tests.Results;

/// <summary>Runs the statements of dashboards on the real engine, and keeps them.</summary>
internal sealed class EngineQueries : IDashboardQueries, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-dashboards-").FullName;
    private readonly UsageDatabase _database;
    private readonly DuckDBEngine _engine;

    public EngineQueries()
    {
        var options = new DuckDBStoreOptions { Directory = Path.Combine(_directory, "store"), MemoryLimitMb = 256 };
        _database = UsageDatabase.Open(options, EngineSetup.Statements, _ => { });
        _engine = new DuckDBEngine(_database, new StatementTranslator(), options);
    }

    public ConcurrentQueue<DashboardQuery> Asked { get; } = new();

    /// <summary>The largest answer.</summary>
    public long ByteLimit { get; set; } = 25_000_000;

    public long TablesVersion => 0;

    public IReadOnlyList<string> ReadableTables(Caller reader) => [];

    public async Task<DashboardRows> RunAsync(DashboardQuery query, CancellationToken cancellationToken)
    {
        Asked.Enqueue(query);
        try
        {
            return await AnswerAsync(query.Sql, query.Parameters, query.Catalog, query.Schema, query.RowLimit, cancellationToken);
        }
        catch (SqlEngineException failed)
        {
            throw new DashboardQueryException(failed.Message, failed);
        }
    }

    /// <summary>What a statement answers.</summary>
    public Task<DashboardRows> AnswerAsync(WidgetStatement statement, CancellationToken cancellationToken) =>
        AnswerAsync(statement.Sql, statement.Parameters, statement.Catalog, statement.Schema, 10_000, cancellationToken);

    public void Dispose()
    {
        _engine.Dispose();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<DashboardRows> AnswerAsync(string sql, IReadOnlyList<StatementParameter> parameters, string? catalog, string? schema, long rowLimit, CancellationToken cancellationToken)
    {
        var result = await _engine.ExecuteAsync(
            new EngineStatement("s", sql, [.. parameters.Select(parameter => new EngineParameter(parameter.Name, parameter.Value, parameter.Type))], catalog, schema, rowLimit, ByteLimit, (int)rowLimit, "ann@example.com", []),
            cancellationToken);
        return new DashboardRows([.. result.Columns.Select(column => new DashboardColumn(column.Name, column.TypeName, column.TypeText))], result.Chunks.Count == 0 ? "[]"u8.ToArray() : result.Chunks.Single().DataArray, result.Truncated);
    }
}
