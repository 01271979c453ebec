using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Library;
using Weir.Warehouse.Warehouses;

namespace Weir.Dashboards;

/// <summary>The warehouses, as dashboards ask for them.</summary>
internal sealed class DashboardWarehouses(DefaultWarehouse initial, IEnumerable<ISecurableObjects> objects, PermissionDirectory permissions) : IDashboardWarehouses
{
    private readonly ISecurableObjects _warehouses = objects.Single(kind => kind.Type == ObjectType.Warehouses);

    public string DefaultId => initial.Id;

    public void RequireUse(Caller caller, string warehouseId)
    {
        var secured = _warehouses.Find(caller.WorkspaceId, warehouseId)
            ?? throw ApiException.NotFound($"The warehouse {warehouseId} does not exist in this workspace. GET /api/2.0/sql/warehouses lists them.");
        permissions.Require(caller, secured, ObjectType.CanUse);
    }
}
