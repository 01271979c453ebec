using System.Text.Json.Nodes;
using Weir.Accounts.Scim.Filters;

namespace Weir.Accounts.Scim;

/// <summary>Which parts of resources a request wants: its <c>attributes</c> alone, or all but its <c>excludedAttributes</c>.</summary>
internal sealed class Projection
{
    private readonly List<AttributePath> _wanted;
    private readonly List<AttributePath> _excluded;

    private Projection(List<AttributePath> wanted, List<AttributePath> excluded)
    {
        _wanted = wanted;
        _excluded = excluded;
    }

    public static Projection Of(ScimParts parts) => new(Paths(parts.Attributes), Paths(parts.ExcludedAttributes));

    /// <summary>Whether an attribute is answered, all or in part.</summary>
    public bool Includes(string attribute) => _wanted.Count > 0
        ? _wanted.Any(path => Is(path, attribute))
        : !_excluded.Any(path => path.SubAttribute is null && Is(path, attribute));

    /// <summary>Leaves out of a resource what is not wanted.</summary>
    public JsonObject Apply(JsonObject resource)
    {
        foreach (var name in resource.Select(attribute => attribute.Key).Where(name => name is not ("id" or "schemas")).ToList())
        {
            if (!Includes(name))
            {
                resource.Remove(name);
                continue;
            }

            var parts = _wanted.Where(path => Is(path, name)).ToList();
            if (parts.Count > 0 && parts.TrueForAll(path => path.SubAttribute is not null))
            {
                Keep(resource[name], part => parts.Exists(path => path.SubAttribute!.Equals(part, StringComparison.OrdinalIgnoreCase)));
            }

            var left = _excluded.Where(path => path.SubAttribute is not null && Is(path, name)).ToList();
            if (_wanted.Count == 0 && left.Count > 0)
            {
                Keep(resource[name], part => !left.Exists(path => path.SubAttribute!.Equals(part, StringComparison.OrdinalIgnoreCase)));
            }
        }

        return resource;
    }

    private static void Keep(JsonNode? attribute, Func<string, bool> isKept)
    {
        foreach (var complex in attribute is JsonArray several ? several.OfType<JsonObject>() : attribute is JsonObject one ? [one] : [])
        {
            foreach (var part in complex.Select(known => known.Key).Where(part => !isKept(part)).ToList())
            {
                complex.Remove(part);
            }
        }
    }

    private static bool Is(AttributePath path, string attribute) => path.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    private static List<AttributePath> Paths(string? text) =>
    [
        .. (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(path => AttributePath.TryParse(path) ?? throw ScimException.InvalidPath($"'{path}' is no path of an attribute.")),
    ];
}
