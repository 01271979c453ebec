using System.Text.Json.Nodes;

namespace Weir.Agents.Setup;

/// <summary>opencode: a provider of its own in <c>opencode.json</c> (run with 1.18.33).</summary>
internal static class OpenCodeSetup
{
    public static AgentConfiguration Configure(SetupInput input)
    {
        var config = new JsonObject
        {
            ["$schema"] = "https://opencode.ai/config.json",
            ["model"] = "weir/" + input.Endpoint,
            ["small_model"] = "weir/" + input.Endpoint,
            ["provider"] = new JsonObject
            {
                ["weir"] = new JsonObject
                {
                    ["npm"] = "@ai-sdk/openai-compatible",
                    ["name"] = "Weir",
                    ["options"] = new JsonObject { ["baseURL"] = input.Address + "/openai/v1", ["apiKey"] = "{env:WEIR_TOKEN}" },
                    ["models"] = new JsonObject { [input.Endpoint] = new JsonObject { ["name"] = input.Endpoint, ["tool_call"] = true } },
                },
            },
        };
        return new AgentConfiguration(
            "opencode speaks OpenAI's chat API to the gateway.",
            [
                new("Put this into opencode's configuration."),
                new("Have the token in the environment variable WEIR_TOKEN wherever opencode is started, for example by a line in ~/.profile: opencode reads it from there."),
                new("Start opencode.", "opencode"),
            ],
            [
                new("~/.config", "XDG_CONFIG_HOME", "opencode/opencode.json", SettingsFormat.Json, JsonMerge.Write(config), "These members are replaced or added; everything else in the file stays."),
            ],
            [new("WEIR_TOKEN", input.Token)],
            EnvironmentIsNeeded: true,
            [
                "Requests, tokens, cost, sessions, lines and commits are measured by the gateway; opencode sends no telemetry here.",
                "small_model is what it finds titles with: a cheaper endpoint does, as a second member of \"models\".",
            ]);
    }
}
