using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Ingest;

/// <summary>
/// Takes slices of the journal into <c>ai_gateway.records</c>. Rows and position change in one transaction, so each record is in the
/// table once, whatever crashes. One slice at a time.
/// </summary>
public sealed class JournalIngest(UsageDatabase database, string quarantineDirectory, Action<string> report) : ITableStore, IDisposable
{
    private const int RetentionBatch = 50_000;

    private static readonly string Insert = MakeInsert();

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
        long deleted = 0;
        while (true)
        {
            // Small batches, so that ingest waits for one of them at most.
            var rows = await ExclusivelyAsync(
                () =>
                {
                    using var command = _connection.CreateCommand();
                    command.CommandText = string.Create(
                        CultureInfo.InvariantCulture,
                        $"DELETE FROM ai_gateway.records WHERE rowid IN (SELECT rowid FROM ai_gateway.records WHERE event_time < TIMESTAMP '{cutoff:yyyy-MM-dd HH:mm:ss.ffffff}' LIMIT {RetentionBatch})");
                    return command.ExecuteNonQuery();
                },
                cancellationToken);
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

    private JournalPosition Position(string replica)
    {
        using var command = _connection.CreateCommand();
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

        var from = before.Segment == slice.Segment ? Math.Max(slice.From, before.Offset) : slice.From;
        var lines = SliceLines.Read(slice with { From = from }, quarantineDirectory, report);
        try
        {
            Commit(slice, lines, end);
        }
        catch (DbException refused) when (lines.Count > 1)
        {
            // One line that the engine cannot read must not keep back the others.
            report($"A slice of {lines.Count} records was refused as a whole ({refused.Message.Split('\n')[0]}); taking its records one by one.");
            CommitOneByOne(slice, lines, end);
        }
        catch (DbException refused) when (lines.Count == 1)
        {
            SliceLines.Quarantine(quarantineDirectory, slice, lines[0], refused.Message, report);
            Commit(slice, [], end);
        }

        return end;
    }

    private void CommitOneByOne(JournalSlice slice, IReadOnlyList<ReadOnlyMemory<byte>> lines, JournalPosition end)
    {
        var accepted = new List<ReadOnlyMemory<byte>>(lines.Count);
        foreach (var line in lines)
        {
            using var transaction = _connection.BeginTransaction();
            try
            {
                InsertLines([line]);
                accepted.Add(line);
            }
            catch (DbException refused)
            {
                SliceLines.Quarantine(quarantineDirectory, slice, line, refused.Message, report);
            }

            transaction.Rollback();
        }

        Commit(slice, accepted, end);
    }

    private void Commit(JournalSlice slice, IReadOnlyList<ReadOnlyMemory<byte>> lines, JournalPosition end)
    {
        using var transaction = _connection.BeginTransaction();
        if (lines.Count > 0)
        {
            InsertLines(lines);
        }

        UsageDatabase.Run(_connection, string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT OR REPLACE INTO ai_gateway.ingest_position VALUES ('{UsageDatabase.Escape(slice.Replica)}', {end.Segment}, {end.Offset})"));
        transaction.Commit();
    }

    private void InsertLines(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        var file = Path.Combine(database.IngestDirectory, $"{Guid.NewGuid():N}.ndjson");
        try
        {
            using (var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write))
            {
                foreach (var line in lines)
                {
                    output.Write(line.Span);
                    output.WriteByte((byte)'\n');
                }
            }

            UsageDatabase.Run(_connection, Insert.Replace("$file", $"'{UsageDatabase.Escape(file)}'", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string MakeInsert()
    {
        var columns = RecordColumns.Usage.Concat(RecordColumns.RecordOnly).ToList();
        var names = string.Join(", ", columns.Select(column => column.Name));
        var types = string.Join(", ", columns.Select(column => $"'{column.Name}': '{column.SqlType.Replace("'", "''", StringComparison.Ordinal)}'"));
        return $"INSERT INTO ai_gateway.records ({names}) SELECT {names} FROM read_json($file, format='newline_delimited', columns={{{types}}}, maximum_object_size=67108864)";
    }
}
