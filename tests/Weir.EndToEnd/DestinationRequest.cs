using System.Text.Json.Nodes;
using Weir.StandIn;

namespace Weir.EndToEnd;

/// <summary>What a destination was asked, read as its vendor's documentation says that it reads it.</summary>
internal sealed record DestinationRequest
{
    public static readonly string[] Dialects = ["chat", "messages", "gemini", "converse"];

    public required string Instructions { get; init; }

    /// <summary>Each as base64.</summary>
    public required List<string> Images { get; init; }

    /// <summary>Each as its name and its required arguments.</summary>
    public required List<string> Tools { get; init; }

    public required List<(string Id, string Name, string Input)> Calls { get; init; }

    public required List<(string Id, string Text)> Results { get; init; }

    public required long MaxTokens { get; init; }

    public required bool Streams { get; init; }

    public static DestinationRequest Read(string dialect, SeenRequest seen)
    {
        var body = JsonNode.Parse(seen.Body)!;
        return dialect switch
        {
            "chat" => Chat(body),
            "messages" => Messages(body),
            "gemini" => Gemini(body, seen.Path.EndsWith(":streamGenerateContent", StringComparison.Ordinal)),
            _ => Converse(body, seen.Path.EndsWith("/converse-stream", StringComparison.Ordinal)),
        };
    }

    private static DestinationRequest Chat(JsonNode body)
    {
        var messages = List(body["messages"]);
        return new DestinationRequest
        {
            Instructions = string.Concat(messages.Where(message => (string?)message["role"] == "system").Select(message => (string?)message["content"])),
            Images = [.. Parts(messages, "content").Where(part => (string?)part["type"] == "image_url").Select(part => ((string)part["image_url"]!["url"]!)["data:image/png;base64,".Length..])],
            Tools = [.. List(body["tools"]).Select(tool => ToolOf(tool["function"]!, "parameters"))],
            Calls = [.. messages.SelectMany(message => List(message["tool_calls"])).Select(call => ((string)call["id"]!, (string)call["function"]!["name"]!, JsonNode.Parse((string)call["function"]!["arguments"]!)!.ToJsonString()))],
            Results = [.. messages.Where(message => (string?)message["role"] == "tool").Select(message => ((string)message["tool_call_id"]!, (string)message["content"]!))],
            MaxTokens = (long)body["max_tokens"]!,
            Streams = (bool?)body["stream"] ?? false,
        };
    }

    private static DestinationRequest Messages(JsonNode body)
    {
        var blocks = Parts(List(body["messages"]), "content");
        return new DestinationRequest
        {
            Instructions = body["system"] is JsonArray system ? string.Concat(system.Select(block => (string?)block!["text"])) : (string?)body["system"] ?? string.Empty,
            Images = [.. blocks.Where(block => (string?)block["type"] == "image").Select(block => (string)block["source"]!["data"]!)],
            Tools = [.. List(body["tools"]).Select(tool => ToolOf(tool, "input_schema"))],
            Calls = [.. blocks.Where(block => (string?)block["type"] == "tool_use").Select(call => ((string)call["id"]!, (string)call["name"]!, call["input"]!.ToJsonString()))],
            Results = [.. blocks.Where(block => (string?)block["type"] == "tool_result").Select(result => ((string)result["tool_use_id"]!, (string)result["content"]!))],
            MaxTokens = (long)body["max_tokens"]!,
            Streams = (bool?)body["stream"] ?? false,
        };
    }

    private static DestinationRequest Gemini(JsonNode body, bool streams)
    {
        var parts = Parts(List(body["contents"]), "parts");
        return new DestinationRequest
        {
            Instructions = string.Concat(List(body["systemInstruction"]?["parts"]).Select(part => (string?)part["text"])),
            Images = [.. parts.Where(part => part["inlineData"] is not null).Select(part => (string)part["inlineData"]!["data"]!)],
            Tools = [.. List(body["tools"]).SelectMany(tool => List(tool["functionDeclarations"])).Select(tool => ToolOf(tool, "parametersJsonSchema"))],
            Calls = [.. parts.Where(part => part["functionCall"] is not null).Select(part => part["functionCall"]!).Select(call => ((string)call["id"]!, (string)call["name"]!, call["args"]?.ToJsonString() ?? "{}"))],
            Results = [.. parts.Where(part => part["functionResponse"] is not null).Select(part => part["functionResponse"]!).Select(result => ((string)result["id"]!, (string)result["response"]!["output"]!))],
            MaxTokens = (long)body["generationConfig"]!["maxOutputTokens"]!,
            Streams = streams,
        };
    }

    private static DestinationRequest Converse(JsonNode body, bool streams)
    {
        var blocks = Parts(List(body["messages"]), "content");
        return new DestinationRequest
        {
            Instructions = string.Concat(List(body["system"]).Select(block => (string?)block["text"])),
            Images = [.. blocks.Where(block => block["image"] is not null).Select(block => (string)block["image"]!["source"]!["bytes"]!)],
            Tools = [.. List(body["toolConfig"]?["tools"]).Select(tool => tool["toolSpec"]!).Select(tool => ToolOf(tool["name"]!, tool["inputSchema"]!["json"]))],
            Calls = [.. blocks.Where(block => block["toolUse"] is not null).Select(block => block["toolUse"]!).Select(call => ((string)call["toolUseId"]!, (string)call["name"]!, call["input"]!.ToJsonString()))],
            Results = [.. blocks.Where(block => block["toolResult"] is not null).Select(block => block["toolResult"]!).Select(result => ((string)result["toolUseId"]!, (string)result["content"]![0]!["text"]!))],
            MaxTokens = (long)body["inferenceConfig"]!["maxTokens"]!,
            Streams = streams,
        };
    }

    private static List<JsonNode> List(JsonNode? array) => [.. (array as JsonArray ?? []).Select(element => element!)];

    private static List<JsonNode> Parts(List<JsonNode> messages, string name) => [.. messages.SelectMany(message => List(message[name]))];

    private static string ToolOf(JsonNode tool, string schema) => ToolOf(tool["name"]!, tool[schema]);

    private static string ToolOf(JsonNode name, JsonNode? schema) => $"{name} {string.Concat(List(schema?["required"]))}";
}
