using Weir.Accounts.Permissions;

namespace Weir.Gateway.Endpoints;

/// <summary>Endpoints as objects that permissions are on. Until somebody is granted it, a new endpoint is its creator's and the admins'.</summary>
internal sealed class EndpointPermissions(EndpointCatalog catalog) : ISecurableObjects
{
    public ObjectType Type => ObjectType.Endpoints;

    public static SecurableObject Of(StoredEndpoint endpoint) => new(ObjectType.Endpoints, endpoint.Id, endpoint.WorkspaceId, endpoint.Creator);

    public SecurableObject? Find(string workspaceId, string id) =>
        catalog.ListStored(workspaceId).FirstOrDefault(endpoint => endpoint.Id == id || endpoint.Name == id) is { } found ? Of(found) : null;
}
