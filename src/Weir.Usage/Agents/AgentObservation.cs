namespace Weir.Usage.Agents;

/// <summary>One thing that one source tells of a coding agent. A count is NULL where its kind has none.</summary>
public sealed record AgentObservation
{
    /// <summary>The same for the same thing told again, so that a resend changes nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTime EventTime { get; init; }

    /// <summary>The workspace of the token it came with, 16 digits.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The user's e-mail or the service principal's application id.</summary>
    public required string Requester { get; init; }

    /// <summary>The agent's name, for example <c>Claude Code</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent's version, as it says itself.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The agent's session, where the source knows it.</summary>
    public string? SessionId { get; init; }

    /// <summary>One of <see cref="ObservationKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ObservationSource Source { get; init; }

    /// <summary>The kinds that the source tells of for this session from now on, where this is <see cref="ObservationKind.Telemetry"/>; else empty.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Where the counts are totals since a series began (OpenTelemetry's cumulative temporality), which series; else NULL. The table counts what was added since the series' next lower total.</summary>
    public string? Series { get; init; }

    /// <summary>Lines of code added.</summary>
    public long? LinesAdded { get; init; }

    /// <summary>Lines of code removed.</summary>
    public long? LinesRemoved { get; init; }

    /// <summary>Commits made.</summary>
    public long? Commits { get; init; }

    /// <summary>Pull requests opened.</summary>
    public long? PullRequests { get; init; }

    /// <summary>Seconds of activity.</summary>
    public double? ActiveSeconds { get; init; }

    /// <summary>Edits accepted.</summary>
    public long? AcceptedEdits { get; init; }

    /// <summary>Edits rejected.</summary>
    public long? RejectedEdits { get; init; }

    /// <summary>The model, where the source knows it.</summary>
    public string? Model { get; init; }

    /// <summary>The repository's URL without credentials, where the source knows it.</summary>
    public string? Repository { get; init; }
}
