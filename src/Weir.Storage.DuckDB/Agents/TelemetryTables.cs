using System.Globalization;
using DuckDB.NET.Data;
using Weir.Storage.DuckDB.Ingest;
using Weir.Usage.Agents;
using Weir.Usage.Records;
using Weir.Usage.Telemetry;

namespace Weir.Storage.DuckDB.Agents;

/// <summary>The tables of what agents' telemetry and tool calls told, and how lines of the stream <c>telemetry</c> get into them: each once, however often it was told.</summary>
internal static class TelemetryTables
{
    /// <summary>The base table of observations.</summary>
    public const string Observations = "ai_gateway.agent_observations";

    private const string Sessions = "ai_gateway.agent_sessions_told";

    // Whether a more trusted source tells of the same work. An earlier version that writes to the file leaves it NULL.
    private const string Superseded = "superseded";
    private const string Times = "ai_gateway.agent_observed_times";

    private static readonly (string Line, string Table, IReadOnlyList<RecordColumn> Columns)[] Signals =
    [
        (TelemetryTable.Metrics, "ai_gateway.otel_metrics", TelemetryColumns.Metrics),
        (TelemetryTable.Logs, "ai_gateway.otel_logs", TelemetryColumns.Logs),
        (TelemetryTable.Spans, "ai_gateway.otel_spans", TelemetryColumns.Spans),
    ];

    private static readonly IReadOnlyList<RecordColumn> ObservationColumns = [.. ActivityColumns.BaseOnly, .. ActivityColumns.Table];

    /// <summary>The tables of signals, with the columns that hold the time of a row.</summary>
    public static IEnumerable<(string Table, string TimeColumn)> Dated => [.. Signals.Select(signal => (signal.Table, "time")), (Observations, "event_time"), (Sessions, "last_event_time"), (Times, "until")];

    /// <summary>Removes the table that an earlier version had in the place of a view, and never wrote to.</summary>
    public static void RemoveEarlier(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'ai_gateway' AND table_name = 'coding_agent_activity'";
        if (Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0)
        {
            UsageDatabase.Run(connection, "DROP TABLE ai_gateway.coding_agent_activity");
        }
    }

    /// <summary>Makes the tables and views.</summary>
    public static IEnumerable<string> Schema()
    {
        yield return $"CREATE TABLE IF NOT EXISTS {Observations} ({Declared(ObservationColumns)}, {Superseded} BOOLEAN, PRIMARY KEY (observation_id))";
        yield return $"ALTER TABLE {Observations} ADD COLUMN IF NOT EXISTS {Superseded} BOOLEAN";
        yield return $"CREATE TABLE IF NOT EXISTS {Sessions} ({ActivityPrecedence.SessionColumns})";
        yield return $"CREATE TABLE IF NOT EXISTS {Times} ({ActivityPrecedence.TimeColumns})";
        yield return "DROP TABLE IF EXISTS ai_gateway.agent_observed_sessions";
        yield return $"CREATE OR REPLACE VIEW ai_gateway.coding_agent_activity AS {ActivityPrecedence.RowsOf(Observations)}";
        foreach (var (_, table, columns) in Signals)
        {
            yield return $"CREATE TABLE IF NOT EXISTS {table} ({Declared(columns.Concat(TelemetryColumns.Sender))})";
            yield return $"CREATE OR REPLACE MACRO {table}_of(wanted) AS TABLE SELECT {Names(columns)} FROM {table} WHERE table_name = wanted";
        }
    }

    /// <summary>Finds what is superseded, once, where a version that does not keep it made the file or has written to it. Broken off, it has done nothing.</summary>
    public static void Complete(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT EXISTS (FROM {Observations} WHERE {Superseded} IS NULL)";
        if (command.ExecuteScalar() is not true)
        {
            return;
        }

        using var transaction = connection.BeginTransaction();
        foreach (var statement in new[]
        {
            $"DELETE FROM {Sessions}",
            $"DELETE FROM {Times}",
            $"INSERT INTO {Sessions} {ActivityPrecedence.SessionsOf(Observations)}",
            $"INSERT INTO {Times} {ActivityPrecedence.TimesOf(Observations)}",
            $"UPDATE {Observations} SET {Superseded} = observation_id IN ({ActivityPrecedence.SupersededOf(Observations, Sessions, Times)})",
        })
        {
            UsageDatabase.Run(connection, statement);
        }

        transaction.Commit();
    }

    /// <summary>The statements that take a file of lines.</summary>
    /// <param name="has">Whether the file has lines of a table.</param>
    public static IEnumerable<string> Inserts(Func<string, bool> has)
    {
        foreach (var statement in has(TelemetryTable.Observations) ? InsertObservations() : [])
        {
            yield return statement;
        }

        foreach (var (line, table, columns) in Signals.Where(signal => has(signal.Line)))
        {
            var all = columns.Concat(TelemetryColumns.Sender).ToList();
            yield return $"CREATE TEMP TABLE told AS SELECT DISTINCT ON (record_id) {Names(all)} FROM {Read(line, all)}";
            yield return $"INSERT INTO {table} ({Names(all)}) FROM told WHERE record_id NOT IN (SELECT record_id FROM {table} WHERE \"time\" BETWEEN (SELECT min(\"time\") FROM told) AND (SELECT max(\"time\") FROM told))";
            yield return "DROP TABLE told";
        }
    }

    /// <summary>Puts together what arrived since the last time.</summary>
    public static IEnumerable<string> PutTogether()
    {
        foreach (var (table, together) in new[] { (Sessions, ActivityPrecedence.SessionsTogether(Sessions)), (Times, ActivityPrecedence.TimesTogether(Times)) })
        {
            yield return $"CREATE TEMP TABLE together AS {together}";
            yield return $"DELETE FROM {table}";
            yield return $"INSERT INTO {table} FROM together";
            yield return "DROP TABLE together";
        }
    }

    // What arrives may be superseded by what is there, and may supersede what is there: only since the time of which it tells anything new. Of the tables beside the observations little is looked at, since this is done for each slice.
    private static IEnumerable<string> InsertObservations()
    {
        yield return $"CREATE TEMP TABLE told AS SELECT DISTINCT ON (observation_id) {Names(ObservationColumns)} FROM {Read(TelemetryTable.Observations, ObservationColumns)}";
        yield return "SET VARIABLE told_since = (SELECT min(event_time) - INTERVAL 1 HOUR FROM told)";
        yield return "SET VARIABLE told_until = (SELECT max(event_time) + INTERVAL 1 HOUR FROM told)";
        yield return $"CREATE TEMP TABLE sessions_told AS {ActivityPrecedence.SessionsOf("told")}";
        yield return $"CREATE TEMP TABLE times_told AS {ActivityPrecedence.TimesOf("told")}";
        yield return $"CREATE TEMP TABLE sessions_known AS FROM {Sessions} WHERE session_id IN (SELECT session_id FROM sessions_told)";
        yield return $"CREATE TEMP TABLE times_known AS FROM {Times} WHERE until >= getvariable('told_since') AND since <= getvariable('told_until')";
        yield return $"INSERT INTO {Sessions} FROM sessions_told";
        yield return $"INSERT INTO {Times} FROM times_told";
        var superseded = ActivityPrecedence.SupersededOf("told", "(FROM sessions_known UNION ALL FROM sessions_told)", "(FROM times_known UNION ALL FROM times_told)");
        yield return $"INSERT OR IGNORE INTO {Observations} ({Names(ObservationColumns)}, {Superseded}) SELECT *, observation_id IN ({superseded}) FROM told";

        yield return $"CREATE TEMP TABLE sessions_new AS {ActivityPrecedence.NewSessions("(FROM sessions_told WHERE rank < 4)", "sessions_known")}";
        yield return $"SET VARIABLE told_since = (SELECT least((SELECT min(since) FROM times_told), ({ActivityPrecedence.BeginningOf("sessions_new", "(FROM sessions_known UNION ALL FROM sessions_told)")})))";
        var before = $"(FROM {Observations} WHERE NOT {Superseded} AND event_time >= getvariable('told_since'))";
        yield return $"UPDATE {Observations} SET {Superseded} = TRUE WHERE event_time >= getvariable('told_since') AND observation_id IN ({ActivityPrecedence.SupersededOf(before, "sessions_new", "times_told")})";
        yield return "DROP TABLE told; DROP TABLE sessions_told; DROP TABLE times_told; DROP TABLE sessions_known; DROP TABLE times_known; DROP TABLE sessions_new";
    }

    private static string Read(string line, IEnumerable<RecordColumn> columns) => $"{JsonLines.Table(columns.Prepend(new RecordColumn("line", "VARCHAR", string.Empty)))} WHERE line = '{line}'";

    private static string Declared(IEnumerable<RecordColumn> columns) => string.Join(", ", columns.Select(column => $"{Quoted(column)} {column.SqlType}"));

    private static string Names(IEnumerable<RecordColumn> columns) => string.Join(", ", columns.Select(Quoted));

    private static string Quoted(RecordColumn column) => $"\"{column.Name}\"";
}
