using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;

namespace Weir.Warehouse.Warehouses;

/// <summary>Finds warehouses for those who may use them, and starts those that stopped.</summary>
internal sealed class WarehouseAccess(WarehouseDirectory warehouses, WarehouseQueues queues, PermissionDirectory permissions)
{
    /// <summary>Whether a caller has a level on a warehouse.</summary>
    public bool Allows(Caller caller, SqlWarehouse warehouse, string level) => permissions.Allows(caller, WarehousePermissions.Of(warehouse), level);

    /// <summary>The warehouse of an id, in the caller's workspace, on which the caller has a level.</summary>
    /// <exception cref="ApiException">404 or 403.</exception>
    public SqlWarehouse Required(Caller caller, string id, string level)
    {
        var warehouse = warehouses.Find(caller.WorkspaceId, id) ?? throw NotFound(id);
        permissions.Require(caller, WarehousePermissions.Of(warehouse), level);
        return warehouse;
    }

    /// <summary>The warehouse to run a statement on: of an id, or the one that exists from the start. It runs when this returns.</summary>
    /// <exception cref="ApiException">404 or 403.</exception>
    public async Task<SqlWarehouse> ToRunOnAsync(Caller caller, string? id, CancellationToken cancellationToken)
    {
        var warehouse = Required(caller, string.IsNullOrEmpty(id) ? warehouses.Default.Id : id, ObjectType.CanUse);
        if (warehouse.IsStopped)
        {
            await StartAsync(warehouse, cancellationToken);
        }

        return warehouse;
    }

    /// <summary>Starts a warehouse, if it is stopped.</summary>
    public async Task StartAsync(SqlWarehouse warehouse, CancellationToken cancellationToken)
    {
        queues.Of(warehouse).Touch();
        if (warehouse.IsStopped && await warehouses.ChangeAsync(warehouse, before => before with { IsStopped = false }, cancellationToken) == WarehouseSaving.Gone)
        {
            throw NotFound(warehouse.Id);
        }
    }

    /// <summary>That there is no such warehouse.</summary>
    public static ApiException NotFound(string id) =>
        ApiException.NotFound($"The warehouse {id} does not exist in this workspace. GET /api/2.0/sql/warehouses lists them; a statement may leave 'warehouse_id' out.");
}
