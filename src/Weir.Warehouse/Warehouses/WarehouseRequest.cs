using System.Text.Json.Serialization;
using Weir.Accounts.Http;

namespace Weir.Warehouse.Warehouses;

/// <summary>The body of <c>POST /api/2.0/sql/warehouses</c> and of its <c>/{id}/edit</c> (original-product.md 5.2). What an edit leaves out stays as it is.</summary>
internal sealed record WarehouseRequest(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("cluster_size")] string? ClusterSize,
    [property: JsonPropertyName("auto_stop_mins")] int? AutoStopMins,
    [property: JsonPropertyName("min_num_clusters")] int? MinNumClusters,
    [property: JsonPropertyName("max_num_clusters")] int? MaxNumClusters,
    [property: JsonPropertyName("tags")] WarehouseTagsDocument? Tags,
    [property: JsonPropertyName("warehouse_type")] string? WarehouseType)
{
    private const int LongestName = 100;
    private const int MostMinutes = 7 * 24 * 60;
    private const int MostClusters = 30;

    /// <summary>What the request makes of a warehouse.</summary>
    /// <exception cref="ApiException">A member is not right.</exception>
    public SqlWarehouse ApplyTo(SqlWarehouse before)
    {
        var after = before with
        {
            Name = Name?.Trim() ?? before.Name,
            Size = ClusterSize ?? before.Size,
            AutoStopMinutes = AutoStopMins ?? before.AutoStopMinutes,
            MinNumClusters = MinNumClusters ?? before.MinNumClusters,
            MaxNumClusters = MaxNumClusters ?? before.MaxNumClusters,
            Tags = Tags?.Read() ?? before.Tags,
            Type = WarehouseType ?? before.Type,
        };
        Require(after.Name.Length is > 0 and <= LongestName && !after.Name.Any(char.IsControl), $"'name' must have 1 to {LongestName} characters, and no control characters.");
        Require(before.WorkspaceId is not null || after.Name == before.Name, $"The warehouse that exists from the start keeps its name '{DefaultWarehouse.Name}'. Leave 'name' out, or make another warehouse.");
        Require(before.WorkspaceId is null || !string.Equals(after.Name, DefaultWarehouse.Name, StringComparison.OrdinalIgnoreCase), $"'{DefaultWarehouse.Name}' is the name of the warehouse that exists from the start. Choose another name.");
        Require(Warehouses.ClusterSize.Names.Contains(after.Size, StringComparer.Ordinal), $"'cluster_size' must be one of {string.Join(", ", Warehouses.ClusterSize.Names)}.");
        Require(after.AutoStopMinutes is >= 0 and <= MostMinutes, $"'auto_stop_mins' must be 0 (never), or up to {MostMinutes} minutes.");
        Require(after.MinNumClusters is >= 1 and <= MostClusters, $"'min_num_clusters' must be from 1 to {MostClusters}.");
        Require(after.MaxNumClusters >= after.MinNumClusters && after.MaxNumClusters <= MostClusters, $"'max_num_clusters' must be at least 'min_num_clusters' ({after.MinNumClusters}), and at most {MostClusters}.");
        Require(after.Type is "PRO" or "CLASSIC", "'warehouse_type' must be PRO or CLASSIC.");
        return after;
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw ApiException.Invalid(otherwise);
        }
    }
}

/// <summary>A warehouse's tags as the API writes them.</summary>
internal sealed record WarehouseTagsDocument([property: JsonPropertyName("custom_tags")] IReadOnlyList<WarehouseTagDocument>? CustomTags)
{
    private const int MostTags = 45;

    /// <summary>The tags.</summary>
    /// <exception cref="ApiException">One is not right.</exception>
    public IReadOnlyList<WarehouseTag> Read()
    {
        var tags = CustomTags ?? [];
        WarehouseRequest.Require(tags.Count <= MostTags, $"'tags' must have at most {MostTags} tags.");
        WarehouseRequest.Require(tags.All(tag => tag is { Key.Length: > 0 and <= 128 } && (tag.Value?.Length ?? 0) <= 512), "Each of 'tags.custom_tags' must have a 'key' of 1 to 128 characters and a 'value' of at most 512.");
        WarehouseRequest.Require(tags.DistinctBy(tag => tag.Key, StringComparer.Ordinal).Count() == tags.Count, "'tags.custom_tags' has a key twice.");
        return [.. tags.Select(tag => new WarehouseTag(tag.Key!, tag.Value ?? string.Empty))];
    }
}

/// <summary>A tag as the API writes it.</summary>
internal sealed record WarehouseTagDocument([property: JsonPropertyName("key")] string? Key, [property: JsonPropertyName("value")] string? Value);
