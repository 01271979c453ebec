namespace Weir.Usage.Agents;

/// <summary>
/// Which of what several sources told of the same work is a row of <c>system.ai_gateway.coding_agent_activity</c>, in the engine's SQL: that of the most trusted source of a session; where a session is not named, of half an hour of one person's agent.
/// What is told is only ever superseded by more that is told, never the other way round, so each observation keeps whether it is. What sources tell of is kept in two small tables beside them, whose rows may be there several times.
/// </summary>
public static class ActivityPrecedence
{
    private const string Rank = "CASE source WHEN 'TELEMETRY_METRIC' THEN 1 WHEN 'TELEMETRY_LOG' THEN 2 WHEN 'VENDOR_API' THEN 3 ELSE 4 END";

    // What lies within 30 minutes lies in the same piece of 30 minutes or in one beside it. Of a piece only the first and the last moment of each rank need be compared.
    private const string Piece = "epoch_us(event_time) // 1800000000";

    // 64 bits stand for the names: comparing those for each row would take most of the time.
    private const string Who = "hash(workspace_id, requester, agent, kind)";
    private const string Session = "hash(workspace_id, requester, agent, kind, session_id)";

    private static readonly string[] Counts = ["lines_added", "lines_removed", "commits", "pull_requests", "active_seconds", "accepted_edits", "rejected_edits"];

    /// <summary>The columns of the table of the sessions that sources tell of.</summary>
    public const string SessionColumns = "workspace_id VARCHAR, requester VARCHAR, agent VARCHAR, kind VARCHAR, session_id VARCHAR, rank INTEGER, first_event_time TIMESTAMP, last_event_time TIMESTAMP";

    /// <summary>The columns of the table of the times that sources tell of.</summary>
    public const string TimeColumns = "workspace_id VARCHAR, requester VARCHAR, agent VARCHAR, kind VARCHAR, rank INTEGER, nameless BOOLEAN, piece BIGINT, since TIMESTAMP, until TIMESTAMP";

    /// <summary>The sessions that observations tell of, those of the least trusted source among them: they supersede nothing, and say when the session began.</summary>
    /// <param name="observations">A table of them.</param>
    public static string SessionsOf(string observations) => $"""
        SELECT workspace_id, requester, agent, kind, session_id, min(rank) AS rank, min(event_time) AS first_event_time, max(event_time) AS last_event_time
        FROM ({CoveringOf(observations)} UNION ALL SELECT workspace_id, requester, agent, session_id, event_time, {Rank} AS rank, kind FROM {observations} WHERE kind <> 'telemetry' AND source = 'TRAFFIC')
        WHERE session_id IS NOT NULL GROUP BY ALL
        """;

    /// <summary>The times that observations tell of.</summary>
    /// <param name="observations">A table of them.</param>
    public static string TimesOf(string observations) =>
        $"SELECT workspace_id, requester, agent, kind, rank, session_id IS NULL AS nameless, {Piece} AS piece, min(event_time) - INTERVAL 30 MINUTES AS since, max(event_time) + INTERVAL 30 MINUTES AS until FROM ({CoveringOf(observations)}) GROUP BY ALL";

    /// <summary>The rows of the table of sessions, each once.</summary>
    public static string SessionsTogether(string sessions) =>
        $"SELECT workspace_id, requester, agent, kind, session_id, min(rank) AS rank, min(first_event_time) AS first_event_time, max(last_event_time) AS last_event_time FROM {sessions} GROUP BY ALL";

    /// <summary>Those sessions of which a table does not yet tell as much.</summary>
    /// <param name="told">A table of sessions.</param>
    /// <param name="sessions">The table of all.</param>
    public static string NewSessions(string told, string sessions) => $"""
        WITH told AS (SELECT *, {Session} AS session FROM {told}), known AS (SELECT {Session} AS session, rank FROM {sessions})
        SELECT * EXCLUDE (session) FROM told ANTI JOIN known ON known.session = told.session AND known.rank <= told.rank
        """;

    /// <summary>When the first of some sessions began.</summary>
    /// <param name="told">A table of sessions.</param>
    /// <param name="sessions">The table of all.</param>
    public static string BeginningOf(string told, string sessions) =>
        $"SELECT min(first_event_time) FROM {sessions} WHERE {Session} IN (SELECT {Session} FROM {told})";

    /// <summary>The rows of the table of times, each once.</summary>
    public static string TimesTogether(string times) =>
        $"SELECT workspace_id, requester, agent, kind, rank, nameless, piece, min(since) AS since, max(until) AS until FROM {times} GROUP BY ALL";

    /// <summary>The identifiers of those observations that others supersede.</summary>
    /// <param name="observations">A table of observations.</param>
    /// <param name="sessions">A table of the sessions that sources tell of.</param>
    /// <param name="times">A table of the times that sources tell of.</param>
    public static string SupersededOf(string observations, string sessions, string times) => $"""
        WITH told AS (SELECT observation_id, event_time, {Rank} AS rank, {Piece} AS piece, session_id IS NULL AS nameless, {Who} AS who, {Session} AS session FROM {observations} WHERE source <> 'TELEMETRY_METRIC'),
        sessions AS (SELECT {Session} AS session, min(rank) AS rank FROM {sessions} GROUP BY ALL),
        near AS (
          SELECT {Who} AS who, rank, since, until, piece + beside AS piece, reached
          FROM {times} CROSS JOIN (VALUES (-1), (0), (1)) places(beside) CROSS JOIN (VALUES (true), (false)) reach(reached) WHERE nameless OR reached)
        SELECT observation_id FROM told SEMI JOIN sessions better ON better.session = told.session AND better.rank < told.rank
        UNION ALL
        SELECT observation_id FROM told
        SEMI JOIN near better ON better.who = told.who AND better.piece = told.piece AND better.reached = told.nameless AND better.rank < told.rank AND better.since <= told.event_time AND better.until >= told.event_time
        """;

    /// <summary>The rows of the activity. A time range that is asked of them is one of the observations.</summary>
    /// <param name="observations">The table of all that was told, with the column <c>superseded</c>.</param>
    public static string RowsOf(string observations)
    {
        // The totals of a series only grow, so the total before one is the next lower, in whatever order they came. Rows of no series are not ordered for it.
        var differences = string.Join(", ", Counts.Select(count => $"{count} - coalesce(lag({count}) OVER (PARTITION BY series ORDER BY {count}), 0) AS {count}"));
        var columns = string.Join(", ", ActivityColumns.Table.Select(column => column.Name));
        return $"""
            SELECT {columns} FROM {observations} WHERE series IS NULL AND NOT superseded
            UNION ALL SELECT {columns} FROM (SELECT * REPLACE ({differences}) FROM {observations} WHERE series IS NOT NULL) WHERE NOT superseded
            """;
    }

    private static string CoveringOf(string observations) => $"""
        SELECT workspace_id, requester, agent, session_id, event_time, {Rank} AS rank, unnest(covers) AS kind FROM {observations} WHERE len(covers) > 0
        UNION ALL SELECT workspace_id, requester, agent, session_id, event_time, {Rank} AS rank, kind FROM {observations} WHERE kind <> 'telemetry' AND source <> 'TRAFFIC'
        """;
}
