using Weir.Storage.DuckDB.QuarterHours;
using Weir.Usage.Records;

namespace Weir.Storage.DuckDB.Spend;

/// <summary>
/// The table <c>billed_attempts</c>, which <c>spend</c> shows: what lies in the lists of records, unpacked once, since every question of costs would do it again for each row.
/// Whoever writes records or their costs writes it in the same transaction.
/// </summary>
internal static class BilledAttempts
{
    public const string Table = "ai_gateway.billed_attempts";

    private static readonly string Names = string.Join(", ", CostColumns.Spend.Select(column => column.Name));

    /// <summary>Makes the table and the view. A file of a version without the table gets the attempts of all its records.</summary>
    public static IEnumerable<string> Schema()
    {
        yield return $"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", CostColumns.Spend.Select(column => $"{column.Name} {column.SqlType}"))})";
        foreach (var column in CostColumns.Spend)
        {
            // An older version's file gets the columns that this one knows.
            yield return $"ALTER TABLE {Table} ADD COLUMN IF NOT EXISTS {column.Name} {column.SqlType}";
        }

        yield return $"INSERT INTO {Table} ({Names}) SELECT * FROM ({CostColumns.AttemptsOf("ai_gateway.records")}) WHERE NOT EXISTS (FROM {Table})";
        yield return $"CREATE OR REPLACE VIEW ai_gateway.spend AS SELECT {Names} FROM {Table}";
    }

    /// <summary>Adds the attempts of records.</summary>
    /// <param name="records">A table of them.</param>
    public static IEnumerable<string> Add(string records)
    {
        yield return $"CREATE TEMP TABLE billed AS {CostColumns.AttemptsOf(records)}";
        yield return $"INSERT INTO {Table} ({Names}) SELECT {Names} FROM billed";
        yield return AddedUp.Spend.Add("billed");
        yield return "DROP TABLE billed";
    }

    /// <summary>Makes the attempts of some requests anew from their records.</summary>
    /// <param name="requests">A table with the column <c>request_id</c>.</param>
    public static IEnumerable<string> Replace(string requests)
    {
        yield return $"CREATE TEMP TABLE replaced AS (FROM ai_gateway.records WHERE request_id IN (SELECT request_id FROM {requests}))";
        yield return $"DELETE FROM {Table} WHERE request_id IN (SELECT request_id FROM replaced)";
        yield return $"INSERT INTO {Table} ({Names}) {CostColumns.AttemptsOf("replaced")}";
        foreach (var statement in AddedUp.Spend.AddUpAnew("replaced"))
        {
            yield return statement;
        }

        yield return "DROP TABLE replaced";
    }
}
