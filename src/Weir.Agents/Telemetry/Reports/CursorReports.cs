using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>Cursor's export for enterprises. It has neither lines nor commits, so it only says that Cursor was at work; its rows are stored as all others.</summary>
internal static class CursorReports
{
    public static bool IsCursor(TelemetryOrigin origin) => origin.ScopeName == "cursor.telemetry";

    public static IEnumerable<AgentObservation> Of(CounterReport point) => [point.ObservePresence(CodingAgents.Cursor, null, [])];

    public static IEnumerable<AgentObservation> Of(EventReport report) => [report.ObservePresence(CodingAgents.Cursor, null, report.Attributes.Word("cursor.conversation.id"), [])];
}
