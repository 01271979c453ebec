namespace Weir.Storage.Relational.Rows;

internal sealed class PublishedDashboardRow
{
    public required string DashboardId { get; set; }

    public required string Revision { get; set; }

    public required string DisplayName { get; set; }

    public required string PublisherId { get; set; }

    public required string WorkspaceId { get; set; }

    public bool EmbedCredentials { get; set; }

    public required string WarehouseId { get; set; }

    public DateTime RevisionCreateTime { get; set; }

    public required string Document { get; set; }
}
