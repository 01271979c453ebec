using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Accounts.Http;

namespace Weir.Warehouse.SavedQueries;

/// <summary>The body of POST and PATCH of <c>/api/2.0/sql/queries</c>.</summary>
/// <param name="Query">What the query is to be.</param>
/// <param name="UpdateMask">Of PATCH: the members of <paramref name="Query"/> to set, with commas between them.</param>
/// <param name="AutoResolveDisplayName">Whether a name that is taken gets a number, instead of being refused.</param>
internal sealed record SavedQueryRequest(
    [property: JsonPropertyName("query")] SavedQueryDocument? Query,
    [property: JsonPropertyName("update_mask")] string? UpdateMask,
    [property: JsonPropertyName("auto_resolve_display_name")] bool? AutoResolveDisplayName);

/// <summary>A query as its author writes it.</summary>
internal sealed record SavedQueryDocument(
    [property: JsonPropertyName("display_name")] string? DisplayName,
    [property: JsonPropertyName("query_text")] string? QueryText,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("warehouse_id")] string? WarehouseId,
    [property: JsonPropertyName("catalog")] string? Catalog,
    [property: JsonPropertyName("schema")] string? Schema,
    [property: JsonPropertyName("parameters")] JsonElement? Parameters,
    [property: JsonPropertyName("tags")] IReadOnlyList<string>? Tags,
    [property: JsonPropertyName("run_as_mode")] string? RunAsMode)
{
    private const int LargestText = 1024 * 1024;
    private const int LongestName = 255;
    private const int LongestDescription = 4096;
    private const int MostTags = 50;
    private const int LongestTag = 128;
    private const string Everything = "*";

    private static readonly string[] Members = ["display_name", "query_text", "description", "warehouse_id", "catalog", "schema", "parameters", "tags"];

    /// <summary>The members that a mask names.</summary>
    /// <exception cref="ApiException">It names none, or what cannot be changed.</exception>
    public static IReadOnlyList<string> ReadMask(string? mask)
    {
        var named = (mask ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named is [Everything])
        {
            return Members;
        }

        return named.Length > 0 && named.All(name => Members.Contains(name, StringComparer.Ordinal))
            ? named
            : throw ApiException.Invalid($"'update_mask' names what is to change, with commas between: any of {string.Join(", ", Members)}; or {Everything} for all of them.");
    }

    /// <summary>The query with these members set as written here.</summary>
    /// <param name="query">What it was.</param>
    /// <param name="members">Which; NULL for all.</param>
    /// <exception cref="ApiException">A member is not right.</exception>
    public SavedQuery ApplyTo(SavedQuery query, IReadOnlyList<string>? members = null)
    {
        Require(RunAsMode is null or "VIEWER", "'run_as_mode' must be VIEWER: a query runs with the rights of who runs it.");
        foreach (var member in members ?? Members)
        {
            query = member switch
            {
                "display_name" => query with { DisplayName = CheckedName() },
                "query_text" => query with { QueryText = CheckedText() },
                "description" => query with { Description = Checked(Description, member, LongestDescription) },
                "warehouse_id" => query with { WarehouseId = Checked(WarehouseId, member, LongestName) },
                "catalog" => query with { Catalog = Checked(Catalog, member, LongestName) },
                "schema" => query with { Schema = Checked(Schema, member, LongestName) },
                "parameters" => query with { Parameters = SavedQueryParameters.Checked(Parameters) },
                _ => query with { Tags = CheckedTags() },
            };
        }

        return query;
    }

    private static string? Checked(string? text, string member, int longest)
    {
        Require(text is null || text.Length <= longest, $"'query.{member}' must have at most {longest} characters.");
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw ApiException.Invalid(otherwise);
        }
    }

    private string CheckedName()
    {
        var name = DisplayName?.Trim() ?? string.Empty;
        Require(name.Length is > 0 and <= LongestName && !name.Any(char.IsControl), $"'query.display_name' must have 1 to {LongestName} characters, on one line.");
        return name;
    }

    private string CheckedText()
    {
        Require(!string.IsNullOrWhiteSpace(QueryText), "'query.query_text' is missing. Put the SQL there.");
        Require(Encoding.UTF8.GetByteCount(QueryText!) <= LargestText, "'query.query_text' must have at most 1 MiB.");
        return QueryText!;
    }

    private IReadOnlyList<string> CheckedTags()
    {
        var tags = Tags ?? [];
        Require(tags.Count <= MostTags && tags.All(tag => tag is { Length: > 0 and <= LongestTag }), $"'query.tags' must be at most {MostTags} words of 1 to {LongestTag} characters.");
        return [.. tags.Distinct(StringComparer.Ordinal)];
    }
}
