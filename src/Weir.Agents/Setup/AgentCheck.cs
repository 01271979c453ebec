using System.Globalization;
using System.Text.Json.Nodes;

namespace Weir.Agents.Setup;

/// <summary>A small call as an agent would send it, to see whether it arrives and is recognised.</summary>
/// <param name="Path">The path and query, from the gateway's root.</param>
/// <param name="Headers">Headers besides the token's.</param>
/// <param name="Body">The body, JSON.</param>
public sealed record AgentCheck(string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The metric that <see cref="Telemetry"/> tells of: none of an agent's own, so that no number changes.</summary>
    public const string Metric = "weir.agents.check";

    private const string Question = "Answer with the word OK alone.";

    /// <summary>The call of an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="session">The session that it says it is of, where that agent says one.</param>
    public static AgentCheck Of(AgentSetup agent, string endpoint, Guid session) => agent.Name switch
    {
        CodingAgents.ClaudeCode => new("/anthropic/v1/messages?beta=true", Sent("claude-cli/2.1.330 (external, cli)", ("anthropic-version", "2023-06-01"), ("x-app", "cli"), ("X-Claude-Code-Session-Id", session.ToString())), new JsonObject
        {
            ["model"] = endpoint,
            ["max_tokens"] = 64,
            ["messages"] = Messages(),
        }.ToJsonString()),
        CodingAgents.Codex => new("/codex/v1/responses", Sent("codex-tui/0.169.0 (Linux; x86_64) weir", ("originator", "codex-tui"), ("session-id", session.ToString())), new JsonObject
        {
            ["model"] = endpoint,
            ["input"] = Messages(),
            ["store"] = false,
        }.ToJsonString()),
        CodingAgents.GeminiCli => new($"/gemini/v1beta/models/{endpoint}:generateContent", Sent($"GeminiCLI-tui/0.61.0/{endpoint} (linux; x64; terminal)"), new JsonObject
        {
            ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = Question }) }),
        }.ToJsonString()),
        CodingAgents.Cursor => Chat("/cursor/v1/chat/completions", endpoint, Sent("weir-agents-check")),
        CodingAgents.OpenCode => Chat("/openai/v1/chat/completions", endpoint, Sent("opencode/1.18.33 ai-sdk/provider-utils/4.0.23 runtime/bun/1.3.14", ("x-session-id", $"ses_{session:N}"))),
        CodingAgents.CopilotCli => Chat("/openai/v1/chat/completions", endpoint, Sent("OpenAI/JS 5.20.1", ("x-initiator", "user"), ("x-interaction-type", "conversation-user"))),
        _ => Chat("/openai/v1/chat/completions", endpoint, Sent("QwenCode/0.15.10 (linux; x64)")),
    };

    /// <summary>An OTLP request of metrics, JSON, with one point of <see cref="Metric"/>.</summary>
    public static string Telemetry(AgentSetup agent, Guid session, DateTimeOffset now)
    {
        var nanoseconds = ((now - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
        var point = new JsonObject
        {
            ["attributes"] = Attributes(("session.id", session.ToString())),
            ["startTimeUnixNano"] = nanoseconds,
            ["timeUnixNano"] = nanoseconds,
            ["asInt"] = "1",
        };
        var metric = new JsonObject
        {
            ["name"] = Metric,
            ["description"] = "That telemetry of this agent's user arrives.",
            ["unit"] = "1",
            ["sum"] = new JsonObject { ["aggregationTemporality"] = 1, ["isMonotonic"] = true, ["dataPoints"] = new JsonArray(point) },
        };
        return new JsonObject
        {
            ["resourceMetrics"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = Attributes(("service.name", agent.Key)) },
                ["scopeMetrics"] = new JsonArray(new JsonObject { ["scope"] = new JsonObject { ["name"] = "weir.agents" }, ["metrics"] = new JsonArray(metric) }),
            }),
        }.ToJsonString();
    }

    private static AgentCheck Chat(string path, string endpoint, List<KeyValuePair<string, string>> headers) =>
        new(path, headers, new JsonObject { ["model"] = endpoint, ["messages"] = Messages() }.ToJsonString());

    private static JsonArray Messages() => new(new JsonObject { ["role"] = "user", ["content"] = Question });

    private static JsonArray Attributes(params (string Key, string Value)[] attributes) =>
        [.. attributes.Select(one => (JsonNode?)new JsonObject { ["key"] = one.Key, ["value"] = new JsonObject { ["stringValue"] = one.Value } })];

    private static List<KeyValuePair<string, string>> Sent(string userAgent, params (string Name, string Value)[] others) =>
        [KeyValuePair.Create("User-Agent", userAgent), .. others.Select(other => KeyValuePair.Create(other.Name, other.Value))];
}
