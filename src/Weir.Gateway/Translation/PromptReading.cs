using System.Text.Json;

namespace Weir.Gateway.Translation;

/// <summary>What the readers of requests share: values that several dialects write alike.</summary>
internal static class PromptReading
{
    /// <summary>A URL of media: a <c>data:</c> URL becomes its base64 data, any other stays a URL.</summary>
    public static MediaPart MediaOf(string field, string url, string? name = null, string? detail = null)
    {
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
                ? new MediaPart(field, null, null, url, name, detail)
                : throw new UntranslatableException(field, "must be an http, https or data URL.");
        }

        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var header = comma < 0 ? string.Empty : url[5..comma];
        if (!header.EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            throw new UntranslatableException(field, "must be a data URL in base64, for example data:image/png;base64,....");
        }

        var mediaType = header.Split(';')[0];
        return new MediaPart(field, mediaType.Length == 0 ? "application/octet-stream" : mediaType, url[(comma + 1)..], null, name, detail);
    }

    /// <summary>A value that says "not asked for" in every dialect.</summary>
    public static bool IsOff(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    public static bool IsOne(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == 1;

    public static bool IsText(JsonElement value, params ReadOnlySpan<string> allowed) => value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()!);

    /// <summary>A JSON object as text, as a tool call's arguments are.</summary>
    public static string ArgumentsOf(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "{}";
        }

        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? text : throw new UntranslatableException(field, "must be a JSON object as text.");
        }
        catch (JsonException)
        {
            throw new UntranslatableException(field, "must be a JSON object as text.");
        }
    }

    /// <summary>A turn of the system's: instructions are text in every dialect.</summary>
    public static Turn InstructionsOf(IReadOnlyList<Part> parts) =>
        parts.FirstOrDefault(part => part is not TextPart) is { } other ? throw new UntranslatableException(other.Field, "must be text in a message of the system.") : new Turn(Speaker.System, parts);

    /// <summary>Moves the instructions that open a conversation to the system's place; later ones stay where they are.</summary>
    public static (List<string> System, List<Turn> Turns) Split(IEnumerable<Turn> turns)
    {
        var system = new List<string>();
        var rest = new List<Turn>();
        foreach (var turn in turns)
        {
            if (turn.Speaker == Speaker.System && rest.Count == 0)
            {
                system.AddRange(turn.Parts.OfType<TextPart>().Select(part => part.Text));
            }
            else
            {
                rest.Add(turn);
            }
        }

        return (system, rest);
    }
}
