using System.Text.Json.Nodes;

namespace Weir.Agents.Setup;

/// <summary>Gemini CLI: <c>.env</c> and <c>settings.json</c> (original-product.md 3.1; run with 0.61.0).</summary>
internal static class GeminiCliSetup
{
    public static AgentConfiguration Configure(SetupInput input)
    {
        List<EnvironmentVariable> environment =
        [
            new("GEMINI_MODEL", input.Endpoint),
            new("GOOGLE_GEMINI_BASE_URL", input.Address + "/gemini"),
            new("GEMINI_API_KEY_AUTH_MECHANISM", "bearer"),
            new("GEMINI_API_KEY", input.Token),
        ];
        var settings = new JsonObject { ["security"] = new JsonObject { ["auth"] = new JsonObject { ["selectedType"] = "gemini-api-key" } } };
        if (input.WithTelemetry)
        {
            environment.AddRange(
            [
                // A header's value is percent-encoded here (OpenTelemetry's specification of its variables).
                new("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20" + (input.HasToken ? Uri.EscapeDataString(input.Token) : input.Token)),
                new("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta"),
            ]);
            settings["telemetry"] = new JsonObject
            {
                ["enabled"] = true,
                ["target"] = "local",
                ["otlpEndpoint"] = input.TelemetryAddress,
                ["otlpProtocol"] = "http",
                ["logPrompts"] = false,
            };
        }

        return new AgentConfiguration(
            "Gemini CLI speaks Google's Gemini API to the gateway.",
            [
                new("Put the variables into its .env file, or the lines into a shell."),
                new("Put the settings into its settings.json. Without the first, some versions refuse a base URL: “Invalid auth method selected”."),
                new("Start Gemini CLI in a folder that it trusts: in another it leaves out most of its .env file.", "gemini"),
            ],
            [
                new("~", "GEMINI_CLI_HOME", ".gemini/.env", SettingsFormat.Env, string.Concat(environment.Select(variable => $"{variable.Name}={variable.Value}\n")), "Lines of these names are replaced or added; the others stay."),
                new("~", "GEMINI_CLI_HOME", ".gemini/settings.json", SettingsFormat.Json, JsonMerge.Write(settings), "These members are replaced or added; everything else in the file stays."),
            ],
            environment,
            EnvironmentIsNeeded: false,
            [
                "Requests, tokens, cost, lines and commits are measured by the gateway, with telemetry and without.",
                input.WithTelemetry
                    ? "With telemetry, sessions are the agent's own, and accepted and rejected edits are known. It needs version 0.61 or later; logPrompts is off, so that no prompt leaves the machine by its telemetry."
                    : "Without telemetry, a pause of 30 minutes ends a session: Gemini CLI says in no request which session it is of.",
                "Only the first .env file that it finds counts, upwards from the folder in which it starts; ~/.gemini/.env is the last. What the shell has set goes before any of them.",
            ]);
    }
}
