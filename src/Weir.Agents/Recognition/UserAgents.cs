namespace Weir.Agents.Recognition;

/// <summary>The user agents of coding agents, as they were seen on the wire or stand in the agents' sources.</summary>
internal static class UserAgents
{
    /// <summary>Versions are short; what is longer is not one.</summary>
    private const int LongestVersion = 64;

    private static readonly (string Prefix, string Agent)[] Prefixes =
    [
        ("claude-cli/", CodingAgents.ClaudeCode),
        ("claude-code/", CodingAgents.ClaudeCode),
        ("codex_", CodingAgents.Codex),
        ("codex-", CodingAgents.Codex),
        ("GeminiCLI/", CodingAgents.GeminiCli),
        ("GeminiCLI-", CodingAgents.GeminiCli),
        ("opencode/", CodingAgents.OpenCode),
        ("QwenCode/", CodingAgents.QwenCode),
        ("Cursor/", CodingAgents.Cursor),
        ("copilot/", CodingAgents.CopilotCli),
        ("copilot-cli/", CodingAgents.CopilotCli),
        ("Continue/", CodingAgents.Continue),
        ("Cline/", CodingAgents.Cline),
        ("RooCode/", CodingAgents.RooCode),
        ("Kilo-Code/", CodingAgents.KiloCode),
    ];

    /// <summary>What the launcher <c>ucode</c> calls the agents that it starts: <c>ucode/0.1.0 claude/2.1.330</c>.</summary>
    private static readonly (string Prefix, string Agent)[] Launched =
    [
        ("claude/", CodingAgents.ClaudeCode),
        ("codex/", CodingAgents.Codex),
        ("gemini/", CodingAgents.GeminiCli),
        ("opencode/", CodingAgents.OpenCode),
        ("pi/", CodingAgents.Pi),
        ("copilot/", CodingAgents.CopilotCli),
    ];

    /// <summary>The agent that a user agent names; NULL where it names none.</summary>
    public static string? AgentOf(ReadOnlySpan<char> userAgent)
    {
        var launched = AfterLauncher(userAgent);
        foreach (var (prefix, agent) in launched.IsEmpty ? Prefixes : Launched)
        {
            if ((launched.IsEmpty ? userAgent : launched).StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return agent;
            }
        }

        return null;
    }

    /// <summary>The version in an agent's user agent. NULL where there is none, and where it is Node's (<c>v20.20.2</c>, as Gemini CLI 0.20 has it).</summary>
    public static string? VersionOf(ReadOnlySpan<char> userAgent)
    {
        var launched = AfterLauncher(userAgent);
        var product = launched.IsEmpty ? userAgent : launched;
        var slash = product.IndexOf('/');
        return slash < 0 ? null : VersionAt(product[(slash + 1)..]);
    }

    /// <summary>The version that a text begins with; NULL where it begins with no digit.</summary>
    public static string? VersionAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '.' or '-' or '+' or '_'))
        {
            length++;
        }

        return length is > 0 and <= LongestVersion && char.IsAsciiDigit(text[0]) ? text[..length].ToString() : null;
    }

    private static ReadOnlySpan<char> AfterLauncher(ReadOnlySpan<char> userAgent)
    {
        if (!userAgent.StartsWith("ucode/", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var space = userAgent.IndexOf(' ');
        return space < 0 ? [] : userAgent[(space + 1)..].TrimStart(' ');
    }
}
