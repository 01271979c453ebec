using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>
/// Makes Parquet files of results. Each file has an engine of its own, in memory: no statement of a user runs in it, and it reaches nothing but the
/// directory of the files.
/// </summary>
public sealed class ParquetFiles : IResultFiles, IDisposable
{
    private const int MostAtOnce = 2;
    private const int MostWaiting = 8;
    private const int MemoryLimitMb = 256;

    private readonly string _directory;
    private readonly SemaphoreSlim _slots = new(MostAtOnce);
    private int _admitted;

    /// <summary>Makes files in a directory of the store's own, and deletes what was left there.</summary>
    public ParquetFiles(string storeDirectory)
    {
        _directory = Path.Combine(Path.GetFullPath(storeDirectory), "files");
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }

        StoreDirectory.Create(_directory);
    }

    /// <inheritdoc/>
    public async Task<byte[]> ToParquetAsync(EngineResult result, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _admitted) > MostAtOnce + MostWaiting)
        {
            Interlocked.Decrement(ref _admitted);
            throw new SqlEngineException("RESOURCE_EXHAUSTED", $"{MostWaiting} files are waiting to be made already. Ask for the file again later.");
        }

        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(() => Make(result, cancellationToken), cancellationToken);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _admitted);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private byte[] Make(EngineResult result, CancellationToken cancellationToken)
    {
        var work = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        StoreDirectory.Create(work);
        try
        {
            var file = Path.Combine(work, "result.parquet");
            using (var connection = new DuckDBConnection("Data Source=:memory:"))
            {
                connection.Open();
                foreach (var statement in Limits(work))
                {
                    UsageDatabase.Run(connection, statement);
                }

                var columns = Enumerable.Range(0, result.Columns.Count).Select(at => string.Create(CultureInfo.InvariantCulture, $"c{at}")).ToList();
                UsageDatabase.Run(connection, $"CREATE TABLE result ({string.Join(", ", columns.Select(column => column + " VARCHAR"))})");
                Append(connection, result, cancellationToken);
                var names = ParquetColumn.DistinctNames(result.Columns.Select(column => column.Name));
                var expressions = columns.Select((column, at) => $"{ParquetColumn.Expression(column, result.Columns[at])} AS \"{names[at].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                UsageDatabase.Run(connection, $"COPY (SELECT {string.Join(", ", expressions)} FROM result) TO '{UsageDatabase.Escape(file)}' (FORMAT parquet)");
            }

            return File.ReadAllBytes(file);
        }
        catch (DbException failed)
        {
            throw EngineErrors.Of(failed);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static IEnumerable<string> Limits(string work) =>
    [
        "SET TimeZone='UTC'",
        "SET threads=1",
        string.Create(CultureInfo.InvariantCulture, $"SET memory_limit='{MemoryLimitMb}MB'"),
        $"SET temp_directory='{UsageDatabase.Escape(work)}/temporary'",
        "SET max_temp_directory_size='1GB'",
        "SET autoinstall_known_extensions=false",
        "SET autoload_known_extensions=false",
        $"SET allowed_directories=['{UsageDatabase.Escape(work)}/']",
        "SET enable_external_access=false",
        "SET lock_configuration=true",
    ];

    private static void Append(DuckDBConnection connection, EngineResult result, CancellationToken cancellationToken)
    {
        var quotes = result.Columns.Select(column => ParquetColumn.IsNested(column) && ParquetColumn.HasLongNumbers(column)).ToList();
        using var appender = connection.CreateAppender("result");
        foreach (var chunk in result.Chunks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var values in JsonSerializer.Deserialize<string?[][]>(chunk.DataArray)!)
            {
                var row = appender.CreateRow();
                for (var at = 0; at < values.Length; at++)
                {
                    if (values[at] is not { } text)
                    {
                        row.AppendNullValue();
                    }
                    else
                    {
                        row.AppendValue(quotes[at] ? LongNumbers.Quoted(text) : text);
                    }
                }

                row.EndRow();
            }
        }
    }
}
