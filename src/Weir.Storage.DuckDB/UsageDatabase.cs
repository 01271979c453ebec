using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Weir.Storage.DuckDB.Agents;
using Weir.Storage.DuckDB.QuarterHours;
using Weir.Storage.DuckDB.Spend;
using Weir.Usage.Auditing;
using Weir.Usage.Payloads;
using Weir.Usage.Records;

namespace Weir.Storage.DuckDB;

/// <summary>
/// The DuckDB file with the records, owned by one process. Every table of usage and costs is a projection of <c>ai_gateway.records</c>.
/// After opening, nothing outside of the ingest directory can be read, and no setting can be changed.
/// </summary>
public sealed class UsageDatabase : IDisposable
{
    /// <summary>What is reported again and again while the rows of an older version are brought up to date.</summary>
    public const string StillOpening = "The rows of an older version are being brought up to date. Requests are answered and recorded meanwhile.";

    private static readonly TimeSpan OpeningReport = TimeSpan.FromSeconds(10);

    private readonly string _connectionString;
    private readonly DuckDBConnection _root;

    private UsageDatabase(string connectionString, DuckDBConnection root, string ingestDirectory)
    {
        _connectionString = connectionString;
        _root = root;
        IngestDirectory = ingestDirectory;
    }

    /// <summary>The only directory that SQL can reach.</summary>
    public string IngestDirectory { get; }

    /// <summary>Opens the database, making it when it is not there.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="setup">Statements that the SQL dialect needs, such as its macros.</param>
    /// <param name="report">Told of what had to be set aside.</param>
    public static UsageDatabase Open(DuckDBStoreOptions options, IEnumerable<string> setup, Action<string> report)
    {
        StoreDirectory.Create(options.Directory);
        var file = Path.Combine(Path.GetFullPath(options.Directory), "usage.duckdb");
        var connectionString = $"Data Source={file}";
        var connection = DatabaseFile.OpenOrSetAside(file, report);
        try
        {
            // Only now, since until the file is open another process may still be the owner of the directory.
            var ingest = Path.Combine(Path.GetFullPath(options.Directory), "ingest");
            if (Directory.Exists(ingest))
            {
                Directory.Delete(ingest, recursive: true);
            }

            Directory.CreateDirectory(ingest);
            // What an older version's rows take is minutes; whoever waits for the store must know that it works.
            using (new Timer(_ => report(StillOpening), null, OpeningReport, OpeningReport))
            {
                TelemetryTables.RemoveEarlier(connection);
                foreach (var statement in Schema())
                {
                    Run(connection, statement);
                }

                TelemetryTables.Complete(connection);
                foreach (var table in AddedUp.All)
                {
                    table.Complete(connection);
                }

                foreach (var statement in setup.Concat(Limits(options, ingest)))
                {
                    Run(connection, statement);
                }
            }

            return new UsageDatabase(connectionString, connection, ingest);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection of its own to the same database.</summary>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Whether the engine may have declared the database unusable; <see cref="IsUsable"/> says whether it has.</summary>
    public static bool IsBreakage(Exception failed) =>
        failed is DuckDBException { ErrorType: DuckDBErrorType.Fatal or DuckDBErrorType.Internal };

    /// <summary>Whether the engine still serves. Once it has declared itself invalid, only a new process helps.</summary>
    public bool IsUsable()
    {
        try
        {
            using var connection = Connect();
            Run(connection, "SELECT 1");
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Run(_root, "CHECKPOINT");
        }
        catch (DbException)
        {
            // The write-ahead log holds what the checkpoint did not take.
        }

        _root.Dispose();
    }

    internal static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static IEnumerable<string> Schema()
    {
        // GLOBAL, since every statement has a connection of its own and a plain SET holds for one connection.
        yield return "SET GLOBAL TimeZone='UTC'";
        yield return "CREATE SCHEMA IF NOT EXISTS ai_gateway";
        var columns = RecordColumns.Usage.Concat(RecordColumns.RecordOnly).ToList();
        yield return $"CREATE TABLE IF NOT EXISTS ai_gateway.records ({string.Join(", ", columns.Select(column => $"{column.Name} {column.SqlType}"))})";
        foreach (var column in columns)
        {
            // An older version's file gets the columns that this one knows.
            yield return $"ALTER TABLE ai_gateway.records ADD COLUMN IF NOT EXISTS {column.Name} {column.SqlType}";
        }

        var payload = PayloadColumns.Table.Concat(PayloadColumns.BaseOnly).ToList();
        yield return $"CREATE TABLE IF NOT EXISTS ai_gateway.payloads ({string.Join(", ", payload.Select(column => $"{column.Name} {column.SqlType}"))})";
        yield return "CREATE TABLE IF NOT EXISTS ai_gateway.payload_tables (table_name VARCHAR PRIMARY KEY)";
        yield return $"CREATE OR REPLACE MACRO ai_gateway.payloads_of(wanted) AS TABLE SELECT {string.Join(", ", PayloadColumns.Table.Select(column => column.Name))} FROM ai_gateway.payloads WHERE table_name = wanted";
        yield return "CREATE SCHEMA IF NOT EXISTS access";
        yield return $"CREATE TABLE IF NOT EXISTS access.audit ({string.Join(", ", AuditColumns.Table.Select(column => $"{column.Name} {column.SqlType}"))})";
        yield return "CREATE TABLE IF NOT EXISTS ai_gateway.ingest_position (replica VARCHAR PRIMARY KEY, segment BIGINT, \"offset\" BIGINT)";
        yield return $"CREATE TABLE IF NOT EXISTS ai_gateway.list_prices ({string.Join(", ", CostColumns.ListPrices.Select(column => $"{column.Name} {column.SqlType}"))})";
        foreach (var statement in BilledAttempts.Schema())
        {
            yield return statement;
        }

        foreach (var statement in TelemetryTables.Schema().Concat(AgentsOfOldRows.Statements()))
        {
            yield return statement;
        }

        foreach (var statement in AddedUp.All.SelectMany(table => table.Schema()))
        {
            yield return statement;
        }

        yield return CostColumns.ExternalModelSpendView;
        yield return AnomalyColumns.View;
        yield return $"CREATE OR REPLACE VIEW ai_gateway.usage AS SELECT {string.Join(", ", RecordColumns.Usage.Select(column => column.Name))} FROM ai_gateway.records";
    }

    private static IEnumerable<string> Limits(DuckDBStoreOptions options, string ingest)
    {
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        yield return "SET checkpoint_threshold='256MB'";
        yield return "SET GLOBAL default_null_order='nulls_first_on_asc_last_on_desc'";
        yield return string.Create(CultureInfo.InvariantCulture, $"SET memory_limit='{MemoryLimitMb(options)}MB'");
        yield return string.Create(CultureInfo.InvariantCulture, $"SET threads={threads}");
        yield return $"SET temp_directory='{Escape(Path.Combine(Path.GetFullPath(options.Directory), "temporary"))}'";
        yield return string.Create(CultureInfo.InvariantCulture, $"SET max_temp_directory_size='{options.MaxTemporaryMb}MB'");
        yield return "SET autoinstall_known_extensions=false";
        yield return "SET autoload_known_extensions=false";
        yield return $"SET allowed_directories=['{Escape(ingest)}/']";
        yield return "SET enable_external_access=false";
        yield return "SET lock_configuration=true";
    }

    private static long MemoryLimitMb(DuckDBStoreOptions options) =>
        options.MemoryLimitMb > 0 ? options.MemoryLimitMb : Math.Min(1024, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / 1024 / 1024);

    internal static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
