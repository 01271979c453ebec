using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Agents.Setup;

/// <summary>Objects go into objects, member by member; anything else takes the place of what was there.</summary>
internal static class JsonMerge
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    public static string Merge(string existing, string wanted)
    {
        var root = Read(existing);
        var before = root.DeepClone();
        Put(JsonNode.Parse(wanted)!.AsObject(), root);
        if (JsonNode.DeepEquals(before, root))
        {
            return existing;
        }

        return HasComments(existing)
            ? throw new SettingsMergeException("it has comments, which would be lost. Put the settings in by hand")
            : Write(root, IndentOf(existing));
    }

    /// <summary>JSON as people write it.</summary>
    public static string Write(JsonObject json) => Write(json, "  ");

    private static string Write(JsonObject json, string indent) => json.ToJsonString(new JsonSerializerOptions
    {
        WriteIndented = true,
        IndentCharacter = indent[0],
        IndentSize = indent.Length,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }) + "\n";

    private static void Put(JsonObject wanted, JsonObject into)
    {
        foreach (var (name, value) in wanted)
        {
            if (value is JsonObject deeper && into[name] is JsonObject there)
            {
                Put(deeper, there);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject ?? throw new SettingsMergeException("it holds no JSON object");
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException)
        {
            throw new SettingsMergeException($"it is not JSON: {malformed.Message}", malformed);
        }
    }

    private static bool HasComments(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Comment)
            {
                return true;
            }
        }

        return false;
    }

    // What the first indented line begins with.
    private static string IndentOf(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var length = line.Length - line.TrimStart(line.StartsWith('\t') ? '\t' : ' ').Length;
            if (length > 0 && line.Trim().Length > 0)
            {
                return line[..Math.Min(length, 8)];
            }
        }

        return "  ";
    }
}
