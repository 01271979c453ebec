namespace Weir.Storage.Relational.Rows;

internal sealed class PreviewRow
{
    public required string Name { get; set; }

    public bool Enabled { get; set; }

    public required string UpdatedBy { get; set; }

    public DateTime UpdatedTime { get; set; }
}
