using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>Runs statements on the usage database, each on a connection of its own.</summary>
public sealed class DuckDBEngine(UsageDatabase database, IStatementTranslator translator, DuckDBStoreOptions options) : ISqlEngine, IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrentStatements);
    private readonly ConcurrentDictionary<RunningStatement, string> _running = new();
    private int _admitted;

    /// <summary>How long the longest-cancelled statement has been running on; zero when every cancelled one has stopped.</summary>
    public TimeSpan LongestCancelled => _running.Keys.Select(running => running.SinceCancelled).DefaultIfEmpty().Max();

    /// <inheritdoc/>
    public async Task<EngineResult> ExecuteAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _admitted) > options.MaxConcurrentStatements + options.MaxQueuedStatements)
        {
            Interlocked.Decrement(ref _admitted);
            throw new SqlEngineException("RESOURCE_EXHAUSTED", $"{options.MaxQueuedStatements} statements are waiting already. Run the statement again later.", "53300");
        }

        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                // A thread of its own: statements run long, and the process must answer while they do.
                return await Task.Factory.StartNew(() => Execute(statement, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

    // The tables of endpoints that are gone still have their rows.
    private static EngineStatement WithPayloadTables(DuckDBConnection connection, EngineStatement statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT table_name FROM ai_gateway.payload_tables";
        using var reader = command.ExecuteReader();
        var names = new List<string>(statement.InferenceTables ?? []);
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return statement with { InferenceTables = names };
    }

    private EngineResult Execute(EngineStatement statement, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        using var running = new RunningStatement(cancellationToken);
        _running[running] = statement.StatementId;
        try
        {
            var translated = translator.Translate(WithPayloadTables(connection, statement), new DuckDBParser(connection));
            var columns = Describe(connection, translated, running);
            cancellationToken.ThrowIfCancellationRequested();
            using var command = connection.CreateCommand();
            command.CommandText = AsText(translated.Sql, columns, statement.RowLimit);
            command.UseStreamingMode = true;
            running.Now(command);
            using var reader = command.ExecuteReader();
            return Read(reader, [.. columns.Select(column => SqlTypeText.Column(column.Name, column.Type))], statement, cancellationToken);
        }
        catch (DbException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (DuckDBException failed) when (UsageDatabase.IsBreakage(failed))
        {
            throw;
        }
        catch (DbException failed)
        {
            throw EngineErrors.Of(failed);
        }
        finally
        {
            _running.TryRemove(running, out _);
        }
    }

    private static List<(string Name, string Type)> Describe(DuckDBConnection connection, TranslatedStatement translated, RunningStatement running)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DESCRIBE " + translated.Sql;
        running.Now(command);
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
        {
            var given = columns.Count < translated.ColumnNames.Count ? translated.ColumnNames[columns.Count] : null;
            columns.Add((given ?? reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    // The engine writes every value as text itself, a vector at a time.
    private static string AsText(string sql, List<(string Name, string Type)> columns, long? rowLimit)
    {
        var names = Enumerable.Range(0, columns.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}")).ToList();
        var texts = columns.Select((column, i) => SqlTypeText.Expression(names[i], column.Type));
        var limit = rowLimit is { } rows ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {rows + 1}") : string.Empty;
        return $"SELECT {string.Join(", ", texts)} FROM ({sql}) AS result({string.Join(", ", names)}){limit}";
    }

    private static EngineResult Read(DuckDBDataReader reader, IReadOnlyList<EngineColumn> columns, EngineStatement statement, CancellationToken cancellationToken)
    {
        var chunks = new List<EngineChunk>();
        long total = 0;
        long bytes = 0;
        var truncated = false;
        var more = reader.Read();
        while (more && !truncated)
        {
            using var buffer = new MemoryStream();
            using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            var offset = total;
            json.WriteStartArray();
            while (more && total - offset < statement.ChunkRows)
            {
                if (total == statement.RowLimit || bytes + json.BytesCommitted + json.BytesPending > statement.ByteLimit)
                {
                    truncated = true;
                    break;
                }

                json.WriteStartArray();
                for (var i = 0; i < columns.Count; i++)
                {
                    if (reader.IsDBNull(i))
                    {
                        json.WriteNullValue();
                    }
                    else
                    {
                        json.WriteStringValue(reader.GetString(i));
                    }
                }

                json.WriteEndArray();
                total++;
                cancellationToken.ThrowIfCancellationRequested();
                more = reader.Read();
            }

            json.WriteEndArray();
            json.Flush();
            bytes += buffer.Length;
            if (total > offset)
            {
                chunks.Add(new EngineChunk(offset, total - offset, buffer.ToArray()));
            }
        }

        return new EngineResult(columns, chunks, total, truncated);
    }
}
