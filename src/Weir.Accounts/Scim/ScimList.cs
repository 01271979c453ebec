using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Accounts.Scim.Filters;
using Weir.Accounts.Scim.Resources;

namespace Weir.Accounts.Scim;

/// <summary>Answers a query for resources: filter, order, page, parts (RFC 7644, section 3.4.2).</summary>
internal static class ScimList
{
    /// <summary>The most resources in one answer, and as many as come unless fewer are asked for.</summary>
    public const int LargestPage = 1000;

    private static readonly string[] Memberships = ["members", "groups"];

    public static JsonObject Answer(ResourceType type, ScimView view, ScimQuery query, ScimParts parts)
    {
        var filter = query.Filter is { Length: > 0 } text ? FilterParser.Parse(text) : null;
        var sortBy = query.SortBy is { Length: > 0 } path ? AttributePath.TryParse(path) ?? throw ScimException.InvalidPath($"'{path}' is no path of an attribute to sort by.") : null;
        var start = Math.Max(Number(query.StartIndex, "startIndex", 1), 1);
        var count = Math.Clamp(Number(query.Count, "count", LargestPage), 0, LargestPage);
        var projection = Projection.Of(parts);

        // A filter sees what the caller sees: whoever may not read an attribute may not guess at it either.
        var needsMemberships = Memberships.Any(attribute => filter?.Mentions(attribute) == true);
        var found = view.State.Principals
            .Where(principal => principal.Type == type.PrincipalType && view.Sees(principal))
            .Select(principal => (Principal: principal, Resource: filter is null && sortBy is null ? null : type.Write(view, principal, needsMemberships)))
            .Where(candidate => filter is null || filter.Matches(candidate.Resource!))
            .ToList();
        if (sortBy is not null)
        {
            var ordered = found.OrderBy(candidate => sortBy.ValuesIn(candidate.Resource!).FirstOrDefault()?.ToString(), StringComparer.OrdinalIgnoreCase).ToList();
            found = ordered;
            if (string.Equals(query.SortOrder, "descending", StringComparison.OrdinalIgnoreCase))
            {
                found.Reverse();
            }
        }

        var withMemberships = Memberships.Any(projection.Includes);
        var page = found.Skip(start - 1).Take(count).Select(candidate => (JsonNode)projection.Apply(type.Write(view, candidate.Principal, withMemberships))).ToArray();
        return new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchema.ListResponse),
            ["totalResults"] = found.Count,
            ["startIndex"] = start,
            ["itemsPerPage"] = page.Length,
            ["Resources"] = new JsonArray(page),
        };
    }

    private static int Number(string? text, string name, int otherwise) => text switch
    {
        null or "" => otherwise,
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ScimException.InvalidValue($"'{name}' must be a number."),
    };
}
