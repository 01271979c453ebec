namespace Weir.Storage.Relational.Rows;

internal sealed class AlertRow
{
    public required string Id { get; set; }

    public required string Type { get; set; }

    public string? BudgetId { get; set; }

    public required string Body { get; set; }

    public DateTime CreatedTime { get; set; }

    public int Attempts { get; set; }

    public DateTime? NextAttemptTime { get; set; }

    public DateTime? DeliveredTime { get; set; }

    public string? LastError { get; set; }
}
