using System.Globalization;
using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>That an agent's telemetry arrives, and which kinds it tells of: at most one observation for each session, signal and ten minutes.</summary>
internal static class Presence
{
    private static readonly long Slot = TimeSpan.FromMinutes(10).Ticks;

    public static AgentObservation Observe(string agent, string? version, string? session, ObservationSource source, IReadOnlyList<string> covers, DateTime time, TelemetrySender sender) => new()
    {
        Id = ObservationId.Of(
            sender.Requester,
            sender.WorkspaceId,
            agent,
            session,
            ObservationKind.Telemetry,
            source.ToString(),
            string.Join(',', covers),
            (time.Ticks / Slot).ToString(CultureInfo.InvariantCulture)),
        EventTime = time,
        WorkspaceId = sender.WorkspaceId,
        Requester = sender.Requester,
        Agent = agent,
        AgentVersion = version,
        SessionId = session,
        Kind = ObservationKind.Telemetry,
        Source = source,
        Covers = covers,
    };
}
