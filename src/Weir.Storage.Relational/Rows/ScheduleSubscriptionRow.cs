namespace Weir.Storage.Relational.Rows;

internal sealed class ScheduleSubscriptionRow
{
    public required string Id { get; set; }

    public required string ScheduleId { get; set; }

    public required string CreatorId { get; set; }

    public required string Kind { get; set; }

    /// <summary>A user's id, a URL, or an e-mail address.</summary>
    public required string Target { get; set; }

    public string? ProtectedSecret { get; set; }

    public bool AllowPrivateAddress { get; set; }

    public DateTime CreateTime { get; set; }
}
