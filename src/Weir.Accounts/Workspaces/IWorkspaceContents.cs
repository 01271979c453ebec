namespace Weir.Accounts.Workspaces;

/// <summary>What a feature keeps in workspaces; it goes when a workspace is deleted.</summary>
public interface IWorkspaceContents
{
    /// <summary>Deletes what is in a workspace. What was recorded of it stays.</summary>
    Task DeleteAsync(string workspaceId, CancellationToken cancellationToken);
}
