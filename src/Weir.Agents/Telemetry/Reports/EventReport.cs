using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>An event that an agent logged.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Attributes">Its attributes, before anything is dropped from them.</param>
/// <param name="Origin">What sent it.</param>
/// <param name="Record">Names the sender and the whole record.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Sender">Who sent it.</param>
internal sealed record EventReport(string Name, AttributeSet Attributes, TelemetryOrigin Origin, string Record, DateTime Time, TelemetrySender Sender)
{
    /// <summary>Whether an attribute is true, as a truth value or (Claude Code, Codex) as text.</summary>
    public bool IsTrue(string key) => string.Equals(Attributes.Text(key), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>An observation of the event.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="version">Its version.</param>
    /// <param name="session">Its session.</param>
    /// <param name="kind">What it shows.</param>
    /// <param name="call">The tool call that it is about, where the agent names it: told twice, it is the same.</param>
    public AgentObservation Observe(string agent, string? version, string? session, string kind, string? call) => new()
    {
        Id = call is null ? ObservationId.Of(Record, kind) : ObservationId.Of(Sender.Requester, Sender.WorkspaceId, agent, session, call, kind, "log"),
        EventTime = Time,
        WorkspaceId = Sender.WorkspaceId,
        Requester = Sender.Requester,
        Agent = agent,
        AgentVersion = version,
        SessionId = session,
        Kind = kind,
        Source = ObservationSource.TelemetryLog,
        Model = Attributes.Word("model"),
    };

    /// <summary>That the agent's logs arrive.</summary>
    public AgentObservation ObservePresence(string agent, string? version, string? session, IReadOnlyList<string> covers) => Presence.Observe(agent, version, session, ObservationSource.TelemetryLog, covers, Time, Sender);
}
