using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Weir.Storage.DuckDB.QuarterHours;
using Weir.Storage.DuckDB.Spend;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>Measures the tables of the usage database. Each question to the engine has two seconds; at most two tables are measured at a time.</summary>
public sealed class DuckDBTableStatistics(UsageDatabase database) : ITableStatistics, IDisposable
{
    private const string Records = "ai_gateway.records";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _slots = new(2);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListInferenceTablesAsync(CancellationToken cancellationToken) => Task.Run<IReadOnlyList<string>>(
        () =>
        {
            using var connection = database.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT table_name FROM ai_gateway.payload_tables ORDER BY 1";
            using var reader = command.ExecuteReader();
            var names = new List<string>();
            while (reader.Read())
            {
                names.Add(reader.GetString(0));
            }

            return names;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<TableStatistics> MeasureAsync(string fullName, CancellationToken cancellationToken)
    {
        var table = TableCatalog.Of([fullName]).Find(fullName) ?? throw new ArgumentException($"'{fullName}' is not a table's full name.", nameof(fullName));
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Measure(table, cancellationToken), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private TableStatistics Measure(CatalogTable table, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        var counted = Counted(connection, table, cancellationToken);
        var (file, name) = FileOf(table);
        return new TableStatistics(
            counted?.Rows,
            counted is not null,
            counted?.Oldest,
            counted?.Newest,
            SizeOf(connection, file, cancellationToken),
            name,
            counted?.KeptDays);
    }

    private static Count? Counted(DuckDBConnection connection, CatalogTable table, CancellationToken cancellationToken)
    {
        var time = table.TimeColumn is null ? "NULL" : $"CAST({table.TimeColumn} AS TIMESTAMP)";
        var payloads = $"ai_gateway.payloads WHERE table_name = '{UsageDatabase.Escape(table.FullName)}'";
        var sql = table.FullName switch
        {
            TableCatalog.Usage => $"SELECT count(*), min({time}), max({time}), NULL FROM {Records}",
            _ when table.IsInferenceTable => $"SELECT count(*), min({time}), max({time}), CAST(max(date_diff('day', event_time, delete_after)) AS INTEGER) FROM {payloads}",
            _ when table.SharedTable is { } shared => $"SELECT count(*), min({time}), max({time}), NULL FROM {shared} WHERE table_name = '{UsageDatabase.Escape(table.FullName)}'",
            _ => $"SELECT count(*), min({time}), max({time}), NULL FROM {table.Schema}.{table.Name}",
        };
        return Ask<Count>(connection, sql, reader => new Count(reader.GetInt64(0), Time(reader, 1), Time(reader, 2), reader.IsDBNull(3) ? null : reader.GetInt32(3)), cancellationToken);
    }

    // Blocks of the file, those of long values too. Rows that are in the write-ahead log alone have none yet.
    private static long? SizeOf(DuckDBConnection connection, string table, CancellationToken cancellationToken) => Ask<Estimate>(
        connection,
        $"""
        SELECT count(DISTINCT block) * (SELECT any_value(block_size) FROM pragma_database_size() WHERE database_name = current_database())
        FROM (SELECT unnest(list_append(coalesce(additional_block_ids, []), block_id)) AS block FROM pragma_storage_info('{table}') WHERE persistent)
        WHERE block >= 0
        """,
        reader => new Estimate(reader.GetInt64(0)),
        cancellationToken) is { Rows: > 0 } bytes ? bytes.Rows : null;

    private static (string Table, string Name) FileOf(CatalogTable table) => table switch
    {
        { IsInferenceTable: true } => ("ai_gateway.payloads", "the rows of all inference tables"),
        { SharedTable: { } shared } => (shared, "the rows of all tables of this signal"),
        { FullName: "system.ai_gateway.coding_agent_activity" } => (Agents.TelemetryTables.Observations, "all that was told of coding agents"),
        _ when AddedUp.All.FirstOrDefault(added => added.Table.Name == table.Name) is { } added => (added.Stored, table.FullName),
        { IsView: true } => (BilledAttempts.Table, "the billed attempts that it is made of"),
        { FullName: TableCatalog.Usage } => (Records, "the records, with what the tables of costs are made of"),
        _ => ($"{table.Schema}.{table.Name}", table.FullName),
    };

    private static T? Ask<T>(DuckDBConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var running = new RunningStatement(limit.Token);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        running.Now(command);
        try
        {
            using var reader = command.ExecuteReader();
            return reader.Read() ? read(reader) : null;
        }
        catch (DbException) when (limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static DateTime? Time(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : DateTime.SpecifyKind(Convert.ToDateTime(reader.GetValue(at), CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private sealed record Count(long Rows, DateTime? Oldest, DateTime? Newest, int? KeptDays);

    private sealed record Estimate(long Rows);
}
