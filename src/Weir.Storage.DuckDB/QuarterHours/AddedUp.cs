using System.Globalization;
using DuckDB.NET.Data;
using Weir.Storage.DuckDB.Spend;
using Weir.Usage.Records;

namespace Weir.Storage.DuckDB.QuarterHours;

/// <summary>
/// A table of quarters of an hour. Whoever adds, changes or removes the rows that it adds up changes it in the same transaction, so it is never behind.
/// What arrives is added as rows of its own, which are put together later: a quarter of an hour has several rows of a kind until then, and the sums are right at any time.
/// </summary>
/// <param name="Table">What it adds up, and how.</param>
/// <param name="Rows">The engine's table of the rows that it adds up.</param>
internal sealed record AddedUp(QuarterHourTable Table, string Rows)
{
    // Whether rows may still have to be put together with others.
    private const string Mark = "is_partial";

    /// <summary>The requests.</summary>
    public static AddedUp Usage { get; } = new(QuarterHourTables.Usage, "ai_gateway.records");

    /// <summary>The billed attempts.</summary>
    public static AddedUp Spend { get; } = new(QuarterHourTables.Spend, BilledAttempts.Table);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AddedUp> All { get; } = [Usage, Spend];

    /// <summary>The engine's table; the view of the table's own name shows it.</summary>
    public string Stored => $"ai_gateway.{Table.Name}_rows";

    private string Names => string.Join(", ", Table.Columns.Select(column => column.Name));

    /// <summary>Makes the table and its view.</summary>
    public IEnumerable<string> Schema()
    {
        yield return $"CREATE TABLE IF NOT EXISTS {Stored} ({string.Join(", ", Table.Columns.Select(column => $"{column.Name} {column.SqlType}"))}, {Mark} BOOLEAN)";
        yield return $"CREATE OR REPLACE VIEW ai_gateway.{Table.Name} AS SELECT {Names} FROM {Stored}";
    }

    /// <summary>
    /// Adds up all rows, unless the table has as many as there are: a version without the table may have made the file, or have written to it since. A day at a time, which bounds the memory; broken off, it has done nothing.
    /// </summary>
    public void Complete(DuckDBConnection connection)
    {
        if (IsComplete(connection) || Days(connection) is not var (first, last))
        {
            return;
        }

        using var transaction = connection.BeginTransaction();
        UsageDatabase.Run(connection, $"DELETE FROM {Stored}");
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            UsageDatabase.Run(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO {Stored} SELECT *, FALSE FROM ({Table.Together($"({Table.Of($"(FROM {Rows} WHERE event_time >= TIMESTAMP '{day:yyyy-MM-dd}' AND event_time < TIMESTAMP '{day.AddDays(1):yyyy-MM-dd}')")})")}) ORDER BY event_time"));
        }

        transaction.Commit();
    }

    // Of the first quarter of an hour some rows may have gone by their age already.
    private bool IsComplete(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            WITH first AS (SELECT coalesce(min(event_time), TIMESTAMP '9999-01-01') AS start FROM {Stored})
            SELECT (SELECT coalesce(sum({Table.Count}), 0) FROM {Stored}, first WHERE event_time >= start + INTERVAL 15 MINUTES)
              = (SELECT count(*) FROM {Rows}, first WHERE event_time < start OR event_time >= start + INTERVAL 15 MINUTES)
            """;
        return command.ExecuteScalar() is true;
    }

    private (DateTime First, DateTime Last)? Days(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT min(event_time), max(event_time) FROM {Rows}";
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? (reader.GetDateTime(0).Date, reader.GetDateTime(1).Date) : null;
    }

    /// <summary>Adds rows that arrived.</summary>
    /// <param name="arrived">A table of them.</param>
    public string Add(string arrived) => $"INSERT INTO {Stored} SELECT *, TRUE FROM ({Table.Of(arrived)})";

    /// <summary>Puts together what arrived since the last time.</summary>
    public IEnumerable<string> PutTogether()
    {
        yield return $"CREATE TEMP TABLE starts AS SELECT DISTINCT event_time FROM {Stored} WHERE {Mark}";
        yield return $"CREATE TEMP TABLE together AS SELECT *, FALSE FROM ({Table.Together($"(FROM {Stored} WHERE {InStarts})")}) ORDER BY event_time";
        yield return $"DELETE FROM {Stored} WHERE {InStarts}";
        yield return $"INSERT INTO {Stored} FROM together";
        yield return "DROP TABLE together";
        yield return "DROP TABLE starts";
    }

    /// <summary>Adds up anew the quarters of an hour of rows that were changed.</summary>
    /// <param name="changed">A table of them.</param>
    public IEnumerable<string> AddUpAnew(string changed)
    {
        yield return $"CREATE TEMP TABLE starts AS SELECT DISTINCT {QuarterHourTable.Start} AS event_time FROM {changed}";
        yield return $"DELETE FROM {Stored} WHERE {InStarts}";
        yield return $"INSERT INTO {Stored} SELECT *, FALSE FROM ({Table.Together($"({Table.Of($"(FROM {Rows} WHERE {Range("INTERVAL 15 MINUTES")} AND {QuarterHourTable.Start} IN (FROM starts))")})")})";
        yield return "DROP TABLE starts";
    }

    // The range prunes; the list of starts alone would read the whole table.
    private static string InStarts => $"{Range("INTERVAL 0 MINUTES")} AND event_time IN (FROM starts)";

    private static string Range(string length) => $"event_time >= (SELECT min(event_time) FROM starts) AND event_time <= (SELECT max(event_time) FROM starts) + {length}";
}
