namespace Weir.Storage.Relational.Rows;

internal sealed class StatementHistoryRow
{
    public required string Id { get; set; }

    public required string WorkspaceId { get; set; }

    public required string UserId { get; set; }

    public required string UserName { get; set; }

    public required string WarehouseId { get; set; }

    public required string Text { get; set; }

    public required string Status { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long StartTime { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long EndTime { get; set; }

    /// <summary>Milliseconds.</summary>
    public long Duration { get; set; }

    public long? RowsProduced { get; set; }

    public string? ErrorMessage { get; set; }
}
