using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Gateway.Translation;

/// <summary>The arguments of a model's tool call, which some dialects write as an object and others as text.</summary>
internal static class ToolArguments
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object as text, without a provider's line ends.</summary>
    public static string Text(JsonElement value) => JsonSerializer.Serialize(value, Compact);

    /// <summary>The calls that can be said: one whose arguments the token limit cut is none, and the finish reason tells.</summary>
    /// <exception cref="JsonException">A call's arguments are not an object, and no limit cut them.</exception>
    public static IReadOnlyList<Part> Whole(IEnumerable<Part> parts, FinishReason reason) =>
        [.. parts.Where(part => part is not ToolCallPart call || IsObject(call.Arguments) || (reason == FinishReason.Length ? false
            : throw new JsonException($"The model called the tool '{call.Name}' with arguments that are no JSON object.")))];

    /// <summary>Writes arguments on one line, as an event of a stream must be.</summary>
    public static void Write(Utf8JsonWriter json, string arguments)
    {
        using var parsed = JsonDocument.Parse(arguments);
        parsed.RootElement.WriteTo(json);
    }

    private static bool IsObject(string arguments)
    {
        try
        {
            using var parsed = JsonDocument.Parse(arguments);
            return parsed.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
