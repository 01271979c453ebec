namespace Weir.Agents.Setup;

/// <summary>Codex CLI: a provider of its own in <c>config.toml</c> (run with 0.169.0, which takes the wire API <c>responses</c> alone).</summary>
internal static class CodexSetup
{
    public static AgentConfiguration Configure(SetupInput input)
    {
        var config = $"""
            model = "{input.Endpoint}"
            model_provider = "weir"

            [model_providers.weir]
            name = "Weir"
            base_url = "{input.Address}/codex/v1"
            env_key = "WEIR_TOKEN"
            wire_api = "responses"

            """;
        if (input.WithTelemetry)
        {
            config += $"""

                [otel]
                log_user_prompt = false
                exporter = {Exporter(input, "logs")}
                metrics_exporter = {Exporter(input, "metrics")}

                """;
        }

        return new AgentConfiguration(
            "Codex CLI speaks OpenAI's Responses API to the gateway.",
            [
                new("Put this into Codex's configuration. The first two lines stand at the top, before any [table]."),
                new("Have the token in the environment variable WEIR_TOKEN wherever Codex is started, for example by a line in ~/.profile: Codex reads it from there."),
                new("Start Codex.", "codex"),
            ],
            [
                new("~/.codex", "CODEX_HOME", "config.toml", SettingsFormat.Toml, config, "The first two keys, the table model_providers.weir and the named keys of the table otel are replaced or added; every other line stays as it is."),
            ],
            [new("WEIR_TOKEN", input.Token)],
            EnvironmentIsNeeded: true,
            [
                "Requests, tokens, cost, sessions, lines (of apply_patch) and commits are measured by the gateway, with telemetry and without.",
                input.WithTelemetry
                    ? "With telemetry, accepted and rejected edits are known too. Each signal has its full URL; metrics_exporter is set because Codex sends its metrics to its maker otherwise. Its telemetry holds the output of commands even with log_user_prompt = false; the gateway drops it before it stores anything."
                    : "Without telemetry, accepted and rejected edits are not known.",
                "Codex offers apply_patch only for names of models that it knows. Under another name it changes files by shell commands, whose lines nobody can count: call the endpoint like its model, for example gpt-5.5.",
                "Codex never sends telemetry twice: what it sends while the gateway is away is lost.",
            ]);
    }

    private static string Exporter(SetupInput input, string signal) =>
        $$"""{ otlp-http = { endpoint = "{{input.TelemetryAddress}}/v1/{{signal}}", protocol = "binary", headers = { "Authorization" = "Bearer {{input.Token}}" } } }""";
}
