namespace Weir.Storage.Relational.Rows;

internal sealed class DashboardScheduleRow
{
    public required string Id { get; set; }

    public required string DashboardId { get; set; }

    public required string WorkspaceId { get; set; }

    public required string CreatorId { get; set; }

    public required string DisplayName { get; set; }

    public required string Cron { get; set; }

    public required string TimeZone { get; set; }

    public bool IsPaused { get; set; }

    public required string Format { get; set; }

    public long Version { get; set; }

    public DateTime CreateTime { get; set; }

    public DateTime UpdateTime { get; set; }

    public DateTime? NextRunTime { get; set; }

    public DateTime? LastRunTime { get; set; }

    public string? LastRunStatus { get; set; }

    public string? LastRunMessage { get; set; }
}
