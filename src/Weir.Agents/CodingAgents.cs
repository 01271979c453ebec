namespace Weir.Agents;

/// <summary>The names of coding agents, as rows and dashboards have them.</summary>
public static class CodingAgents
{
    /// <summary>Anthropic's Claude Code.</summary>
    public const string ClaudeCode = "Claude Code";

    /// <summary>OpenAI's Codex CLI.</summary>
    public const string Codex = "Codex CLI";

    /// <summary>Google's Gemini CLI.</summary>
    public const string GeminiCli = "Gemini CLI";

    /// <summary>Cursor.</summary>
    public const string Cursor = "Cursor";

    /// <summary>opencode.</summary>
    public const string OpenCode = "opencode";

    /// <summary>GitHub's Copilot CLI.</summary>
    public const string CopilotCli = "Copilot CLI";

    /// <summary>Alibaba's Qwen Code.</summary>
    public const string QwenCode = "Qwen Code";

    /// <summary>Continue.</summary>
    public const string Continue = "Continue";

    /// <summary>Cline.</summary>
    public const string Cline = "Cline";

    /// <summary>Roo Code.</summary>
    public const string RooCode = "Roo Code";

    /// <summary>Kilo Code.</summary>
    public const string KiloCode = "Kilo Code";

    /// <summary>The pi coding agent; by itself it sends its SDK's user agent, so only its launcher tells of it.</summary>
    public const string Pi = "pi";
}
