using System.Text.RegularExpressions;

namespace Weir.Agents.Setup;

/// <summary>A coding agent that can be pointed at the gateway.</summary>
/// <param name="Key">Its name in paths and commands.</param>
/// <param name="Name">Its name in rows: one of <see cref="CodingAgents"/>.</param>
/// <param name="Signals">What of OpenTelemetry it sends to the gateway when set up to; none where its traffic alone is measured.</param>
/// <param name="Configure">Makes its configuration.</param>
public sealed partial record AgentSetup(string Key, string Name, IReadOnlyList<string> Signals, Func<SetupInput, AgentConfiguration> Configure)
{
    private static readonly string[] MetricsAndLogs = ["metrics", "logs"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AgentSetup> All { get; } =
    [
        new("claude-code", CodingAgents.ClaudeCode, MetricsAndLogs, ClaudeCodeSetup.Configure),
        new("codex", CodingAgents.Codex, MetricsAndLogs, CodexSetup.Configure),
        new("gemini-cli", CodingAgents.GeminiCli, MetricsAndLogs, GeminiCliSetup.Configure),
        new("cursor", CodingAgents.Cursor, [], CursorSetup.Configure),
        new("opencode", CodingAgents.OpenCode, [], OpenCodeSetup.Configure),
        new("copilot-cli", CodingAgents.CopilotCli, [], CopilotCliSetup.Configure),
        new("qwen-code", CodingAgents.QwenCode, [], QwenCodeSetup.Configure),
    ];

    /// <summary>The agent of that key, or NULL.</summary>
    public static AgentSetup? Find(string key) => All.FirstOrDefault(agent => string.Equals(agent.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The configuration of an agent.</summary>
    /// <exception cref="ArgumentException">The endpoint is no name of one: it would not stand in a shell and in files as it is.</exception>
    public AgentConfiguration For(SetupInput input) =>
        IsEndpointName(input.Endpoint) ? Configure(input) : throw new ArgumentException($"'{input.Endpoint}' is no endpoint's name.", nameof(input));

    /// <summary>Whether an endpoint can have this name.</summary>
    public static bool IsEndpointName(string name) => EndpointName().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EndpointName();
}
