using System.Text.Json;
using Weir.Agents.Traffic.Commands;
using Weir.Agents.Traffic.Conversations;
using Weir.Agents.Traffic.Edits;
using Weir.Agents.Traffic.Results;

namespace Weir.Agents.Traffic;

/// <summary>Tells what a tool call did from its input and its result.</summary>
internal static class ToolActions
{
    /// <summary>What the call did, in the order of its input. Nothing of a call that failed, but for what its output proves.</summary>
    public static IReadOnlyList<AgentAction> Of(string agent, ToolOutcome outcome, Conversation conversation, EarlierContents contents)
    {
        var isEdit = FileEdits.Edits(outcome.Call);
        var verdict = Verdicts.Of(agent, outcome.Result, isCommand: !isEdit);
        if (isEdit)
        {
            return verdict switch
            {
                Verdict.Rejected => [new AgentAction.RejectedEdit()],
                Verdict.Succeeded => [new AgentAction.Edit(FileEdits.Count(outcome, path => contents.Before(outcome, path)))],
                _ => [],
            };
        }

        var succeeded = verdict == Verdict.Succeeded;
        if (IsScript(outcome.Call))
        {
            return succeeded ? OfScript(outcome) : [];
        }

        if (CommandsOf(outcome.Call) is { } commands)
        {
            return [.. OfCommands(commands, outcome.Result.Text, succeeded)];
        }

        // What was told while the command still ran is counted already.
        return verdict != Verdict.Unknown && RunningCommand.Of(conversation, outcome) is { } running && CommandsOf(running.Call) is { } begun
            ? [.. OfCommands(begun, outcome.Result.Text, succeeded && GitCommits.ToldIn(running.EarlierOutput) == 0)]
            : [];
    }

    /// <summary>Codex's code mode: a custom tool whose input is JavaScript.</summary>
    private static bool IsScript(ToolCall call) => call.Tool == "exec" && call.Input.Member("cmd", "command").ValueKind == JsonValueKind.Undefined;

    private static IReadOnlyList<ShellCommand>? CommandsOf(ToolCall call)
    {
        switch (call.Tool.ToLowerInvariant())
        {
            case "bash" or "shell" or "exec_command" or "shell_command" or "local_shell" or "container.exec" or "run_shell_command" or "run_terminal_cmd" or "run_terminal_command" or "execute_command" or "exec" or "terminal":
                var command = call.Input.Member("command", "cmd", "script");
                return command.ValueKind switch
                {
                    JsonValueKind.String => ShellScript.CommandsOf(command.GetString()!),
                    JsonValueKind.Array => ShellScript.CommandsOf([.. command.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)]),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static List<AgentAction> OfScript(ToolOutcome outcome)
    {
        var calls = CodeModeScript.CallsIn(outcome.Call.Input.Text);
        var answers = ScriptAnswers.In(outcome.Result.Text);
        var command = 0;
        var commands = calls.Count(call => call.Tool != "apply_patch");
        var untold = outcome.Result.Text;
        var actions = new List<AgentAction>();
        foreach (var call in calls)
        {
            if (call.Tool == "apply_patch")
            {
                actions.Add(new AgentAction.Edit(PatchText.In(call.Text) is { } patch ? PatchText.Count(patch) : null));
            }
            else if (answers.Count == commands)
            {
                var answer = answers[command++];
                actions.AddRange(OfCommands(ShellScript.CommandsOf(call.Text), answer.Output, answer.ExitCode == 0));
            }
            else
            {
                // A script that does not show each command's answer: what it shows is taken for the first command that it fits.
                var made = OfCommands(ShellScript.CommandsOf(call.Text), untold, answers.TrueForAll(answer => answer.ExitCode == 0)).ToList();
                untold = made.Exists(action => action is AgentAction.Commit or AgentAction.PullRequest) ? string.Empty : untold;
                actions.AddRange(made);
            }
        }

        return actions;
    }

    private static IEnumerable<AgentAction> OfCommands(IReadOnlyList<ShellCommand> commands, string output, bool succeeded)
    {
        foreach (var command in commands.Where(command => succeeded && CommandWords.NameOf(command.Words[0]) is "apply_patch" or "applypatch"))
        {
            if (PatchText.In(command.HereDocument ?? string.Join('\n', command.Words)) is { } patch)
            {
                yield return new AgentAction.Edit(PatchText.Count(patch));
            }
        }

        var commits = GitCommits.Made(commands, output, succeeded);
        if (commits > 0)
        {
            yield return new AgentAction.Commit(commits);
        }

        var opened = PullRequests.Opened(commands, output);
        if (opened > 0)
        {
            yield return new AgentAction.PullRequest(opened);
        }
    }
}
