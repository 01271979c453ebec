using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;

namespace Weir.Warehouse.Warehouses;

/// <summary>The warehouses of a workspace, as what goes with it.</summary>
internal sealed class WorkspaceWarehouses(WarehouseDirectory warehouses, PermissionDirectory permissions) : IWorkspaceContents
{
    public async Task DeleteAsync(string workspaceId, CancellationToken cancellationToken)
    {
        foreach (var warehouse in warehouses.List(workspaceId).Where(warehouse => warehouse.WorkspaceId is not null))
        {
            await warehouses.DeleteAsync(warehouse.Id, cancellationToken);
            await permissions.ForgetAsync(WarehousePermissions.Of(warehouse), cancellationToken);
        }
    }
}
