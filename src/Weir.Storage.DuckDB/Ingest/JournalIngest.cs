using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Weir.Storage.DuckDB.Agents;
using Weir.Storage.DuckDB.QuarterHours;
using Weir.Storage.DuckDB.Spend;
using Weir.Usage.Auditing;
using Weir.Usage.Journal;
using Weir.Usage.Payloads;
using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Ingest;

/// <summary>
/// Takes slices of the journal into the table of their stream. Rows and position change in one transaction, so each record is in the
/// table once, whatever crashes. One slice at a time.
/// <para>The journal deletes a segment once the position lies in a later one. So the position only enters a segment when everything
/// before it is checkpointed into the main file: a write-ahead log that is lost to damage is always replayed from the journal.</para>
/// </summary>
public sealed class JournalIngest(UsageDatabase database, string quarantineDirectory, Action<string> report) : ITableStore, IDisposable
{
    private const int RetentionBatch = 50_000;

    // Read once, since reading JSON is what takes the time.
    private static readonly string[] InsertRecords =
    [
        $"CREATE TEMP TABLE arrived AS {MakeRead(RecordColumns.Usage.Concat(RecordColumns.RecordOnly))}",
        $"INSERT INTO ai_gateway.records ({NamesOf(RecordColumns.Usage.Concat(RecordColumns.RecordOnly))}) FROM arrived",
        AddedUp.Usage.Add("arrived"),
        .. BilledAttempts.Add("arrived"),
        "DROP TABLE arrived",
    ];

    // A table that no endpoint names any more can still be asked for by its name.
    private static readonly string[] InsertPayloads =
    [
        MakeInsert("ai_gateway.payloads", PayloadColumns.Table.Concat(PayloadColumns.BaseOnly)),
        $"INSERT OR IGNORE INTO ai_gateway.payload_tables SELECT DISTINCT table_name FROM {JsonLines.Table([new("table_name", "VARCHAR", string.Empty)])}",
    ];

    private static readonly string[] InsertAudit = [MakeInsert("access.audit", AuditColumns.Table)];

    private readonly SemaphoreSlim _one = new(1);
    private readonly DuckDBConnection _connection = database.Connect();

    /// <inheritdoc/>
    public string Name => "duckdb";

    /// <inheritdoc/>
    public Task<JournalPosition> GetPositionAsync(string replica, CancellationToken cancellationToken) =>
        ExclusivelyAsync(() => Position(replica), cancellationToken);

    /// <inheritdoc/>
    public Task<JournalPosition> IngestAsync(JournalSlice slice, CancellationToken cancellationToken) =>
        ExclusivelyAsync(() => Ingest(slice), cancellationToken);

    /// <inheritdoc/>
    public async Task<long> DeleteBeforeAsync(DateTime cutoff, CancellationToken cancellationToken)
    {
        await DeleteAsync(BilledAttempts.Table, "event_time", cutoff, cancellationToken);
        foreach (var table in AddedUp.All)
        {
            // A quarter of an hour goes when all of its rows are to go.
            await DeleteAsync(table.Stored, "event_time", cutoff.AddMinutes(-15).AddMicroseconds(1), cancellationToken);
        }

        return await DeleteAsync("ai_gateway.records", "event_time", cutoff, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> DeleteExpiredPayloadsAsync(DateTime now, CancellationToken cancellationToken) =>
        DeleteAsync("ai_gateway.payloads", "delete_after", now, cancellationToken);

    /// <inheritdoc/>
    public Task<long> DeleteAuditBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) =>
        DeleteAsync("access.audit", "event_time", cutoff, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> DeleteTelemetryBeforeAsync(DateTime cutoff, CancellationToken cancellationToken)
    {
        long deleted = 0;
        foreach (var (table, time) in TelemetryTables.Dated)
        {
            deleted += await DeleteAsync(table, time, cutoff, cancellationToken);
        }

        return deleted;
    }

    private async Task<long> DeleteAsync(string table, string column, DateTime cutoff, CancellationToken cancellationToken)
    {
        long deleted = 0;
        while (true)
        {
            // Small batches, so that ingest waits for one of them at most.
            var rows = await ExclusivelyAsync(() => DeleteBatch(table, column, cutoff), cancellationToken);
            deleted += rows;
            if (rows < RetentionBatch)
            {
                return deleted;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _one.Dispose();
    }

    private async Task<T> ExclusivelyAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private int DeleteBatch(string table, string column, DateTime cutoff)
    {
        var before = cutoff.Kind == DateTimeKind.Local ? cutoff.ToUniversalTime() : cutoff;
        using var command = _connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {column} < TIMESTAMP '{before:yyyy-MM-dd HH:mm:ss.ffffff}' LIMIT {RetentionBatch})");
        return command.ExecuteNonQuery();
    }

    /// <summary>Changes rows beside the journal, in turn with it: a checkpoint bears no other writer.</summary>
    internal Task<T> WriteAsync<T>(Func<DuckDBConnection, T> work, CancellationToken cancellationToken) => ExclusivelyAsync(() => work(_connection), cancellationToken);

    private JournalPosition Position(string replica) => PositionOf(_connection, replica);

    /// <summary>The position that a connection's transaction sees.</summary>
    internal static JournalPosition PositionOf(DuckDBConnection connection, string replica)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT segment, \"offset\" FROM ai_gateway.ingest_position WHERE replica = '{UsageDatabase.Escape(replica)}'";
        using var reader = command.ExecuteReader();
        return reader.Read() ? new JournalPosition(reader.GetInt64(0), reader.GetInt64(1)) : JournalPosition.Start;
    }

    private JournalPosition Ingest(JournalSlice slice)
    {
        var before = Position(slice.Replica);
        var end = new JournalPosition(slice.Segment, slice.To);
        if (end <= before)
        {
            return before;
        }

        // The feeder may hold a position that a damaged log has taken back since. It asks anew when it is refused.
        var next = slice.Segment == before.Segment ? before.Offset : 0;
        if (slice.From > next)
        {
            throw new InvalidOperationException($"A slice from byte {slice.From} of segment {slice.Segment} would leave out what lies after byte {next}.");
        }

        if (slice.Segment != before.Segment)
        {
            PutTogether(slice.Stream);
            UsageDatabase.Run(_connection, "CHECKPOINT");
        }

        var lines = SliceLines.Read(slice with { From = next }, quarantineDirectory, report);
        try
        {
            Commit(slice, lines, end);
        }
        catch (DuckDBException refused) when (IsOfTheRecord(refused))
        {
            report($"A slice of {lines.Count} records was refused as a whole ({refused.Message.Split('\n')[0]}); the records that the engine cannot read are searched.");
            Commit(slice, Accepted(slice, lines), end);
        }

        return end;
    }

    private void PutTogether(string stream)
    {
        var statements = stream switch
        {
            JournalStreams.Requests => AddedUp.All.SelectMany(table => table.PutTogether()),
            JournalStreams.Telemetry => TelemetryTables.PutTogether(),
            _ => [],
        };
        using var transaction = _connection.BeginTransaction();
        foreach (var statement in statements)
        {
            UsageDatabase.Run(_connection, statement);
        }

        transaction.Commit();
    }

    // Only what is wrong with a record itself sets it aside. No memory, no disk or a broken engine say nothing of it: the slice comes again.
    private static bool IsOfTheRecord(DuckDBException refused) =>
        refused.ErrorType is DuckDBErrorType.InvalidInput or DuckDBErrorType.Conversion or DuckDBErrorType.OutOfRange;

    private IReadOnlyList<SliceLine> Accepted(JournalSlice slice, IReadOnlyList<SliceLine> lines)
    {
        if (lines.Count == 0)
        {
            return lines;
        }

        using (var trial = _connection.BeginTransaction())
        {
            try
            {
                InsertLines(slice.Stream, lines);
                trial.Rollback();
                return lines;
            }
            catch (DuckDBException refused) when (IsOfTheRecord(refused))
            {
                trial.Rollback();
                if (lines.Count == 1)
                {
                    SliceLines.Quarantine(quarantineDirectory, slice, lines[0], refused.Message, report);
                    return [];
                }
            }
        }

        var half = lines.Count / 2;
        return [.. Accepted(slice, [.. lines.Take(half)]), .. Accepted(slice, [.. lines.Skip(half)])];
    }

    private void Commit(JournalSlice slice, IReadOnlyList<SliceLine> lines, JournalPosition end)
    {
        using var transaction = _connection.BeginTransaction();
        if (lines.Count > 0)
        {
            InsertLines(slice.Stream, lines);
        }

        UsageDatabase.Run(_connection, string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT OR REPLACE INTO ai_gateway.ingest_position VALUES ('{UsageDatabase.Escape(slice.Replica)}', {end.Segment}, {end.Offset})"));
        transaction.Commit();
    }

    private void InsertLines(string stream, IReadOnlyList<SliceLine> lines)
    {
        var file = Path.Combine(database.IngestDirectory, $"{Guid.NewGuid():N}.ndjson");
        try
        {
            using (var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write))
            {
                foreach (var line in lines)
                {
                    output.Write(line.Bytes.Span);
                    output.WriteByte((byte)'\n');
                }
            }

            IEnumerable<string> inserts = stream switch
            {
                JournalStreams.Telemetry => TelemetryTables.Inserts(table => lines.Any(line => IsOf(line, table))),
                JournalStreams.Payloads => InsertPayloads,
                JournalStreams.Audit => InsertAudit,
                _ => InsertRecords,
            };
            var largest = lines.Max(line => line.Bytes.Length);
            foreach (var insert in inserts)
            {
                UsageDatabase.Run(_connection, JsonLines.Of(insert, file, largest));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The member stands right behind the request's id, which has 36 characters.
    private static bool IsOf(SliceLine line, string table)
    {
        const int start = 53;
        var name = System.Text.Encoding.UTF8.GetBytes($"\"line\":\"{table}\"");
        return line.Bytes.Length > start + name.Length && line.Bytes.Span[start..].StartsWith(name);
    }

    private static string MakeInsert(string table, IEnumerable<RecordColumn> columns) => $"INSERT INTO {table} ({NamesOf(columns)}) {MakeRead(columns)}";

    private static string NamesOf(IEnumerable<RecordColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string MakeRead(IEnumerable<RecordColumn> columns) => $"SELECT {NamesOf(columns)} FROM {JsonLines.Table(columns)}";
}
