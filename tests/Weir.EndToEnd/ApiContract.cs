using System.Text.Json;

namespace Weir.EndToEnd;

/// <summary>The committed OpenAPI document: which operations there are, and whether an answer is what it says. Stricter than a schema alone: a member that the document does not have is a fault.</summary>
internal sealed class ApiContract(JsonElement document)
{
    /// <summary>Where the document is kept.</summary>
    public static string File { get; } = Path.Combine(SdkTests.SdkFolder(), "..", "..", "web", "openapi.json");

    /// <summary>The committed document.</summary>
    public static ApiContract Committed { get; } = new(JsonSerializer.Deserialize<JsonElement>(System.IO.File.ReadAllText(File)));

    /// <summary>Method, path template and description of every operation.</summary>
    public IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)));

    /// <summary>The operation that a request is one of: that of the path with the fewest parameters.</summary>
    public JsonElement? Find(string method, string path) => Operations
        .Where(one => one.Method == method && Fits(one.Path, path))
        .OrderBy(one => one.Path.Count(letter => letter == '{'))
        .Select(one => (JsonElement?)one.Operation).FirstOrDefault();

    /// <summary>The schema of an operation's answer that went well; NULL when it has none.</summary>
    public static JsonElement? AnswerOf(JsonElement operation)
    {
        var answers = operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name.StartsWith('2')).ToList();
        return answers.Count == 1 && answers[0].Value.TryGetProperty("content", out var content) && content.EnumerateObject().First().Value.TryGetProperty("schema", out var schema) ? schema : null;
    }

    /// <summary>What of a value is not as a schema says.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            return Faults(document.GetProperty("components").GetProperty("schemas").GetProperty(name), value, at);
        }

        if (schema.TryGetProperty("oneOf", out var several))
        {
            var tried = several.EnumerateArray().Select(one => Faults(one, value, at).ToList()).ToList();
            return tried.Exists(faults => faults.Count == 0) ? [] : tried.MaxBy(faults => faults.Count)!;
        }

        if (schema.TryGetProperty("type", out var type) && !TypesOf(type).Any(one => Is(one, value)))
        {
            return [$"{at} is {value.ValueKind}, and not {type}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => FaultsOfObject(schema, value, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value.EnumerateArray().SelectMany((one, index) => Faults(items, one, $"{at}[{index}]")),
            _ => [],
        };
    }

    private IEnumerable<string> FaultsOfObject(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var missing in required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
            {
                yield return $"{at} lacks '{missing}'";
            }
        }

        var isMap = schema.TryGetProperty("additionalProperties", out var others);
        var isOpen = !isMap && !schema.TryGetProperty("properties", out _);
        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known))
            {
                foreach (var fault in Faults(known, member.Value, $"{at}.{member.Name}"))
                {
                    yield return fault;
                }
            }
            else if (isMap)
            {
                foreach (var fault in Faults(others, member.Value, $"{at}.{member.Name}"))
                {
                    yield return fault;
                }
            }
            else if (!isOpen)
            {
                yield return $"{at} has '{member.Name}', which the document does not know";
            }
        }
    }

    private static IEnumerable<string> TypesOf(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    private static bool Fits(string template, string path)
    {
        var (wanted, given) = (template.Trim('/').Split('/'), path.Trim('/').Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
    }
}
