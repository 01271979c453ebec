namespace Weir.Storage.Relational.Rows;

internal sealed class PriceRow
{
    public required string Id { get; set; }

    public required string Layer { get; set; }

    public required string Provider { get; set; }

    public required string Model { get; set; }

    public DateTime ValidFrom { get; set; }

    public required string ServiceTier { get; set; }

    public required string UsageType { get; set; }

    public long ContextTier { get; set; }

    // SQLite has no decimals: as text it stays exact.
    public required string Rate { get; set; }

    public required string CreatedBy { get; set; }

    public DateTime CreatedTime { get; set; }
}
