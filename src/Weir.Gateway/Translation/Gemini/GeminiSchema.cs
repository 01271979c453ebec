using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Translation.Gemini;

/// <summary>Gemini's own schema language (ai.google.dev/api/caching#Schema: types in capitals, <c>nullable</c>) as JSON Schema. What is JSON Schema already stays.</summary>
internal static class GeminiSchema
{
    private static readonly string[] Types = ["OBJECT", "ARRAY", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "NULL"];

    // Whole numbers of 64 bits are texts in Google's JSON.
    private static readonly string[] Counts = ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"];

    public static JsonElement ToJsonSchema(JsonElement schema)
    {
        var node = JsonNode.Parse(schema.GetRawText());
        Convert(node);
        return JsonSerializer.SerializeToElement(node);
    }

    private static void Convert(JsonNode? node)
    {
        if (node is not JsonObject schema)
        {
            return;
        }

        if (schema["type"] is JsonValue type && type.TryGetValue<string>(out var name) && Types.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            var lower = name.ToLowerInvariant();
            var isNullable = schema["nullable"] is JsonValue flag && flag.TryGetValue<bool>(out var nullable) && nullable;
            schema["type"] = isNullable ? new JsonArray(lower, "null") : lower;
        }

        foreach (var count in Counts)
        {
            if (schema[count] is JsonValue value && value.TryGetValue<string>(out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                schema[count] = number;
            }
        }

        schema.Remove("nullable");
        schema.Remove("propertyOrdering");
        foreach (var child in new[] { "items", "additionalProperties" })
        {
            Convert(schema[child]);
        }

        foreach (var (_, property) in schema["properties"] as JsonObject ?? [])
        {
            Convert(property);
        }

        foreach (var option in schema["anyOf"] as JsonArray ?? [])
        {
            Convert(option);
        }
    }
}
