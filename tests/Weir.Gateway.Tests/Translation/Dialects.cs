using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.Gateway.Translation;
using Weir.Gateway.Translation.Chat;
using Weir.Gateway.Translation.Converse;
using Weir.Gateway.Translation.Gemini;
using Weir.Gateway.Translation.Messages;
using Weir.Gateway.Translation.Responses;

namespace Weir.Gateway.Tests.Translation;

/// <summary>The dialects by short names, as the files of the corpus are named: translates as the gateway does, without its HTTP.</summary>
internal static class Dialects
{
    public static readonly string[] OfClients = ["chat", "responses", "messages", "gemini"];

    public static readonly string[] OfProviders = ["chat", "messages", "gemini", "converse"];

    private static readonly Dictionary<string, string> Models = new(StringComparer.Ordinal)
    {
        ["chat"] = "gpt-5-mini", ["messages"] = "claude-sonnet-4-5", ["gemini"] = "gemini-3-flash-preview", ["converse"] = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
    };

    public static Prompt ReadPrompt(string client, ReadOnlyMemory<byte> body, bool isCodex = false)
    {
        var root = JsonDocument.Parse(body).RootElement;
        return client switch
        {
            "chat" => ChatPromptReader.Read(root, new ClientTools()),
            "responses" => new ResponsesPromptReader(isCodex).Read(root),
            "messages" => MessagesPromptReader.Read(root),
            _ => GeminiPromptReader.Read(root, stream: true),
        };
    }

    /// <summary>A request in another dialect, and the fields that were left behind.</summary>
    public static (JsonObject Body, string[] NotCarried) Translate(string client, ReadOnlyMemory<byte> body, string provider, string? model = null, bool isCodex = false)
    {
        var prompt = ReadPrompt(client, body, isCodex);
        var output = new ArrayBufferWriter<byte>();
        using (var json = AnswerWriter.JsonTo(output))
        {
            model ??= Models[provider];
            switch (provider)
            {
                case "chat":
                    ChatPromptWriter.Write(prompt, model, takesStreamOptions: true, json);
                    break;
                case "messages":
                    MessagesPromptWriter.Write(prompt, model, json);
                    break;
                case "gemini":
                    GeminiPromptWriter.Write(prompt, model, json);
                    break;
                default:
                    ConversePromptWriter.Write(prompt, model, json);
                    break;
            }
        }

        return ((JsonObject)JsonNode.Parse(output.WrittenSpan)!, [.. prompt.NotCarried]);
    }

    public static (JsonObject Body, string[] NotCarried) Translate(string client, string body, string provider, string? model = null) =>
        Translate(client, Encoding.UTF8.GetBytes(body), provider, model);

    /// <summary>A provider's whole answer in the client's dialect.</summary>
    public static JsonObject TranslateAnswer(string provider, ReadOnlyMemory<byte> body, string client)
    {
        var observation = new AnswerObservation();
        DialectOf(provider).ReadBody(body.Span, truncated: false, observation);
        using var document = JsonDocument.Parse(body);
        var answer = Answer.Of(NewReader(provider).ReadBody(document.RootElement), observation.ToUsage(isEmbedding: false));
        var output = new ArrayBufferWriter<byte>();
        using (var json = AnswerWriter.JsonTo(output))
        {
            NewWriter(client).WriteBody(answer, json);
        }

        return (JsonObject)JsonNode.Parse(output.WrittenSpan)!;
    }

    /// <summary>A provider's stream in the client's dialect; the provider's bytes come in pieces of a size.</summary>
    public static async Task<string> TranslateStreamAsync(string provider, ReadOnlyMemory<byte> stream, string client, int pieceSize = int.MaxValue)
    {
        using var output = new MemoryStream();
        await using var translated = new TranslatedStream(new PiecewiseBytes(stream, pieceSize), DialectOf(provider), NewReader(provider), NewWriter(client), new AnswerObservation(), () => { });
        await translated.CopyToAsync(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static AnswerReader NewReader(string provider) => provider switch
    {
        "chat" => new ChatAnswerReader(),
        "messages" => new MessagesAnswerReader(),
        "gemini" => new GeminiAnswerReader(),
        _ => new ConverseAnswerReader(Models["converse"]),
    };

    private static AnswerWriter NewWriter(string client)
    {
        var tools = new ClientTools();
        tools.Add("files", "read", isFreeform: false);
        tools.Add(null, "shell", isFreeform: true);
        return client switch
        {
            "chat" => new ChatAnswerWriter("chatcmpl-7", "endpoint", 1_700_000_000, includeUsage: true, new ClientTools()),
            "responses" => new ResponsesAnswerWriter("7", "endpoint", 1_700_000_000, tools),
            "messages" => new MessagesAnswerWriter("msg_7", "endpoint"),
            _ => new GeminiAnswerWriter("endpoint", asArray: client == "gemini-array"),
        };
    }

    private static Dialect DialectOf(string provider) => provider switch
    {
        "chat" => OpenAIChat.Instance,
        "messages" => AnthropicMessages.Instance,
        "gemini" => GeminiGenerateContent.Instance,
        _ => BedrockConverse.Instance,
    };
}
