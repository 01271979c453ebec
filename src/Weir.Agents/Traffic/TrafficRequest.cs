namespace Weir.Agents.Traffic;

/// <summary>A recognised agent's request, and whose it is.</summary>
public sealed record TrafficRequest
{
    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent's version, as it says itself.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The agent's session, where it is known.</summary>
    public string? SessionId { get; init; }

    /// <summary>The repository's URL without credentials, where it is known.</summary>
    public string? Repository { get; init; }

    /// <summary>The workspace of the token it came with, 16 digits.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The user's e-mail or the service principal's application id.</summary>
    public required string Requester { get; init; }

    /// <summary>When the request arrived, UTC.</summary>
    public required DateTime EventTime { get; init; }

    /// <summary>The model that is asked, as the request's row names it.</summary>
    public string? Model { get; init; }

    /// <summary>The body's shape.</summary>
    public required AgentWireFormat Format { get; init; }

    /// <summary>The body, decompressed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
