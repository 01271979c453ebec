namespace Weir.Accounts.Auditing;

/// <summary>Writes <c>system.access.audit</c>. Routes under <c>/api</c> are audited by their metadata (<see cref="AuditedAction"/>); this is for what has no such route.</summary>
public interface IAuditLog
{
    /// <summary>Refuses a change that could not be audited, before it is made.</summary>
    /// <exception cref="IOException">The audit stream cannot be written.</exception>
    Task EnsureWritableAsync();

    /// <summary>Writes an event; completes when it is on the disk.</summary>
    /// <exception cref="IOException">The audit stream cannot be written.</exception>
    Task WriteAsync(AuditEvent auditEvent);

    /// <summary>Takes a denied access, without making its refusal wait. Beyond a rate, denials of one kind become one row with their count.</summary>
    void Denied(AuditEvent auditEvent);
}

/// <summary>What was done or tried, by whom, from where.</summary>
/// <param name="ServiceName">The part of the product, for example <c>accounts</c>.</param>
/// <param name="ActionName">The action, for example <c>createEndpoint</c>.</param>
/// <param name="StatusCode">The HTTP status of the answer.</param>
public sealed record AuditEvent(string ServiceName, string ActionName, int StatusCode)
{
    /// <summary>Where it came from; NULL for what the server does by itself.</summary>
    public AuditOrigin? Origin { get; init; }

    /// <summary>Who, where the origin does not tell.</summary>
    public string? Identity { get; init; }

    /// <summary>Parameters that may be shown.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why it was refused.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What it made.</summary>
    public string? Result { get; init; }

    /// <summary>Whether it is the account's and not a workspace's.</summary>
    public bool IsAccountLevel { get; init; }
}
