namespace Weir.Storage.Relational.Rows;

internal sealed class SavedQueryRow
{
    public required string Id { get; set; }

    public required string WorkspaceId { get; set; }

    public required string OwnerId { get; set; }

    public required string LastModifierId { get; set; }

    public required string DisplayName { get; set; }

    public required string QueryText { get; set; }

    public string? Description { get; set; }

    public string? WarehouseId { get; set; }

    public string? Catalog { get; set; }

    public string? Schema { get; set; }

    /// <summary>A list as JSON, or NULL.</summary>
    public string? Parameters { get; set; }

    /// <summary>A list of texts as JSON.</summary>
    public required string Tags { get; set; }

    public DateTime CreateTime { get; set; }

    public DateTime UpdateTime { get; set; }
}
