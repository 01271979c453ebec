namespace Weir.Storage.Relational.Rows;

internal sealed class WarehouseRow
{
    public required string Id { get; set; }

    /// <summary>NULL for the one that every workspace has.</summary>
    public required string? WorkspaceId { get; set; }

    public required string Name { get; set; }

    public required string Document { get; set; }
}
