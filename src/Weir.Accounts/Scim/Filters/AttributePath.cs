using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Filters;

/// <summary>The path of an attribute: <c>userName</c>, <c>name.familyName</c>, either behind a schema's URN.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="SubAttribute">The part of a complex one, or NULL.</param>
internal sealed record AttributePath(string Attribute, string? SubAttribute)
{
    /// <summary>Whether the letters' case counts in the attribute's values (RFC 7643, sections 3.1 and 7): in ids it does.</summary>
    public bool IsCaseExact => (SubAttribute ?? Attribute).ToLowerInvariant() is "id" or "externalid" or "$ref" or "location" or "value" && !IsMail;

    private bool IsMail => Attribute.Equals("emails", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a path, or NULL when it is none.</summary>
    public static AttributePath? TryParse(ReadOnlySpan<char> text)
    {
        // A URN has dots of its own ("core:2.0:User:userName"); the attribute begins after its last colon.
        var colon = text.LastIndexOf(':');
        if (colon >= 0 && !text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = text[(colon + 1)..];
        var dot = path.IndexOf('.');
        var attribute = dot < 0 ? path : path[..dot];
        var sub = dot < 0 ? default : path[(dot + 1)..];
        return IsName(attribute) && (dot < 0 || IsName(sub)) ? new AttributePath(attribute.ToString(), dot < 0 ? null : sub.ToString()) : null;
    }

    /// <summary>The values at the path. Of a complex attribute with several values and no part named, their <c>value</c>s.</summary>
    public IEnumerable<JsonNode> ValuesIn(JsonObject resource)
    {
        if (!resource.TryGetPropertyValue(Attribute, out var found) || found is null)
        {
            yield break;
        }

        foreach (var element in found is JsonArray array ? array : (IEnumerable<JsonNode?>)[found])
        {
            var value = element is JsonObject complex && (SubAttribute is not null || found is JsonArray)
                ? complex[SubAttribute ?? "value"]
                : SubAttribute is null ? element : null;
            if (value is not null)
            {
                yield return value;
            }
        }
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !(char.IsAsciiLetter(name[0]) || name[0] == '$'))
        {
            return false;
        }

        foreach (var letter in name[1..])
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '$'))
            {
                return false;
            }
        }

        return true;
    }
}
