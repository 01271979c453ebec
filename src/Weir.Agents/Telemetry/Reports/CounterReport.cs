using System.Globalization;
using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>A point of a counter that an agent sent.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Value">The value. Claude Code sends whole numbers as floating-point ones.</param>
/// <param name="IsCumulative">Whether the value counts since the series began; else since the point before.</param>
/// <param name="Attributes">The point's attributes.</param>
/// <param name="Origin">What sent it.</param>
/// <param name="Series">Names the sender, the metric, the attributes and the start: what the values of one series have in common.</param>
/// <param name="Point">Names the point within its series: its time.</param>
/// <param name="Time">When it was taken, UTC.</param>
/// <param name="Sender">Who sent it.</param>
internal sealed record CounterReport(string Metric, double Value, bool IsCumulative, AttributeSet Attributes, TelemetryOrigin Origin, string Series, string Point, DateTime Time, TelemetrySender Sender)
{
    // Far more than an agent does between two exports; what is above is a mistake of the sender.
    private const int MostStarts = 1000;

    /// <summary>The agent's session: on the point, or (Gemini CLI) on what sent it.</summary>
    public string? Session => Attributes.Word("session.id") ?? Origin.Resource.Word("session.id");

    /// <summary>The value as a whole number; NULL where it is none of a count.</summary>
    public long? Count => Value is > 0 and < 1e15 ? (long)Math.Round(Value) : null;

    /// <summary>The model without the suffix by which Claude Code tells its context window (<c>claude-opus-4-8[1m]</c>).</summary>
    public string? Model => Attributes.Word("model") is not { } model ? null : model.IndexOf('[', StringComparison.Ordinal) is > 0 and var end ? model[..end] : model;

    /// <summary>An observation of the point. A cumulative value that is sent again is the same one; of others the time tells them apart.</summary>
    public AgentObservation Observe(string agent, string? version, string kind) => new()
    {
        Id = ObservationId.Of(Series, IsCumulative ? "total " + Value.ToString("R", CultureInfo.InvariantCulture) : Point, kind),
        EventTime = Time,
        WorkspaceId = Sender.WorkspaceId,
        Requester = Sender.Requester,
        Agent = agent,
        AgentVersion = version,
        SessionId = Session,
        Kind = kind,
        Source = ObservationSource.TelemetryMetric,
        Series = IsCumulative ? Series : null,
        Model = Model,
    };

    /// <summary>The session starts that the point counts, each an observation of its own, which has no count that a series could be of.</summary>
    public IEnumerable<AgentObservation> ObserveStarts(string agent, string? version)
    {
        for (var start = 1; start <= Math.Min(Count ?? 0, MostStarts); start++)
        {
            yield return Observe(agent, version, ObservationKind.Session) with
            {
                Id = ObservationId.Of(Series, IsCumulative ? "start" : Point, start.ToString(CultureInfo.InvariantCulture), ObservationKind.Session),
                Series = null,
            };
        }
    }

    /// <summary>That the agent's metrics arrive.</summary>
    public AgentObservation ObservePresence(string agent, string? version, IReadOnlyList<string> covers) => Presence.Observe(agent, version, Session, ObservationSource.TelemetryMetric, covers, Time, Sender);
}
