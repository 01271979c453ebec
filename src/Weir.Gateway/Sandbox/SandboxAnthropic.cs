using System.Text.Json.Nodes;

namespace Weir.Gateway.Sandbox;

/// <summary>The sandbox's answers in Anthropic's dialect.</summary>
internal static class SandboxAnthropic
{
    public static JsonObject Message(SandboxPrompt prompt)
    {
        var message = Frame(prompt, prompt.OutputTokens);
        message["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = prompt.Answer });
        message["stop_reason"] = "end_turn";
        return message;
    }

    public static IEnumerable<string> MessageStream(SandboxPrompt prompt)
    {
        yield return Event("message_start", new JsonObject { ["message"] = Frame(prompt, 1) });
        yield return Event("content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = string.Empty } });
        yield return Event("ping", []);
        foreach (var word in prompt.Words)
        {
            yield return Event("content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = word } });
        }

        yield return Event("content_block_stop", new JsonObject { ["index"] = 0 });
        yield return Event("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = "end_turn", ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = prompt.OutputTokens },
        });
        yield return Event("message_stop", []);
    }

    private static string Event(string type, JsonObject body)
    {
        var data = new JsonObject { ["type"] = type };
        foreach (var (name, value) in body)
        {
            data[name] = value?.DeepClone();
        }

        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }

    private static JsonObject Frame(SandboxPrompt prompt, int outputTokens) => new()
    {
        ["id"] = "msg_" + prompt.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = prompt.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = prompt.InputTokens,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = 0,
            ["output_tokens"] = outputTokens,
            ["service_tier"] = "standard",
        },
    };
}
