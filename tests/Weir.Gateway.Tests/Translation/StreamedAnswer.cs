using System.Text.Json.Nodes;

namespace Weir.Gateway.Tests.Translation;

/// <summary>Puts a client's stream together as each vendor's documentation tells its clients to: an oracle that shares nothing with the gateway's readers.</summary>
internal static class StreamedAnswer
{
    public static JsonNode ToWhole(string client, string stream)
    {
        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text[(text.IndexOf("data: ", StringComparison.Ordinal) + 6)..]).ToList();
        var parsed = events.Where(data => data != "[DONE]").Select(data => (JsonObject)JsonNode.Parse(data)!).ToList();
        return client switch
        {
            "chat" => Chat(parsed),
            "responses" => parsed[^1]["response"]!.DeepClone(),
            "messages" => Messages(parsed),
            _ => Gemini(parsed),
        };
    }

    private static JsonObject Chat(List<JsonObject> chunks)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = null, ["refusal"] = null };
        JsonNode? reason = null;
        foreach (var choice in chunks.SelectMany(chunk => chunk["choices"]!.AsArray()))
        {
            reason = choice!["finish_reason"]?.DeepClone() ?? reason;
            foreach (var (name, value) in choice["delta"]!.AsObject())
            {
                if (name is "content" or "reasoning_content")
                {
                    message[name] = (string?)message[name] + (string?)value;
                }
                else if (name == "thinking_blocks")
                {
                    message[name] = new JsonArray([.. (message[name]?.AsArray() ?? []).Concat(value!.AsArray()).Select(block => block!.DeepClone())]);
                }
                else if (name == "tool_calls")
                {
                    AddCalls(message, value!.AsArray());
                }
            }
        }

        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            call!.AsObject().Remove("index");
        }

        return new JsonObject
        {
            ["id"] = chunks[0]["id"]!.DeepClone(), ["object"] = "chat.completion", ["created"] = chunks[0]["created"]!.DeepClone(), ["model"] = chunks[0]["model"]!.DeepClone(),
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = reason }),
            ["usage"] = chunks[^1]["usage"]?.DeepClone(),
        };
    }

    private static void AddCalls(JsonObject message, JsonArray pieces)
    {
        var calls = (message["tool_calls"] ??= new JsonArray()).AsArray();
        foreach (var piece in pieces)
        {
            if ((int)piece!["index"]! == calls.Count)
            {
                calls.Add(piece.DeepClone());
            }
            else
            {
                var function = calls[(int)piece["index"]!]!["function"]!;
                function["arguments"] = (string?)function["arguments"] + (string?)piece["function"]!["arguments"];
            }
        }
    }

    private static JsonObject Messages(List<JsonObject> events)
    {
        var message = (JsonObject)events[0]["message"]!.DeepClone();
        var content = message["content"]!.AsArray();
        var inputs = new Dictionary<int, string>();
        foreach (var happened in events)
        {
            var index = (int?)happened["index"] ?? 0;
            switch ((string?)happened["type"])
            {
                case "content_block_start":
                    content.Add(happened["content_block"]!.DeepClone());
                    break;
                case "content_block_delta" when (string?)happened["delta"]!["type"] == "input_json_delta":
                    inputs[index] = inputs.GetValueOrDefault(index) + (string?)happened["delta"]!["partial_json"];
                    break;
                case "content_block_delta":
                    var (name, value) = happened["delta"]!.AsObject().Last();
                    content[index]![name] = (string?)content[index]![name] + (string?)value;
                    break;
                case "message_delta":
                    message["stop_reason"] = happened["delta"]!["stop_reason"]?.DeepClone();
                    message["stop_sequence"] = happened["delta"]!["stop_sequence"]?.DeepClone();
                    message["usage"] = happened["usage"]!.DeepClone();
                    break;
                default:
                    break;
            }
        }

        foreach (var (index, input) in inputs)
        {
            content[index]!["input"] = JsonNode.Parse(input);
        }

        return message;
    }

    private static JsonObject Gemini(List<JsonObject> chunks)
    {
        var whole = (JsonObject)chunks[^1].DeepClone();
        var parts = new JsonArray();
        foreach (var part in chunks.SelectMany(chunk => chunk["candidates"]![0]!["content"]!["parts"]!.AsArray()).Where(part => (string?)part!["text"] != string.Empty))
        {
            if (part!["text"] is { } text && parts.LastOrDefault() is { } last && last["text"] is not null && (bool?)last["thought"] == (bool?)part["thought"])
            {
                last["text"] = (string?)last["text"] + (string?)text;
            }
            else
            {
                parts.Add(part.DeepClone());
            }
        }

        whole["candidates"]![0]!["content"]!["parts"] = parts;
        return whole;
    }
}
