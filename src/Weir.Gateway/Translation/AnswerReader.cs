using System.Text.Json;

namespace Weir.Gateway.Translation;

/// <summary>Reads one answer of a provider, in its dialect, as events. Holds the state of one answer.</summary>
internal abstract class AnswerReader
{
    /// <summary>Reads one event of a stream.</summary>
    /// <param name="name">The event's name, empty when it has none.</param>
    /// <param name="data">Its data.</param>
    public abstract IEnumerable<AnswerEvent> ReadEvent(string name, JsonElement data);

    /// <summary>Reads a whole answer.</summary>
    public abstract IEnumerable<AnswerEvent> ReadBody(JsonElement body);

    protected static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The answer's beginning, by its own id and model where it names them.</summary>
    protected static AnswerEvent.Started StartOf(JsonElement element, string id, string model) =>
        new(Text(element, id) is { Length: > 0 } named ? named : null, Text(element, model) is { Length: > 0 } answering ? answering : null);

    protected static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    protected static IEnumerable<JsonElement> Elements(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
