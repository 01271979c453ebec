using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Receiving;

/// <summary>
/// The tags that a client gives its request: a JSON object of strings in the header <c>Databricks-Ai-Gateway-Request-Tags</c>
/// or <c>Weir-Request-Tags</c>.
/// </summary>
internal static class RequestTags
{
    public const string Header = "Databricks-Ai-Gateway-Request-Tags";
    public const string OwnHeader = "Weir-Request-Tags";
    private const int MostTags = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 512;

    /// <summary>The tags, NULL when none were sent, or why they are refused.</summary>
    public static (IReadOnlyDictionary<string, string>? Tags, Refusal? Refusal) Read(IHeaderDictionary headers)
    {
        var header = headers[Header];
        var name = Header;
        if (header.Count == 0)
        {
            header = headers[OwnHeader];
            name = OwnHeader;
            if (header.Count == 0)
            {
                return default;
            }
        }

        if (header.Count > 1)
        {
            return (null, Refused(name, "stands in the request twice"));
        }

        try
        {
            using var document = JsonDocument.Parse(header.ToString());
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, Refused(name, "is not a JSON object"));
            }

            var tags = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                {
                    return (null, Refused(name, $"has a value for '{Shorten(member.Name)}' that is not a string"));
                }

                var value = member.Value.GetString()!;
                if (member.Name.Length is 0 or > LongestKey || value.Length > LongestValue)
                {
                    return (null, Refused(name, $"has a tag '{Shorten(member.Name)}' whose key is empty or longer than {LongestKey}, or whose value is longer than {LongestValue} characters"));
                }

                if (!tags.TryAdd(member.Name, value))
                {
                    return (null, Refused(name, $"has the tag '{Shorten(member.Name)}' twice"));
                }
            }

            return tags.Count > MostTags ? (null, Refused(name, $"has more than {MostTags} tags")) : (tags, null);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return (null, Refused(name, "is not valid JSON"));
        }
    }

    private static Refusal Refused(string header, string why) =>
        new(400, RefusalCodes.InvalidTags, $"The header {header} {why}. Send a JSON object of strings, for example {{\"team\":\"engineering\"}}.");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
