namespace Weir.Storage.Relational.Rows;

internal sealed class WorkspaceAssignmentRow
{
    public required string WorkspaceId { get; set; }

    public required string PrincipalId { get; set; }

    public required string Role { get; set; }
}
