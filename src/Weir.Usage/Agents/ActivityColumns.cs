using Weir.Usage.Records;

namespace Weir.Usage.Agents;

/// <summary>What coding agents did, in the words of SQL.</summary>
public static class ActivityColumns
{
    private static readonly string[] Counts = ["lines_added", "lines_removed", "commits", "pull_requests", "active_seconds", "accepted_edits", "rejected_edits"];

    /// <summary>The columns of <c>system.ai_gateway.coding_agent_activity</c>. A count is NULL where the row's kind has none. Tokens and costs are not here: they are those of the requests.</summary>
    public static IReadOnlyList<RecordColumn> Table { get; } =
    [
        new("event_time", "TIMESTAMP", "When it happened, UTC."),
        new("workspace_id", "VARCHAR", "The workspace ID."),
        new("requester", "VARCHAR", "The ID of the user or service principal whose agent it was."),
        new("agent", "VARCHAR", "The coding agent, for example Claude Code."),
        new("agent_version", "VARCHAR", "The agent's version, as it says itself."),
        new("session_id", "VARCHAR", "The agent's session."),
        new("kind", "VARCHAR", "What happened: session, edit, commit, pull_request, active_time, edit_decision, or telemetry (the agent reported that it is there)."),
        new("lines_added", "BIGINT", "Lines of code added."),
        new("lines_removed", "BIGINT", "Lines of code removed."),
        new("commits", "BIGINT", "Commits made."),
        new("pull_requests", "BIGINT", "Pull requests opened."),
        new("active_seconds", "DOUBLE", "Seconds in which the agent or its user were active."),
        new("accepted_edits", "BIGINT", "Edits that the user accepted."),
        new("rejected_edits", "BIGINT", "Edits that the user rejected."),
        new("model", "VARCHAR", "The model, where the source knows it."),
        new("repository", "VARCHAR", "The repository's URL, where the source knows it."),
        new("source", "VARCHAR", "Where the figures come from: TELEMETRY_METRIC, TELEMETRY_LOG, VENDOR_API, or TRAFFIC (the tool calls that passed through the gateway). Two sources of one session are never added."),
    ];

    /// <summary>What only the base table of observations holds.</summary>
    public static IReadOnlyList<RecordColumn> BaseOnly { get; } =
    [
        new("observation_id", "VARCHAR", "The same for the same thing told again."),
        new("covers", "VARCHAR[]", "The kinds that the source tells of for this session."),
        new("series", "VARCHAR", "Which series the counts are totals of; NULL where they are counts."),
    ];

    /// <summary>The table's rows, from the base table of all that was told. A time range that is asked of them is one of the base table's rows.</summary>
    /// <param name="observations">The base table.</param>
    public static string RowsOf(string observations)
    {
        // The totals of a series only grow, so the total before one is the next lower, in whatever order they came. Rows of no series are not ordered for it.
        var differences = string.Join(", ", Counts.Select(count => $"{count} - coalesce(lag({count}) OVER (PARTITION BY series ORDER BY {count}), 0) AS {count}"));
        var columns = string.Join(", ", Table.Select(column => column.Name));
        const string rank = "CASE source WHEN 'TELEMETRY_METRIC' THEN 1 WHEN 'TELEMETRY_LOG' THEN 2 WHEN 'VENDOR_API' THEN 3 ELSE 4 END";

        // What lies within 30 minutes lies in the same piece of 30 minutes or in one beside it. Of a piece only the first and the last moment of each rank need be compared.
        const string piece = "epoch_us(event_time) // 1800000000";
        const string same = "better.workspace_id = told.workspace_id AND better.requester = told.requester AND better.agent = told.agent AND better.kind = told.kind";
        return $"""
            WITH told AS (
              SELECT {columns}, {rank} AS rank, {piece} AS piece, session_id IS NULL AS nameless FROM {observations} WHERE series IS NULL
              UNION ALL SELECT {columns}, {rank} AS rank, {piece} AS piece, session_id IS NULL AS nameless FROM (SELECT * REPLACE ({differences}) FROM {observations} WHERE series IS NOT NULL)),
            covering AS (
              SELECT workspace_id, requester, agent, session_id, event_time, {rank} AS rank, unnest(covers) AS kind FROM {observations} WHERE len(covers) > 0
              UNION ALL SELECT workspace_id, requester, agent, session_id, event_time, {rank} AS rank, kind FROM {observations} WHERE kind <> 'telemetry' AND source <> 'TRAFFIC'),
            sessions AS (SELECT workspace_id, requester, agent, session_id, kind, min(rank) AS rank FROM covering WHERE session_id IS NOT NULL GROUP BY ALL),
            pieces AS (
              SELECT workspace_id, requester, agent, kind, rank, session_id IS NULL AS nameless, {piece} AS piece, min(event_time) - INTERVAL 30 MINUTES AS since, max(event_time) + INTERVAL 30 MINUTES AS until
              FROM covering GROUP BY ALL),
            near AS (
              SELECT workspace_id, requester, agent, kind, rank, since, until, piece + beside AS piece, reached
              FROM pieces CROSS JOIN (VALUES (-1), (0), (1)) places(beside) CROSS JOIN (VALUES (true), (false)) reach(reached) WHERE nameless OR reached)
            SELECT {columns} FROM told
            ANTI JOIN sessions better ON {same} AND better.session_id = told.session_id AND better.rank < told.rank
            ANTI JOIN near better ON {same} AND better.piece = told.piece AND better.reached = told.nameless AND better.rank < told.rank AND better.since <= told.event_time AND better.until >= told.event_time
            """;
    }
}
