namespace Weir.Usage.Auditing;

/// <summary>A row of <c>system.access.audit</c>.</summary>
public sealed record AuditRecord
{
    /// <summary>The request that did it.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Unique for each row.</summary>
    public required Guid EventId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime EventTime { get; init; }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The workspace; 0 for what is the account's.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? SourceIpAddress { get; init; }

    /// <summary>The client, as it names itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Who: a user's e-mail, a service principal's application id; NULL for nobody known.</summary>
    public string? Identity { get; init; }

    /// <summary>The part of the product, for example <c>accounts</c>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>What was done or tried, for example <c>createEndpoint</c>.</summary>
    public required string ActionName { get; init; }

    /// <summary>The parameters that may be shown.</summary>
    public IReadOnlyDictionary<string, string> RequestParams { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The HTTP status of the answer.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Why it was refused, or NULL.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What it made, for example an id.</summary>
    public string? Result { get; init; }

    /// <summary>Whether it is the account's and not a workspace's.</summary>
    public bool IsAccountLevel { get; init; }
}
