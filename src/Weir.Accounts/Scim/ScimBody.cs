using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim;

/// <summary>
/// Bodies as clients send them. SCIM's attribute names have no case (RFC 7643, section 2.1), so an object's names are found in any, and
/// an object that has one twice is refused: which of the two counts is a question for attackers.
/// </summary>
internal static class ScimBody
{
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>An empty object whose names have no case.</summary>
    public static JsonObject NewObject() => new(AnyCase);

    /// <summary>Reads an object.</summary>
    public static async Task<JsonObject> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return Copy(document.RootElement) as JsonObject ?? throw ScimException.InvalidSyntax("The body must be a JSON object.");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw ScimException.InvalidSyntax($"The body is not JSON: {malformed.Message}");
        }
    }

    /// <summary>A copy whose names have no case.</summary>
    public static JsonNode? Copy(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = NewObject();
                foreach (var property in element.EnumerateObject())
                {
                    if (!copy.TryAdd(property.Name, Copy(property.Value)))
                    {
                        throw ScimException.InvalidSyntax($"'{property.Name}' is there twice.");
                    }
                }

                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Copy)]);
            case JsonValueKind.String:
                // Decoded now: half a surrogate pair is found here, and not by whoever reads the value first.
                return JsonValue.Create(element.GetString());
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
