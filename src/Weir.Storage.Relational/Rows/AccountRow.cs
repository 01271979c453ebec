namespace Weir.Storage.Relational.Rows;

internal sealed class AccountRow
{
    public required string Id { get; set; }

    /// <summary>Grows with each change to what hangs on the account.</summary>
    public long Version { get; set; }
}

internal sealed class WorkspaceRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public DateTime CreationTime { get; set; }
}

internal sealed class EndpointRow
{
    public required string Id { get; set; }

    public required string WorkspaceId { get; set; }

    public required string Name { get; set; }

    public required string Creator { get; set; }

    public DateTime CreationTime { get; set; }

    public DateTime LastUpdatedTime { get; set; }

    public bool AllowPrivateAddress { get; set; }

    /// <summary>JSON; each <c>api_key</c> is protected.</summary>
    public required string Document { get; set; }
}
