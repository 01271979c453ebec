using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>Reads members of JSON whose shape may be another than expected.</summary>
internal static class JsonTexts
{
    /// <summary>An object's member; of kind Undefined where there is no object or no such member.</summary>
    public static JsonElement Member(this JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>The text of an object's member; NULL where there is none.</summary>
    public static string? TextOf(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>An array's elements; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                yield return item;
            }
        }
    }

    /// <summary>The text of a content: a text, an object with a <c>content</c> or <c>text</c>, or parts with a <c>text</c> each.</summary>
    public static string ContentText(this JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : part.TextOf("text")).OfType<string>()),
        JsonValueKind.Object => content.TextOf("content") ?? content.TextOf("text") ?? content.Member("content_items").ContentText(),
        _ => string.Empty,
    };
}
