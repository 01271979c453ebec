using System.Text.Json;
using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>Claude Code's log events, for where its metrics are not sent.</summary>
internal static class ClaudeCodeEvents
{
    // A decision is logged for each edit. A commit is known only with OTEL_LOG_TOOL_DETAILS, so the events do not cover commits by being there.
    private static readonly string[] Covers = [ObservationKind.EditDecision];

    private static readonly string[] EditTools = ["Edit", "Write", "MultiEdit", "NotebookEdit"];

    public static bool IsClaudeCode(TelemetryOrigin origin) => origin.ScopeName.StartsWith("com.anthropic.claude_code", StringComparison.Ordinal);

    public static IEnumerable<AgentObservation> Of(EventReport report)
    {
        var version = report.Origin.Resource.Word("service.version");
        var session = report.Attributes.Word("session.id");
        yield return report.ObservePresence(CodingAgents.ClaudeCode, version, session, Covers);

        var tool = report.Attributes.Text("tool_name");
        var call = report.Attributes.Text("tool_use_id");
        AgentObservation Observe(string kind) => report.Observe(CodingAgents.ClaudeCode, version, session, kind, call);
        if (report.Name == "tool_result" && report.IsTrue("success") && HasCommit(report.Attributes.Text("tool_parameters")))
        {
            // One for each call of the shell, as Claude Code's own counter has it: two commits in one call are one.
            yield return Observe(ObservationKind.Commit) with { Commits = 1 };
        }
        else if (report.Name == "tool_decision" && EditTools.Contains(tool, StringComparer.Ordinal))
        {
            switch (report.Attributes.Text("decision"))
            {
                case "accept":
                    yield return Observe(ObservationKind.EditDecision) with { AcceptedEdits = 1 };
                    break;
                case "reject":
                    yield return Observe(ObservationKind.EditDecision) with { RejectedEdits = 1 };
                    break;
            }
        }
    }

    private static bool HasCommit(string? parameters)
    {
        if (parameters is null)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(parameters);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("git_commit_id", out var commit) && commit.ValueKind == JsonValueKind.String && commit.GetString() is { Length: > 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
