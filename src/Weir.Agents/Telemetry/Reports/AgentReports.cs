using Weir.Usage.Agents;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>What coding agents report of themselves by OpenTelemetry. Tokens and costs are not taken from it: the gateway counts them itself.</summary>
internal static class AgentReports
{
    private static readonly CounterShape Claude = new(CodingAgents.ClaudeCode, "claude_code.", "session.count", "lines_of_code.count", "commit.count", "pull_request.count", "active_time.total", "code_edit_tool.decision");

    // Continue's CLI copies Claude Code's metrics under names without dots.
    private static readonly CounterShape Continue = new(CodingAgents.Continue, "continue_cli_", "session_count", "lines_of_code_count", "commit_count", "pull_request_count", "active_time_total", "code_edit_tool_decision");

    // Qwen Code is a fork of Gemini CLI.
    private static readonly GeminiReports Gemini = new(CodingAgents.GeminiCli, "gemini_cli.");
    private static readonly GeminiReports Qwen = new(CodingAgents.QwenCode, "qwen-code.");

    /// <summary>What a point shows; nothing where it is no coding agent's.</summary>
    public static IEnumerable<AgentObservation> Of(CounterReport point) =>
        Claude.Has(point.Metric) ? Claude.Of(point)
        : point.Metric.StartsWith(CodexReports.Prefix, StringComparison.Ordinal) ? CodexReports.Of(point)
        : Gemini.Has(point.Metric) ? Gemini.Of(point)
        : Qwen.Has(point.Metric) ? Qwen.Of(point)
        : Continue.Has(point.Metric) ? Continue.Of(point)
        : CursorReports.IsCursor(point.Origin) ? CursorReports.Of(point)
        : [];

    /// <summary>What an event shows; nothing where it is no coding agent's.</summary>
    public static IEnumerable<AgentObservation> Of(EventReport report) =>
        ClaudeCodeEvents.IsClaudeCode(report.Origin) ? ClaudeCodeEvents.Of(report)
        : report.Name.StartsWith(CodexReports.Prefix, StringComparison.Ordinal) ? CodexReports.Of(report)
        : Gemini.Has(report.Name) ? Gemini.Of(report)
        : Qwen.Has(report.Name) ? Qwen.Of(report)
        : CursorReports.IsCursor(report.Origin) ? CursorReports.Of(report)
        : [];
}
