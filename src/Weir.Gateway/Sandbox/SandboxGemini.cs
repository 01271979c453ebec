using System.Text.Json.Nodes;

namespace Weir.Gateway.Sandbox;

/// <summary>The sandbox's answers in Gemini's dialect.</summary>
internal static class SandboxGemini
{
    public static JsonObject Content(SandboxPrompt prompt) => Chunk(prompt, prompt.Answer, isLast: true);

    public static IEnumerable<JsonObject> Chunks(SandboxPrompt prompt)
    {
        var words = prompt.Words.ToList();
        return words.Select((word, i) => Chunk(prompt, word, i == words.Count - 1));
    }

    public static JsonObject Embedding(SandboxPrompt prompt) => new() { ["embedding"] = Values(SandboxPrompt.Text(prompt.Body["content"])) };

    public static JsonObject Embeddings(SandboxPrompt prompt)
    {
        var requests = prompt.Body["requests"] as JsonArray ?? [];
        return new JsonObject { ["embeddings"] = new JsonArray([.. requests.Select(request => (JsonNode)Values(SandboxPrompt.Text(request?["content"])))]) };
    }

    private static JsonObject Values(string text) => new() { ["values"] = new JsonArray([.. SandboxPrompt.Embed(text).Select(value => (JsonNode)value)]) };

    private static JsonObject Chunk(SandboxPrompt prompt, string text, bool isLast)
    {
        var candidate = new JsonObject
        {
            ["content"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = text }), ["role"] = "model" },
            ["index"] = 0,
        };
        if (isLast)
        {
            candidate["finishReason"] = "STOP";
        }

        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = prompt.InputTokens,
                ["candidatesTokenCount"] = prompt.OutputTokens,
                ["totalTokenCount"] = prompt.InputTokens + prompt.OutputTokens,
            },
            ["modelVersion"] = "sandbox",
            ["responseId"] = prompt.Id,
        };
    }
}
