using Weir.Accounts.Permissions;

namespace Weir.Warehouse.Warehouses;

/// <summary>
/// Warehouses as objects that permissions are on. One that somebody made is its creator's and the admins' until it is granted. The one that exists from
/// the start is every workspace's, and everybody may use it until an account admin says otherwise: what SQL may read is granted apart.
/// </summary>
internal sealed class WarehousePermissions(WarehouseDirectory warehouses) : ISecurableObjects
{
    public ObjectType Type => ObjectType.Warehouses;

    public static SecurableObject Of(SqlWarehouse warehouse) => new(ObjectType.Warehouses, warehouse.Id, warehouse.WorkspaceId, warehouse.Creator)
    {
        InitialEntries = warehouse.WorkspaceId is null ? [new AccessEntry(GranteeKind.Group, AccessEntry.AllUsers, ObjectType.CanUse)] : [],
    };

    public SecurableObject? Find(string workspaceId, string id) => warehouses.Find(workspaceId, id) is { } found ? Of(found) : null;
}
