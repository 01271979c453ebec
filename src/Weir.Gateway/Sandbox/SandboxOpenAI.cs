using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Sandbox;

/// <summary>The sandbox's answers in OpenAI's dialects.</summary>
internal static class SandboxOpenAI
{
    public static JsonObject Chat(SandboxPrompt prompt, long created)
    {
        var answer = Frame(prompt, "chatcmpl-", "chat.completion", created);
        answer["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = prompt.Answer, ["refusal"] = null },
            ["logprobs"] = null,
            ["finish_reason"] = "stop",
        });
        answer["usage"] = ChatUsage(prompt);
        return answer;
    }

    public static IEnumerable<string> ChatStream(SandboxPrompt prompt, long created)
    {
        yield return Data(ChatChunk(prompt, created, new JsonObject { ["role"] = "assistant", ["content"] = string.Empty }, null));
        foreach (var word in prompt.Words)
        {
            yield return Data(ChatChunk(prompt, created, new JsonObject { ["content"] = word }, null));
        }

        yield return Data(ChatChunk(prompt, created, [], "stop"));
        if (AsksForUsage(prompt))
        {
            yield return Data(UsageChunk(prompt, "chatcmpl-", "chat.completion.chunk", created));
        }

        yield return "data: [DONE]\n\n";
    }

    public static JsonObject Completion(SandboxPrompt prompt, long created)
    {
        var answer = Frame(prompt, "cmpl-", "text_completion", created);
        answer["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["text"] = prompt.Answer, ["logprobs"] = null, ["finish_reason"] = "stop" });
        answer["usage"] = ChatUsage(prompt);
        return answer;
    }

    public static IEnumerable<string> CompletionStream(SandboxPrompt prompt, long created)
    {
        foreach (var word in prompt.Words)
        {
            var chunk = Frame(prompt, "cmpl-", "text_completion", created);
            chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["text"] = word, ["logprobs"] = null, ["finish_reason"] = null });
            yield return Data(chunk);
        }

        if (AsksForUsage(prompt))
        {
            yield return Data(UsageChunk(prompt, "cmpl-", "text_completion", created));
        }

        yield return "data: [DONE]\n\n";
    }

    public static JsonObject Response(SandboxPrompt prompt, long created) => Response(prompt, created, "completed");

    public static IEnumerable<string> ResponseStream(SandboxPrompt prompt, long created)
    {
        var number = 0;
        string Event(string type, JsonObject body)
        {
            body["type"] = type;
            body["sequence_number"] = number++;
            return $"event: {type}\ndata: {body.ToJsonString()}\n\n";
        }

        var item = "msg_" + prompt.Id;
        yield return Event("response.created", new JsonObject { ["response"] = Response(prompt, created, "in_progress") });
        yield return Event("response.in_progress", new JsonObject { ["response"] = Response(prompt, created, "in_progress") });
        yield return Event("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Message(prompt, "in_progress", []) });
        yield return Event("response.content_part.added", new JsonObject { ["item_id"] = item, ["output_index"] = 0, ["content_index"] = 0, ["part"] = Part(string.Empty) });
        foreach (var word in prompt.Words)
        {
            yield return Event("response.output_text.delta", new JsonObject { ["item_id"] = item, ["output_index"] = 0, ["content_index"] = 0, ["delta"] = word, ["logprobs"] = new JsonArray() });
        }

        yield return Event("response.output_text.done", new JsonObject { ["item_id"] = item, ["output_index"] = 0, ["content_index"] = 0, ["text"] = prompt.Answer, ["logprobs"] = new JsonArray() });
        yield return Event("response.content_part.done", new JsonObject { ["item_id"] = item, ["output_index"] = 0, ["content_index"] = 0, ["part"] = Part(prompt.Answer) });
        yield return Event("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Message(prompt, "completed", [Part(prompt.Answer)]) });
        yield return Event("response.completed", new JsonObject { ["response"] = Response(prompt, created, "completed") });
    }

    public static JsonObject Embeddings(SandboxPrompt prompt)
    {
        var base64 = SandboxPrompt.Text(prompt.Body["encoding_format"]) == "base64";
        var texts = SandboxPrompt.TextsOf(prompt.Body["input"]).ToList();
        var data = texts.Select((text, index) => (JsonNode)new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = base64
                ? Convert.ToBase64String(MemoryMarshal.AsBytes(SandboxPrompt.Embed(text).AsSpan()))
                : new JsonArray([.. SandboxPrompt.Embed(text).Select(value => (JsonNode)value)]),
        });
        var tokens = texts.Sum(SandboxPrompt.TokensOf);
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = prompt.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    private static bool AsksForUsage(SandboxPrompt prompt) =>
        prompt.Body["stream_options"] is JsonObject options && options["include_usage"] is JsonValue asked && asked.TryGetValue<bool>(out var yes) && yes;

    private static string Data(JsonObject chunk) => $"data: {chunk.ToJsonString()}\n\n";

    private static JsonObject Frame(SandboxPrompt prompt, string prefix, string kind, long created) => new()
    {
        ["id"] = prefix + prompt.Id,
        ["object"] = kind,
        ["created"] = created,
        ["model"] = prompt.Model,
    };

    private static JsonObject ChatChunk(SandboxPrompt prompt, long created, JsonObject delta, string? finishReason)
    {
        var chunk = Frame(prompt, "chatcmpl-", "chat.completion.chunk", created);
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason });
        return chunk;
    }

    private static JsonObject UsageChunk(SandboxPrompt prompt, string prefix, string kind, long created)
    {
        var chunk = Frame(prompt, prefix, kind, created);
        chunk["choices"] = new JsonArray();
        chunk["usage"] = ChatUsage(prompt);
        return chunk;
    }

    private static JsonObject ChatUsage(SandboxPrompt prompt) => new()
    {
        ["prompt_tokens"] = prompt.InputTokens,
        ["completion_tokens"] = prompt.OutputTokens,
        ["total_tokens"] = prompt.InputTokens + prompt.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
    };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Message(SandboxPrompt prompt, string status, JsonArray content) =>
        new() { ["id"] = "msg_" + prompt.Id, ["type"] = "message", ["status"] = status, ["role"] = "assistant", ["content"] = content };

    private static JsonObject Response(SandboxPrompt prompt, long created, string status)
    {
        var completed = status == "completed";
        return new JsonObject
        {
            ["id"] = "resp_" + prompt.Id,
            ["object"] = "response",
            ["created_at"] = created,
            ["status"] = status,
            ["error"] = null,
            ["incomplete_details"] = null,
            ["instructions"] = null,
            ["metadata"] = new JsonObject(),
            ["model"] = prompt.Model,
            ["output"] = completed ? new JsonArray(Message(prompt, "completed", [Part(prompt.Answer)])) : new JsonArray(),
            ["parallel_tool_calls"] = true,
            ["temperature"] = 1.0,
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["top_p"] = 1.0,
            ["usage"] = completed
                ? new JsonObject
                {
                    ["input_tokens"] = prompt.InputTokens,
                    ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
                    ["output_tokens"] = prompt.OutputTokens,
                    ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
                    ["total_tokens"] = prompt.InputTokens + prompt.OutputTokens,
                }
                : null,
        };
    }
}
