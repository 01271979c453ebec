using System.Text.Json.Nodes;

namespace Weir.Agents.Setup;

/// <summary>Claude Code: its settings' <c>env</c> block (original-product.md 3.1 and 3.2; run with 2.1.330).</summary>
internal static class ClaudeCodeSetup
{
    public static AgentConfiguration Configure(SetupInput input)
    {
        List<EnvironmentVariable> environment =
        [
            new("ANTHROPIC_BASE_URL", input.Address + "/anthropic"),
            new("ANTHROPIC_AUTH_TOKEN", input.Token),
            new("ANTHROPIC_MODEL", input.Endpoint),
            new("ANTHROPIC_DEFAULT_OPUS_MODEL", input.Endpoint),
            new("ANTHROPIC_DEFAULT_SONNET_MODEL", input.Endpoint),
            new("ANTHROPIC_DEFAULT_HAIKU_MODEL", input.Endpoint),
            new("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS", "1"),
        ];
        if (input.WithTelemetry)
        {
            environment.AddRange(
            [
                new("CLAUDE_CODE_ENABLE_TELEMETRY", "1"),
                new("OTEL_METRICS_EXPORTER", "otlp"),
                new("OTEL_LOGS_EXPORTER", "otlp"),
                new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                new("OTEL_EXPORTER_OTLP_ENDPOINT", input.TelemetryAddress),
                new("OTEL_EXPORTER_OTLP_HEADERS", $"Authorization=Bearer {input.Token}"),
                new("OTEL_METRIC_EXPORT_INTERVAL", "10000"),
            ]);
        }

        var env = new JsonObject([.. environment.Select(variable => KeyValuePair.Create(variable.Name, (JsonNode?)variable.Value))]);
        return new AgentConfiguration(
            "Claude Code speaks Anthropic's Messages API to the gateway.",
            [
                new("Put the env block into the settings of Claude Code, or the lines into a shell."),
                new("Start Claude Code anew; /status shows the base URL.", "claude"),
            ],
            [
                new("~/.claude", "CLAUDE_CONFIG_DIR", "settings.json", SettingsFormat.Json, JsonMerge.Write(new JsonObject { ["env"] = env }), "These members go into \"env\"; its others, and everything else in the file, stay."),
            ],
            environment,
            EnvironmentIsNeeded: false,
            [
                "Requests, tokens, cost and sessions are measured by the gateway, with telemetry and without.",
                input.WithTelemetry
                    ? "With telemetry, lines, commits, pull requests, active time and accepted or rejected edits are what Claude Code counts. It counts a commit for each successful Bash call of git commit, and a line too many for a new file that ends with a newline."
                    : "Without telemetry, lines and commits are read off the tool calls that pass; active time, pull requests and rejected edits are not known.",
                "ANTHROPIC_DEFAULT_HAIKU_MODEL is what it uses for small things in the background: a cheaper endpoint does. The others are what its aliases opus and sonnet mean.",
                "A wrong token shows as ten refused requests in a minute: Claude Code tries a 401 again.",
                "Prompts and the contents of files are in its telemetry only when OTEL_LOG_USER_PROMPTS or OTEL_LOG_TOOL_DETAILS is set; the gateway drops them before it stores anything.",
            ]);
    }
}
