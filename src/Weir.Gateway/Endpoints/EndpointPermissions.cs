using Weir.Accounts.Permissions;

namespace Weir.Gateway.Endpoints;

/// <summary>Endpoints as objects that permissions are on. Until somebody is granted it, an endpoint is its owner's (the creator, until it is given to another) and the admins'.</summary>
internal sealed class EndpointPermissions(EndpointCatalog catalog) : ISecurableObjects
{
    public ObjectType Type => ObjectType.Endpoints;

    public static SecurableObject Of(StoredEndpoint endpoint) => new(ObjectType.Endpoints, endpoint.Id, endpoint.WorkspaceId, endpoint.Owner);

    public SecurableObject? Find(string workspaceId, string id) =>
        catalog.ListStored(workspaceId).FirstOrDefault(endpoint => endpoint.Id == id || endpoint.Name == id) is { } found ? Of(found) : null;
}
