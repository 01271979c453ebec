namespace Weir.Storage.Relational.Rows;

internal sealed class PermissionRow
{
    public required string ObjectType { get; set; }

    public required string ObjectId { get; set; }

    /// <summary>JSON; an empty list is a list too: nobody.</summary>
    public required string Entries { get; set; }
}
