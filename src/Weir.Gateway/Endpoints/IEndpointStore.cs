namespace Weir.Gateway.Endpoints;

/// <summary>Keeps endpoints. Documents come to it with their credentials protected.</summary>
public interface IEndpointStore
{
    /// <summary>What the endpoints are among the parts that replicas share.</summary>
    const string StateName = "endpoints";

    /// <summary>All endpoints.</summary>
    Task<IReadOnlyList<StoredEndpoint>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds an endpoint. False when the workspace has one of that name.</summary>
    Task<bool> AddAsync(StoredEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>Replaces an endpoint.</summary>
    /// <param name="before">The endpoint that the change was made to.</param>
    /// <param name="after">What takes its place.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<EndpointUpdate> UpdateAsync(StoredEndpoint before, StoredEndpoint after, CancellationToken cancellationToken);

    /// <summary>Deletes an endpoint, by its id.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <summary>What came of replacing an endpoint.</summary>
public enum EndpointUpdate
{
    /// <summary>It is replaced.</summary>
    Done,

    /// <summary>Nothing is changed: another replica has changed or deleted it first.</summary>
    Outdated,

    /// <summary>Nothing is changed: the workspace has another endpoint of that name.</summary>
    NameTaken,
}

/// <summary>An endpoint as it is kept.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="WorkspaceId">Its workspace.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="CreationTime">When, UTC.</param>
/// <param name="LastUpdatedTime">When it was last changed, UTC.</param>
/// <param name="AllowPrivateAddress">Whether its destinations may have private addresses: an account admin wrote them.</param>
/// <param name="Document">Its document; each secret in it is protected.</param>
public sealed record StoredEndpoint(
    string Id,
    string WorkspaceId,
    string Creator,
    DateTime CreationTime,
    DateTime LastUpdatedTime,
    bool AllowPrivateAddress,
    EndpointDocument Document)
{
    /// <summary>Its name.</summary>
    public string Name => Document.Name!;

    /// <summary>Who answers for it: the creator, until it is given to another.</summary>
    public string Owner => Document.Owner ?? Creator;
}

/// <summary>Encrypts provider credentials at rest.</summary>
public interface ICredentialProtector
{
    /// <summary>The credential as it may be stored.</summary>
    string Protect(string credential);

    /// <summary>The credential in clear.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key is not the one it was protected with.</exception>
    string Unprotect(string protectedCredential);
}
