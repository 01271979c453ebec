using System.Text.Json;
using Weir.Agents.Traffic.Commands;
using Weir.Agents.Traffic.Conversations;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>Gemini CLI, and its fork Qwen Code. Its metrics have no commits, and its resource's service.version is that of node.</summary>
internal sealed class GeminiReports(string agent, string prefix)
{
    private static readonly string[] Covers = [ObservationKind.Session, ObservationKind.Edit, ObservationKind.EditDecision];
    private static readonly string[] EditFunctions = ["write_file", "replace", "edit"];

    /// <summary>Whether a metric or an event is the agent's.</summary>
    public bool Has(string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>What a point shows.</summary>
    public IEnumerable<AgentObservation> Of(CounterReport point) => Figures(point).Append(point.ObservePresence(agent, null, Covers));

    /// <summary>What an event shows. Only with logPrompts it has the command that was run; then, and only then, the events cover commits.</summary>
    public IEnumerable<AgentObservation> Of(EventReport report)
    {
        var session = report.Attributes.Word("session.id") ?? report.Origin.Resource.Word("session.id");
        var arguments = report.Name[prefix.Length..] == "tool_call" ? report.Attributes.Text("function_args") : null;
        yield return report.ObservePresence(agent, null, session, arguments is null ? [] : [ObservationKind.Commit]);

        if (arguments is not null && report.Attributes.Text("function_name") == "run_shell_command" && report.IsTrue("success") && EndedWell(report.Attributes.Text("metadata"))
            && GitCommits.Made(LoggedCommand.In(arguments), output: string.Empty, succeeded: true) is > 0 and var commits)
        {
            yield return report.Observe(agent, null, session, ObservationKind.Commit, call: null) with { Commits = commits };
        }
    }

    // Success only says that the command could be run. How it ended is in the metadata: the exit code of one that failed, the process id of one that was left to the background.
    private static bool EndedWell(string? metadata)
    {
        var told = ToolInput.OfText(metadata ?? string.Empty);
        return told.Member("pid").ValueKind == JsonValueKind.Undefined && (told.Member("exitCode") is not { ValueKind: JsonValueKind.Number } code || (code.TryGetInt32(out var exit) && exit == 0));
    }

    private IEnumerable<AgentObservation> Figures(CounterReport point)
    {
        if (point.Count is not { } count)
        {
            return [];
        }

        AgentObservation Of(string kind) => point.Observe(agent, null, kind);
        return point.Metric[prefix.Length..] switch
        {
            "session.count" => point.ObserveStarts(agent, null),
            "lines.changed" when point.Attributes.Text("type") == "added" => [Of(ObservationKind.Edit) with { LinesAdded = count }],
            "lines.changed" when point.Attributes.Text("type") == "removed" => [Of(ObservationKind.Edit) with { LinesRemoved = count }],
            "tool.call.count" when EditFunctions.Contains(point.Attributes.Text("function_name"), StringComparer.Ordinal) => point.Attributes.Text("decision") switch
            {
                "accept" or "auto_accept" or "modify" => [Of(ObservationKind.EditDecision) with { AcceptedEdits = count }],
                "reject" => [Of(ObservationKind.EditDecision) with { RejectedEdits = count }],
                _ => [],
            },
            _ => [],
        };
    }
}
