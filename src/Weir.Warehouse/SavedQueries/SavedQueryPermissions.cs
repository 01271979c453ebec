using Weir.Accounts;
using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;

namespace Weir.Warehouse.SavedQueries;

/// <summary>Saved queries as objects that permissions are on, and as what goes with a workspace. A query is its owner's until others are granted it.</summary>
internal sealed class SavedQueryPermissions(ISavedQueryStore store, PermissionDirectory permissions, PrincipalNames names) : ISecurableObjects, IWorkspaceContents
{
    public ObjectType Type => ObjectType.Queries;

    // Read in line: it is one row of the local file, asked for by the permissions API alone.
    public SecurableObject? Find(string workspaceId, string id) =>
        store.FindOwner(workspaceId, id) is { } owner ? Secured(workspaceId, id, owner) : null;

    public SecurableObject Of(SavedQuery query) => Secured(query.WorkspaceId, query.Id, query.OwnerId);

    public bool Allows(Caller caller, SavedQuery query, string level) => permissions.Allows(caller, Of(query), level);

    public async Task DeleteAsync(string workspaceId, CancellationToken cancellationToken)
    {
        foreach (var id in await store.DeleteAllAsync(workspaceId, cancellationToken))
        {
            await permissions.ForgetAsync(Secured(workspaceId, id, null), cancellationToken);
        }
    }

    private SecurableObject Secured(string workspaceId, string id, string? owner) => new(ObjectType.Queries, id, workspaceId, owner is null ? null : names.Of(owner));
}
