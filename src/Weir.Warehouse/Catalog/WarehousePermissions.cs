using Weir.Accounts.Permissions;

namespace Weir.Warehouse.Catalog;

/// <summary>The warehouse as an object that permissions are on. It is every workspace's, and everybody may use it until an account admin says otherwise: what SQL may read is granted apart.</summary>
internal sealed class WarehousePermissions(WarehouseDescription warehouse) : ISecurableObjects
{
    public ObjectType Type => ObjectType.Warehouses;

    public SecurableObject Secured { get; } = new(ObjectType.Warehouses, warehouse.Id, null, null)
    {
        InitialEntries = [new AccessEntry(GranteeKind.Group, AccessEntry.AllUsers, ObjectType.CanUse)],
    };

    public SecurableObject? Find(string workspaceId, string id) => id == warehouse.Id ? Secured : null;
}
