namespace Weir.Gateway.Endpoints;

/// <summary>The endpoints as of now, in memory: a request asks once at its start and keeps what it got.</summary>
public interface IEndpointCatalog
{
    /// <summary>The endpoint of that name in that workspace, or NULL. No lock, no database, no disk.</summary>
    GatewayEndpoint? Find(string workspaceId, string name);

    /// <summary>The endpoints of a workspace, by name.</summary>
    IReadOnlyList<GatewayEndpoint> List(string workspaceId);
}
