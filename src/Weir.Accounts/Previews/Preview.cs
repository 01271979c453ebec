namespace Weir.Accounts.Previews;

/// <summary>A feature that account admins switch on and off. On by default.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="DisplayName">Its name for people.</param>
public sealed record Preview(string Name, string DisplayName)
{
    /// <summary>The endpoints, and the data plane.</summary>
    public static Preview AIGateway { get; } = new("ai_gateway", "AI Gateway");

    /// <summary>Taking in OpenTelemetry.</summary>
    public static Preview OpenTelemetry { get; } = new("opentelemetry", "OpenTelemetry ingest");

    /// <summary>What coding agents do.</summary>
    public static Preview CodingAgents { get; } = new("coding_agents", "Coding agents");

    /// <summary>Dashboards.</summary>
    public static Preview Dashboards { get; } = new("dashboards", "Dashboards");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Preview> All { get; } = [AIGateway, OpenTelemetry, CodingAgents, Dashboards];
}

/// <summary>A switch that was changed at least once.</summary>
/// <param name="Name">The preview's name.</param>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="UpdatedBy">Who changed it last.</param>
/// <param name="UpdatedTime">When, UTC.</param>
public sealed record PreviewSetting(string Name, bool Enabled, string UpdatedBy, DateTime UpdatedTime);
