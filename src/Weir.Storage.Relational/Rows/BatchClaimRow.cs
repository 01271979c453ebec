namespace Weir.Storage.Relational.Rows;

internal sealed class BatchClaimRow
{
    public required string Batch { get; set; }

    public Guid RequestId { get; set; }
}
