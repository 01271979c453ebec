namespace Weir.Storage.Relational.Rows;

internal sealed class GroupMemberRow
{
    public required string GroupId { get; set; }

    public required string MemberId { get; set; }
}
