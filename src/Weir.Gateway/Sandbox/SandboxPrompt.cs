using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Sandbox;

/// <summary>What a request asks of the sandbox, read from any dialect's body.</summary>
internal sealed class SandboxPrompt
{
    private readonly string _all;

    public SandboxPrompt(JsonObject body)
    {
        Body = body;
        Model = Text(body["model"]) is { Length: > 0 } model ? model : "sandbox";
        var turns = body["messages"] ?? body["contents"] ?? body["input"] ?? body["prompt"] ?? body["content"] ?? body["requests"];
        var last = turns is JsonArray { Count: > 0 } list ? list.LastOrDefault(turn => turn is not JsonObject said || Text(said["role"]) is "user" or "") ?? list[^1] : turns;
        LastUserText = Text(last).Trim();
        _all = Text(turns) + Text(body["system"]) + Text(body["systemInstruction"]) + Text(body["instructions"]);
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_all)).AsSpan(0, 12));
        Answer = LastUserText.Length == 0 ? "Hello from the sandbox." : $"You said: {(LastUserText.Length <= 500 ? LastUserText : LastUserText[..500] + "...")}";
    }

    public JsonObject Body { get; }

    public string Model { get; }

    /// <summary>The same for the same prompt.</summary>
    public string Id { get; }

    public string LastUserText { get; }

    public string Answer { get; }

    public int InputTokens => TokensOf(_all);

    public int OutputTokens => TokensOf(Answer);

    /// <summary>The answer in words, each with the space after it.</summary>
    public IEnumerable<string> Words
    {
        get
        {
            for (var start = 0; start < Answer.Length;)
            {
                var space = Answer.IndexOf(' ', start);
                var end = space < 0 ? Answer.Length : space + 1;
                yield return Answer[start..end];
                start = end;
            }
        }
    }

    /// <summary>Four bytes of UTF-8 are a token.</summary>
    public static int TokensOf(string text) => (Encoding.UTF8.GetByteCount(text) + 3) / 4;

    /// <summary>A text's place in eight dimensions.</summary>
    public static float[] Embed(string text)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return [.. digest.Take(8).Select(part => (part - 128) / 128f)];
    }

    /// <summary>The texts to embed.</summary>
    public static IEnumerable<string> TextsOf(JsonNode? input) =>
        input is JsonArray list && list.All(item => item is not JsonValue value || !value.TryGetValue<double>(out _)) ? list.Select(Text) : [Text(input)];

    /// <summary>All text in a node: dialects nest it under content, parts and text.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray list => string.Join(' ', list.Select(Text).Where(text => text.Length > 0)),
        JsonObject item => Text(item["text"] ?? item["content"] ?? item["parts"] ?? item["input_text"] ?? item["output"]),
        _ => string.Empty,
    };
}
