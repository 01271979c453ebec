namespace Weir.Usage.Agents;

/// <summary>What an observation of a coding agent is about: the values of the column <c>kind</c>.</summary>
public static class ObservationKind
{
    /// <summary>A session began.</summary>
    public const string Session = "session";

    /// <summary>Lines were added or removed.</summary>
    public const string Edit = "edit";

    /// <summary>A commit was made.</summary>
    public const string Commit = "commit";

    /// <summary>A pull request was opened.</summary>
    public const string PullRequest = "pull_request";

    /// <summary>The agent or its user was active for some seconds.</summary>
    public const string ActiveTime = "active_time";

    /// <summary>A proposed edit was accepted or rejected.</summary>
    public const string EditDecision = "edit_decision";

    /// <summary>The agent's telemetry arrived. It says which other kinds the source covers: where it covers one, a lesser source's figures are not added.</summary>
    public const string Telemetry = "telemetry";
}

/// <summary>Where an observation comes from: the values of the column <c>source</c>, the most trusted first (issue: telemetry metric, telemetry log, traffic).</summary>
public enum ObservationSource
{
    /// <summary>A metric of the agent's own telemetry: <c>TELEMETRY_METRIC</c>.</summary>
    TelemetryMetric,

    /// <summary>A log event of the agent's own telemetry: <c>TELEMETRY_LOG</c>.</summary>
    TelemetryLog,

    /// <summary>The agent's vendor, asked for it by its API: <c>VENDOR_API</c>.</summary>
    VendorApi,

    /// <summary>Tool calls that passed through the gateway: <c>TRAFFIC</c>.</summary>
    Traffic,
}
