namespace Weir.Storage.Relational.Rows;

internal sealed class DashboardRow
{
    public required string Id { get; set; }

    /// <summary>NULL for one that every workspace has.</summary>
    public string? WorkspaceId { get; set; }

    public required string OwnerId { get; set; }

    public required string DisplayName { get; set; }

    public bool IsInSharedFolder { get; set; }

    public string? WarehouseId { get; set; }

    public long Version { get; set; }

    public DateTime CreateTime { get; set; }

    public DateTime UpdateTime { get; set; }

    public DateTime? TrashTime { get; set; }

    public int? TemplateVersion { get; set; }

    public required string Document { get; set; }
}
