using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Accounts.Scim.Filters;

namespace Weir.Accounts.Scim.Patching;

/// <summary>
/// Applies the operations of a PATCH (RFC 7644, section 3.5.2) to a resource's document. What of the document is then taken over is
/// another's decision: an attribute that does not exist can be patched to no effect.
/// </summary>
internal static class ResourcePatch
{
    private const int MostOperations = 1000;
    private static readonly string[] ReadOnly = ["id", "meta", "groups", "schemas"];
    private static readonly string[] Several = ["members", "emails", "roles", "entitlements", "phoneNumbers", "addresses", "photos", "ims", "x509Certificates"];

    /// <summary>Applies all operations, in order.</summary>
    /// <exception cref="ScimException">One of them cannot be applied.</exception>
    public static void Apply(JsonObject resource, JsonObject body)
    {
        if (body["Operations"] is not JsonArray { Count: > 0 and <= MostOperations } operations)
        {
            throw ScimException.InvalidSyntax($"'Operations' must be a list of 1 to {MostOperations} operations.");
        }

        foreach (var operation in operations)
        {
            if (operation is not JsonObject described)
            {
                throw ScimException.InvalidSyntax("An operation must be an object.");
            }

            // Entra ID writes "Add" and "Replace".
            var kind = Text(described["op"])?.ToLowerInvariant();
            if (kind is not ("add" or "remove" or "replace"))
            {
                throw ScimException.InvalidSyntax("An operation's 'op' must be add, remove or replace.");
            }

            Apply(resource, kind, described["path"] is null ? null : Text(described["path"]) ?? throw ScimException.InvalidPath("'path' must be a text."), described["value"]);
        }
    }

    private static void Apply(JsonObject resource, string kind, string? path, JsonNode? value)
    {
        if (!string.IsNullOrEmpty(path))
        {
            var parsed = PatchPath.Parse(path);
            if (IsReadOnly(parsed))
            {
                throw ScimException.Mutability($"'{parsed.Attribute}' cannot be changed.");
            }

            Apply(resource, kind, parsed, value);
            return;
        }

        if (kind == "remove")
        {
            throw ScimException.NoTarget("A remove operation needs a 'path'.");
        }

        if (value is not JsonObject attributes)
        {
            throw ScimException.InvalidValue("An operation without a 'path' needs an object as its 'value'.");
        }

        // Names here may be paths as well: Entra ID sends "name.familyName". A whole resource sent back has its id; that is no attempt to change it.
        foreach (var (name, attribute) in attributes)
        {
            if (PatchPath.Parse(name) is var parsed && !IsReadOnly(parsed))
            {
                Apply(resource, kind, parsed, attribute);
            }
        }
    }

    private static void Apply(JsonObject resource, string kind, PatchPath path, JsonNode? value)
    {
        if (path.Filter is not null)
        {
            ApplyToValues(resource, kind, path, value);
        }
        else if (path.SubAttribute is { } sub)
        {
            ApplyToPart(resource, kind, path.Attribute, sub, value);
        }
        else if (kind == "remove")
        {
            Remove(resource, path.Attribute, value);
        }
        else if (Several.Contains(path.Attribute, StringComparer.OrdinalIgnoreCase))
        {
            if (kind == "replace")
            {
                resource.Remove(path.Attribute);
            }

            Append(ValuesOf(resource, path.Attribute), value);
        }
        else if (value is JsonObject parts && resource[path.Attribute] is JsonObject complex)
        {
            Merge(complex, parts);
        }
        else
        {
            resource[path.Attribute] = value?.DeepClone();
        }
    }

    private static void ApplyToValues(JsonObject resource, string kind, PatchPath path, JsonNode? value)
    {
        var matching = (resource[path.Attribute] as JsonArray ?? []).OfType<JsonObject>().Where(path.Filter!.Matches).ToList();
        if (matching.Count == 0)
        {
            if (kind == "remove")
            {
                return;
            }

            if (kind == "replace")
            {
                throw ScimException.NoTarget($"No value of '{path.Attribute}' passes the path's filter.");
            }

            // An added part needs a whole to be in: the one that the filter describes.
            var made = ScimBody.NewObject();
            Describe(made, path.Filter);
            ValuesOf(resource, path.Attribute).Add(made);
            matching.Add(made);
        }

        foreach (var match in matching)
        {
            if (kind == "remove" && path.SubAttribute is null)
            {
                match.Parent!.AsArray().Remove(match);
            }
            else if (kind == "remove")
            {
                match.Remove(path.SubAttribute!);
            }
            else if (path.SubAttribute is { } sub)
            {
                match[sub] = value?.DeepClone();
            }
            else
            {
                Merge(match, value as JsonObject ?? throw ScimException.InvalidValue($"A value of '{path.Attribute}' must be an object."));
            }
        }
    }

    private static void ApplyToPart(JsonObject resource, string kind, string attribute, string part, JsonNode? value)
    {
        var targets = resource[attribute] switch
        {
            JsonArray values => values.OfType<JsonObject>().ToList(),
            JsonObject complex => [complex],
            _ => [],
        };
        if (targets.Count == 0 && kind != "remove")
        {
            var made = ScimBody.NewObject();
            resource[attribute] = made;
            targets.Add(made);
        }

        foreach (var target in targets)
        {
            if (kind == "remove")
            {
                target.Remove(part);
            }
            else
            {
                target[part] = value?.DeepClone();
            }
        }
    }

    // Entra ID removes a member by naming it in the value; the RFC would have it in the path.
    private static void Remove(JsonObject resource, string attribute, JsonNode? value)
    {
        if (value is JsonArray { Count: > 0 } named && resource[attribute] is JsonArray values)
        {
            var gone = named.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
            values.RemoveAll(known => gone.Contains(KeyOf(known)));
        }
        else
        {
            resource.Remove(attribute);
        }
    }

    private static JsonArray ValuesOf(JsonObject resource, string attribute)
    {
        if (resource[attribute] is not JsonArray values)
        {
            resource[attribute] = values = [];
        }

        return values;
    }

    private static void Append(JsonArray values, JsonNode? added)
    {
        var known = values.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var one in added is null ? [] : added is JsonArray several ? several : (IEnumerable<JsonNode?>)[added])
        {
            if (known.Add(KeyOf(one)))
            {
                values.Add(one?.DeepClone());
            }
        }
    }

    private static void Merge(JsonObject target, JsonObject parts)
    {
        foreach (var (name, part) in parts)
        {
            target[name] = part?.DeepClone();
        }
    }

    private static void Describe(JsonObject made, ScimFilter filter)
    {
        switch (filter)
        {
            case AndFilter both:
                Describe(made, both.Left);
                Describe(made, both.Right);
                break;
            case ComparisonFilter { Operator: "eq", Path.SubAttribute: null } equal:
                made[equal.Path.Attribute] = JsonSerializer.SerializeToNode(equal.Value);
                break;
            default:
                throw ScimException.NoTarget("No value passes the path's filter, and the filter does not say how one would look.");
        }
    }

    private static bool IsReadOnly(PatchPath path) => ReadOnly.Contains(path.Attribute, StringComparer.OrdinalIgnoreCase);

    private static string KeyOf(JsonNode? value) => (value is JsonObject complex && complex["value"] is { } key ? key : value)?.ToString() ?? string.Empty;

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
