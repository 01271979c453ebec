using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Auditing;

/// <summary>Picks the parameters that a route's metadata allows, and nothing else: a member that nobody thought of stays out.</summary>
internal static class ShownParameters
{
    private const int LongestValue = 512;
    private const int MostValues = 100;

    // Somebody may paste a token where its id belongs.
    private const string TokenSign = "weir_";

    /// <summary>The allowed parameters of a request.</summary>
    public static Dictionary<string, string> Of(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<string> allowed)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = Parse(body);
        foreach (var path in allowed)
        {
            if (context.Request.RouteValues.TryGetValue(path, out var inRoute) && inRoute is string text)
            {
                shown[path] = Show(text);
            }
            else if (context.Request.Query.TryGetValue(path, out var inQuery))
            {
                shown[path] = Show(inQuery.ToString());
            }

            if (document is not null && Find(document.RootElement, path) is { } found)
            {
                // A PATCH may name in its body what its path names too: both matter when it renames.
                shown[shown.ContainsKey(path) ? "new_" + path : path] = Show(found);
            }
        }

        return shown;
    }

    /// <summary>The text at a path of a JSON text, or NULL.</summary>
    public static string? In(ReadOnlyMemory<byte> json, string path)
    {
        using var document = Parse(json);
        return document is not null && Find(document.RootElement, path) is { } found ? Show(found) : null;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return json.IsEmpty ? null : JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Find(JsonElement root, string path)
    {
        try
        {
            var values = Follow(root, path.Split('.'), 0).Take(MostValues).ToList();
            return values.Count == 0 ? null : string.Join(", ", values);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is valid JSON and no text; the route refuses it in its own words.
            return null;
        }
    }

    private static IEnumerable<string> Follow(JsonElement at, string[] path, int step) => at.ValueKind switch
    {
        JsonValueKind.Array => at.EnumerateArray().SelectMany(item => Follow(item, path, step)),
        JsonValueKind.Object when step < path.Length && path[step] == "*" => at.EnumerateObject().SelectMany(member => Follow(member.Value, path, step + 1).Select(value => $"{member.Name}={value}")),
        JsonValueKind.Object when step < path.Length => at.TryGetProperty(path[step], out var member) ? Follow(member, path, step + 1) : [],
        JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when step == path.Length => [at.ToString()],
        _ => [],
    };

    private static string Show(string value) => value.Contains(TokenSign, StringComparison.Ordinal) ? "REDACTED" : value.Length <= LongestValue ? value : value[..LongestValue];
}
