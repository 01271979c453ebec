namespace Weir.Agents.Setup;

/// <summary>Copilot CLI: environment variables alone (original-product.md 3.1; run with 1.0.102).</summary>
internal static class CopilotCliSetup
{
    public static AgentConfiguration Configure(SetupInput input) => new(
        "Copilot CLI speaks OpenAI's chat API to the gateway.",
        [
            new("Set the variables in the shell, or for good by the same lines in ~/.profile."),
            new("Start Copilot CLI from there.", "copilot"),
        ],
        [],
        [
            new("COPILOT_PROVIDER_TYPE", "openai"),
            new("COPILOT_PROVIDER_BASE_URL", input.Address + "/openai/v1"),
            new("COPILOT_PROVIDER_BEARER_TOKEN", input.Token),
            new("COPILOT_MODEL", input.Endpoint),
        ],
        EnvironmentIsNeeded: true,
        [
            "Requests, tokens, cost, lines and commits are measured by the gateway; its telemetry tells nothing more and is not asked for.",
            "The endpoint's model must take tools and streaming. COPILOT_OFFLINE=true keeps Copilot CLI from asking its maker for anything.",
        ]);
}
