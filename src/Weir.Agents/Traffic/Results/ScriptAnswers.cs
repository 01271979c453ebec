using System.Text.Json;
using Weir.Agents.Traffic.Conversations;

namespace Weir.Agents.Traffic.Results;

/// <summary>What a command within a script of Codex's code mode answered.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record ScriptAnswer(int ExitCode, string Output);

/// <summary>Reads what a script of Codex's code mode shows of its commands' answers.</summary>
internal static class ScriptAnswers
{
    /// <summary>The answers that stand whole in the result, one JSON object in a line each: <c>{"exit_code":0,"output":"..."}</c>.</summary>
    public static List<ScriptAnswer> In(string result)
    {
        var answers = new List<ScriptAnswer>();
        foreach (var line in result.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("{", StringComparison.Ordinal) && AnswerOf(line) is { } answer)
            {
                answers.Add(answer);
            }
        }

        return answers;
    }

    private static ScriptAnswer? AnswerOf(ReadOnlySpan<char> line)
    {
        try
        {
            var answer = JsonElement.Parse(line, Conversation.Depth);
            return answer.Member("exit_code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var exit) ? new(exit, answer.TextOf("output") ?? string.Empty) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
