namespace Weir.Storage.Relational.Rows;

internal sealed class GrantRow
{
    public required string SecurableType { get; set; }

    public required string FullName { get; set; }

    public required string Principal { get; set; }

    public required string Privilege { get; set; }
}
