namespace Weir.Agents.Setup;

/// <summary>Cursor: its settings are a dialog (original-product.md 3.1; no Cursor was run).</summary>
internal static class CursorSetup
{
    public static AgentConfiguration Configure(SetupInput input)
    {
        var isReachable = input.Gateway.Scheme == Uri.UriSchemeHttps && !input.Gateway.IsLoopback;
        return new AgentConfiguration(
            "Cursor speaks OpenAI's chat API to the gateway, from its maker's servers.",
            [
                new("Open Settings, Cursor Settings, Models, API Keys."),
                new("Switch on “OpenAI API Key” and paste your token.", input.HasToken ? input.Token : null),
                new("Switch on “Override OpenAI Base URL” and paste this.", input.Address + "/cursor/v1"),
                new("“Add Custom Model”: the endpoint's name. Choose it in the chat.", input.Endpoint),
            ],
            [],
            [],
            EnvironmentIsNeeded: false,
            [
                isReachable
                    ? "Cursor calls from its maker's servers: the gateway must be reachable from the internet over HTTPS."
                    : $"Cursor calls from its maker's servers and refuses addresses of a local network: {input.Address} will not do. It needs the gateway's public address, over HTTPS.",
                "Requests, tokens, cost, lines and commits are measured by the gateway, for what goes through the key: the agent, the chat and inline edits. Tab, Auto and the models of Cursor's own plan never pass here. The key is the person: everybody needs a token of their own.",
                "It says in no request which session it is of: a pause of 30 minutes ends one.",
                "There is no telemetry on normal plans. Cursor Enterprise can export its own to " + input.TelemetryAddress + " with the header Authorization: Bearer and a token; an admin can import lines and commits from Cursor's Admin API.",
            ]);
    }
}
