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

    private int _cancelled;

    /// <summary>Statements that were cancelled and still run.</summary>
    public int CancelledStatements => Volatile.Read(ref _cancelled);

    /// <inheritdoc/>
    public async Task<EngineResult> ExecuteAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Execute(statement, cancellationToken), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private EngineResult Execute(EngineStatement statement, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        DuckDBCommand? running = null;
        var isCancelled = false;
        var cancel = cancellationToken.Register(() =>
        {
            isCancelled = true;
            Interlocked.Increment(ref _cancelled);
            Volatile.Read(ref running)?.Cancel();
        });
        try
        {
            var translated = translator.Translate(statement, new DuckDBParser(connection));
            var columns = Describe(connection, translated);
            using var command = connection.CreateCommand();
            command.CommandText = AsText(translated.Sql, columns, statement.RowLimit);
            command.UseStreamingMode = true;
            Volatile.Write(ref running, command);
            cancellationToken.ThrowIfCancellationRequested();
            using var reader = command.ExecuteReader();
            return Read(reader, [.. columns.Select(column => SqlTypeText.Column(column.Name, column.Type))], statement, cancellationToken);
        }
        catch (DbException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (DbException failed)
        {
            throw EngineErrors.Of(failed);
        }
        finally
        {
            Volatile.Write(ref running, null);
            cancel.Dispose();
            if (isCancelled)
            {
                Interlocked.Decrement(ref _cancelled);
            }
        }
    }

    private static List<(string Name, string Type)> Describe(DuckDBConnection connection, TranslatedStatement translated)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DESCRIBE " + translated.Sql;
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
