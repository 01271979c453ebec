using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>
/// The counters of Claude Code, and of agents that copy them. After <c>--continue</c>, Claude Code's session.count carries a fresh session
/// id while all else carries the one that is continued (agents.md 2.3); so sessions are counted from the requests, and the rows of kind
/// session are for those whose requests do not pass the gateway.
/// </summary>
internal sealed class CounterShape(string agent, string prefix, string sessions, string lines, string commits, string pullRequests, string activeTime, string decisions)
{
    // Each is told of from an agent's start, so what has no point has not happened.
    private static readonly string[] Covers =
        [ObservationKind.Session, ObservationKind.Edit, ObservationKind.Commit, ObservationKind.PullRequest, ObservationKind.ActiveTime, ObservationKind.EditDecision];

    /// <summary>Whether a metric is the agent's.</summary>
    public bool Has(string metric) => metric.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>What a point shows. One whose value is zero shows that the agent reports.</summary>
    public IEnumerable<AgentObservation> Of(CounterReport point)
    {
        var version = point.Origin.Resource.Word("service.version");
        return Figures(point, version, point.Metric[prefix.Length..]).Append(point.ObservePresence(agent, version, Covers));
    }

    private IEnumerable<AgentObservation> Figures(CounterReport point, string? version, string metric)
    {
        if (point.Count is not { } count)
        {
            return [];
        }

        AgentObservation Of(string kind) => point.Observe(agent, version, kind);
        return metric switch
        {
            _ when metric == sessions => point.ObserveStarts(agent, version),
            _ when metric == lines && point.Attributes.Text("type") == "added" => [Of(ObservationKind.Edit) with { LinesAdded = count }],
            _ when metric == lines && point.Attributes.Text("type") == "removed" => [Of(ObservationKind.Edit) with { LinesRemoved = count }],
            _ when metric == commits => [Of(ObservationKind.Commit) with { Commits = count }],
            _ when metric == pullRequests => [Of(ObservationKind.PullRequest) with { PullRequests = count }],
            _ when metric == activeTime => [Of(ObservationKind.ActiveTime) with { ActiveSeconds = point.Value }],
            _ when metric == decisions && point.Attributes.Text("decision") == "accept" => [Of(ObservationKind.EditDecision) with { AcceptedEdits = count }],
            _ when metric == decisions && point.Attributes.Text("decision") == "reject" => [Of(ObservationKind.EditDecision) with { RejectedEdits = count }],
            _ => [],
        };
    }
}
