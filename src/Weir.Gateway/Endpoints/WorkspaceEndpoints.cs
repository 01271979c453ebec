using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;

namespace Weir.Gateway.Endpoints;

/// <summary>The endpoints that a workspace has, as what goes with it.</summary>
internal sealed class WorkspaceEndpoints(EndpointEditor editor, EndpointCatalog catalog, PermissionDirectory permissions) : IWorkspaceContents
{
    public async Task DeleteAsync(string workspaceId, CancellationToken cancellationToken)
    {
        foreach (var endpoint in catalog.ListStored(workspaceId))
        {
            await editor.DeleteAsync(workspaceId, endpoint.Name, cancellationToken);
            await permissions.ForgetAsync(EndpointPermissions.Of(endpoint), cancellationToken);
        }
    }
}
