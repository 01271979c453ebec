using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;

namespace Weir.Dashboards.Library;

/// <summary>Dashboards as objects that permissions are on, and as what goes with a workspace. A dashboard is its owner's until others are granted it.</summary>
internal sealed class DashboardPermissions(IDashboardStore store, PermissionDirectory permissions, AccountDirectory accounts) : ISecurableObjects, IWorkspaceContents
{
    public ObjectType Type => ObjectType.Dashboards;

    // Read in line: it is one row of the local file, asked for by the permissions API alone.
    public SecurableObject? Find(string workspaceId, string id) => store.FindHead(workspaceId, id) is { } found ? Of(found) : null;

    public SecurableObject Of(Dashboard dashboard) => new(ObjectType.Dashboards, dashboard.Id, dashboard.WorkspaceId, OwnerOf(dashboard));

    /// <summary>The name of who owns a dashboard; NULL for a principal that was deleted.</summary>
    public string? OwnerOf(Dashboard dashboard) => accounts.State.FindPrincipal(dashboard.OwnerId)?.Name;

    public bool Allows(Caller caller, Dashboard dashboard, string level) => permissions.Allows(caller, Of(dashboard), level);

    /// <summary>Refuses who lacks a level on a dashboard that they may see.</summary>
    /// <exception cref="ApiException">403.</exception>
    public void Require(Caller caller, Dashboard dashboard, string level) => permissions.Require(caller, Of(dashboard), level);

    /// <summary>The dashboards that a caller may see; NULL for all of them.</summary>
    public DashboardViewer? ViewerOf(Caller caller) =>
        caller.IsAccountAdmin ? null : new DashboardViewer(caller.PrincipalId, permissions.GrantedTo(caller, ObjectType.Dashboards), caller.IsWorkspaceAdmin);

    /// <summary>Forgets what was granted on dashboards that are gone.</summary>
    public async Task ForgetAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            await permissions.ForgetAsync(new SecurableObject(ObjectType.Dashboards, id, null, null), cancellationToken);
        }
    }

    public async Task DeleteAsync(string workspaceId, CancellationToken cancellationToken) =>
        await ForgetAsync(await store.DeleteAllAsync(workspaceId, cancellationToken), cancellationToken);
}
