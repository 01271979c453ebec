using Weir.Usage.Records;

namespace Weir.Usage.Agents;

/// <summary>What coding agents did, in the words of SQL.</summary>
public static class ActivityColumns
{
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
}
