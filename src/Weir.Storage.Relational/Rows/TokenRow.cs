namespace Weir.Storage.Relational.Rows;

internal sealed class TokenRow
{
    public required string Id { get; set; }

    /// <summary>The kind; NULL for a personal access token.</summary>
    public string? Kind { get; set; }

    public required byte[] Hash { get; set; }

    public required string PrincipalId { get; set; }

    public required string WorkspaceId { get; set; }

    public string? Comment { get; set; }

    public DateTime CreationTime { get; set; }

    public DateTime? ExpiryTime { get; set; }

    /// <summary>Words with a space between; NULL for a token without limits.</summary>
    public string? Scopes { get; set; }

    /// <summary>NULL for its owner. No foreign key: who made a token may be gone.</summary>
    public string? CreatorId { get; set; }

    public DateTime? LastUsedTime { get; set; }

    /// <summary>A session: how its owner signed in.</summary>
    public string? SignInMethod { get; set; }

    /// <summary>A session: the browser, as it names itself.</summary>
    public string? UserAgent { get; set; }

    /// <summary>A session: where it was begun.</summary>
    public string? IpAddress { get; set; }
}
