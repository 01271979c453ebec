namespace Weir.Dashboards.Results;

/// <summary>The settings <c>Dashboards</c>.</summary>
public sealed class DashboardResultOptions
{
    /// <summary>For how many seconds a result is shown again instead of being calculated, though the tables changed; 0 to keep none.</summary>
    public int ResultAgeSeconds { get; set; } = 30;

    /// <summary>How many megabytes of results are kept for that.</summary>
    public int ResultCacheMb { get; set; } = 64;
}
