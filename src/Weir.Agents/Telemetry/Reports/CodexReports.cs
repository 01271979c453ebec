using Weir.Agents.Traffic.Commands;
using Weir.Agents.Traffic.Conversations;
using Weir.Agents.Traffic.Edits;
using Weir.Agents.Traffic.Results;
using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>
/// Codex CLI. Its metrics have no session and count neither lines nor commits; its events have the patches and commands themselves.
/// Neither tells of session starts here: thread.started has no session, and like codex.conversation_starts it counts the helper threads of the
/// terminal interface, which only the requests tell apart (agents.md 3.1). A session without an id would hide those that the requests know.
/// </summary>
internal static class CodexReports
{
    public const string Prefix = "codex.";

    private static readonly string[] Covers = [ObservationKind.Edit, ObservationKind.Commit, ObservationKind.EditDecision];

    public static IEnumerable<AgentObservation> Of(CounterReport point) =>
        [point.ObservePresence(CodingAgents.Codex, point.Origin.Resource.Word("service.version"), [])];

    public static IEnumerable<AgentObservation> Of(EventReport report)
    {
        var version = report.Attributes.Word("app.version") ?? report.Origin.Resource.Word("service.version");
        var session = report.Attributes.Word("conversation.id");
        yield return report.ObservePresence(CodingAgents.Codex, version, session, Covers);

        var tool = report.Attributes.Text("tool_name");
        var call = report.Attributes.Text("call_id");
        AgentObservation Observe(string kind) => report.Observe(CodingAgents.Codex, version, session, kind, call);
        if (report.Name == "codex.tool_decision" && tool == "apply_patch")
        {
            switch (report.Attributes.Text("decision"))
            {
                // approved, approved_for_session, approved_execpolicy_amendment...
                case { } decision when decision.StartsWith("approved", StringComparison.Ordinal):
                    yield return Observe(ObservationKind.EditDecision) with { AcceptedEdits = 1 };
                    break;
                case "denied" or "abort":
                    yield return Observe(ObservationKind.EditDecision) with { RejectedEdits = 1 };
                    break;
            }
        }
        else if (report.Name == "codex.tool_result" && report.IsTrue("success"))
        {
            // In code mode each action is logged twice, as the tool and as the script "exec" that calls it: the script's is left out.
            var arguments = report.Attributes.Text("arguments") ?? string.Empty;
            if (tool == "apply_patch")
            {
                var lines = PatchText.Count(arguments);
                yield return Observe(ObservationKind.Edit) with { LinesAdded = lines.Added, LinesRemoved = lines.Removed };
            }
            else if (tool is "exec_command" or "shell" or "shell_command" or "local_shell")
            {
                foreach (var observation in OfCommands(LoggedCommand.In(arguments), report.Attributes.Text("output") ?? string.Empty, Observe))
                {
                    yield return observation;
                }
            }
        }
    }

    // Success only says that the tool could run the commands; how they ended is in the output.
    private static IEnumerable<AgentObservation> OfCommands(IReadOnlyList<ShellCommand> commands, string output, Func<string, AgentObservation> observe)
    {
        var succeeded = Verdicts.Of(CodingAgents.Codex, new ToolResult(CallId: null, Tool: null, output, SaysError: false), isCommand: true) == Verdict.Succeeded;
        var patches = commands.Where(command => succeeded && CommandWords.NameOf(command.Words[0]) is "apply_patch" or "applypatch")
            .Select(command => PatchText.In(command.HereDocument ?? string.Join('\n', command.Words))).OfType<string>().Select(PatchText.Count).ToArray();
        if (patches.Length > 0)
        {
            yield return observe(ObservationKind.Edit) with { LinesAdded = patches.Sum(lines => lines.Added), LinesRemoved = patches.Sum(lines => lines.Removed) };
        }

        var commits = GitCommits.Made(commands, output, succeeded);
        if (commits > 0)
        {
            yield return observe(ObservationKind.Commit) with { Commits = commits };
        }

        var opened = PullRequests.Opened(commands, output);
        if (opened > 0)
        {
            yield return observe(ObservationKind.PullRequest) with { PullRequests = opened };
        }
    }
}
