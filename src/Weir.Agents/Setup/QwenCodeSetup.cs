using System.Text.Json.Nodes;

namespace Weir.Agents.Setup;

/// <summary>Qwen Code: <c>.env</c> and <c>settings.json</c> (run with 0.15.10).</summary>
internal static class QwenCodeSetup
{
    public static AgentConfiguration Configure(SetupInput input)
    {
        List<EnvironmentVariable> environment =
        [
            new("OPENAI_BASE_URL", input.Address + "/openai/v1"),
            new("OPENAI_API_KEY", input.Token),
            new("OPENAI_MODEL", input.Endpoint),
        ];
        return new AgentConfiguration(
            "Qwen Code speaks OpenAI's chat API to the gateway.",
            [
                new("Put the variables into its .env file, or the lines into a shell."),
                new("Put the setting into its settings.json: it chooses the variables over a sign-in."),
                new("Start Qwen Code.", "qwen"),
            ],
            [
                new("~/.qwen", null, ".env", SettingsFormat.Env, string.Concat(environment.Select(variable => $"{variable.Name}={variable.Value}\n")), "Lines of these names are replaced or added; the others stay."),
                new("~/.qwen", null, "settings.json", SettingsFormat.Json, JsonMerge.Write(new JsonObject { ["security"] = new JsonObject { ["auth"] = new JsonObject { ["selectedType"] = "openai" } } }), "This member is replaced or added; everything else in the file stays."),
            ],
            environment,
            EnvironmentIsNeeded: false,
            [
                "Requests, tokens, cost, lines and commits are measured by the gateway from its traffic; a pause of 30 minutes ends a session.",
                "In a shell these variables are every OpenAI client's: the .env file is Qwen Code's alone.",
            ]);
    }
}
