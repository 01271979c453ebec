using System.Text.Json;
using Weir.Agents.Traffic.Conversations;

namespace Weir.Agents.Traffic.Results;

/// <summary>What a result says of its call.</summary>
internal enum Verdict
{
    /// <summary>Nothing yet: the command still runs, or the words are not known.</summary>
    Unknown,

    /// <summary>It was done.</summary>
    Succeeded,

    /// <summary>It was tried in vain.</summary>
    Failed,

    /// <summary>The user did not allow it.</summary>
    Rejected,
}

/// <summary>Judges results, in each agent's own words.</summary>
internal static class Verdicts
{
    private static readonly string[] Rejections =
    [
        "The user doesn't want to proceed with this tool use",
        "The user doesn't want to take this action right now",
        "[Operation Cancelled] Reason: User did not allow tool call",
        "User did not allow tool call",
        "The user rejected permission to use this specific tool call",
        "The user denied this operation",
        "patch rejected by user",
        "exec command rejected by user",
        "rejected by user",
    ];

    private static readonly string[] Errors = ["Error:", "Error ", "<tool_use_error>", "<error>", "Failed to ", "[Operation Cancelled]", "The tool execution failed", "{\"error\"", "{\"success\":false"];

    private static readonly string[] ExitCodes = ["Exit Code:", "Process exited with code", "Command exited with code", "Command failed with exit code", "Command exited with non-zero status code:"];

    /// <summary>The verdict of a result. Claude Code, and Gemini CLI for all but commands, mark errors in the format itself; Codex says success in words; of other agents the absence of an error's words is success.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="result">The result.</param>
    /// <param name="isCommand">Whether a command was run: only then a line with an exit code is one, and no line of a file.</param>
    public static Verdict Of(string agent, ToolResult result, bool isCommand)
    {
        if (IsRejection(result.Text))
        {
            return Verdict.Rejected;
        }

        if (result.SaysError)
        {
            return Verdict.Failed;
        }

        return agent switch
        {
            CodingAgents.ClaudeCode => Verdict.Succeeded,
            CodingAgents.Codex => OfCodex(result.Text),
            _ => IsError(result.Text, isCommand) ? Verdict.Failed : Verdict.Succeeded,
        };
    }

    private static bool IsRejection(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        text = text.StartsWith("Error: ", StringComparison.Ordinal) ? text["Error: ".Length..] : text;
        return StartsWithAny(text, Rejections);
    }

    private static bool IsError(ReadOnlySpan<char> text, bool isCommand)
    {
        if (StartsWithAny(text.TrimStart(), Errors))
        {
            return true;
        }

        if (!isCommand)
        {
            return false;
        }

        foreach (var line in text.EnumerateLines())
        {
            if (ExitCodeIn(line.Trim()) is { } code && code != 0)
            {
                return true;
            }
        }

        return false;
    }

    // What comes behind "Output:" are the command's words, not Codex's.
    private static Verdict OfCodex(string text)
    {
        if (text.StartsWith('{'))
        {
            return OfCodexObject(text);
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (ExitCodeIn(line) is { } code)
            {
                return code == 0 ? Verdict.Succeeded : Verdict.Failed;
            }

            if (line.StartsWith("Script completed", StringComparison.Ordinal) || line.StartsWith("Success. Updated the following files", StringComparison.Ordinal))
            {
                return Verdict.Succeeded;
            }

            if (line.StartsWith("Script failed", StringComparison.Ordinal))
            {
                return Verdict.Failed;
            }

            if (line.StartsWith("Output:", StringComparison.Ordinal))
            {
                break;
            }
        }

        return Verdict.Unknown;
    }

    /// <summary>Versions before 0.80 answer <c>{"output":"...","metadata":{"exit_code":0}}</c>.</summary>
    private static Verdict OfCodexObject(string text)
    {
        try
        {
            return JsonElement.Parse(text).Member("metadata").Member("exit_code") is { ValueKind: JsonValueKind.Number } code ? code.TryGetInt32(out var exit) && exit == 0 ? Verdict.Succeeded : Verdict.Failed : Verdict.Unknown;
        }
        catch (JsonException)
        {
            return Verdict.Unknown;
        }
    }

    private static int? ExitCodeIn(ReadOnlySpan<char> line)
    {
        foreach (var words in ExitCodes)
        {
            if (line.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            {
                var number = line[words.Length..].Trim();
                var end = number.IndexOfAnyExceptInRange('0', '9');
                var digits = end < 0 ? number : number[..end];
                return int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) ? code : number.StartsWith("-", StringComparison.Ordinal) ? -1 : null;
            }
        }

        return null;
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, string[] beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (text.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
