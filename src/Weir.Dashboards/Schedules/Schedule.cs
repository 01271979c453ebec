using System.Globalization;

namespace Weir.Dashboards.Schedules;

/// <summary>When a dashboard's published copy is sent, and as what.</summary>
public sealed record Schedule
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The dashboard.</summary>
    public required string DashboardId { get; init; }

    /// <summary>The workspace in which it was made: its maker must be a member there when it runs.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The principal that made it. There may be no such principal any more.</summary>
    public required string CreatorId { get; init; }

    /// <summary>Its name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When it runs, in Quartz' words, by the clocks of <see cref="TimeZone"/>.</summary>
    public required string Cron { get; init; }

    /// <summary>An IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whether it does not run by itself.</summary>
    public bool IsPaused { get; init; }

    /// <summary>What is sent.</summary>
    public required ReportFormat Format { get; init; }

    /// <summary>How often it was written, its making included.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>When it was last written, UTC.</summary>
    public required DateTime UpdateTime { get; init; }

    /// <summary>When it runs next, UTC; NULL when it does not, by itself.</summary>
    public DateTime? NextRunTime { get; init; }

    /// <summary>What became of its last run; NULL when it never ran.</summary>
    public ScheduleRun? LastRun { get; init; }

    /// <summary>The version as clients send it back.</summary>
    public string Etag => Version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A run of a schedule.</summary>
/// <param name="Time">When it began, UTC.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Message">What is to be said about it, for those who may edit the dashboard; NULL for nothing.</param>
public sealed record ScheduleRun(DateTime Time, RunStatus Status, string? Message);

/// <summary>What became of a run.</summary>
public enum RunStatus
{
    /// <summary>It is not over.</summary>
    Running,

    /// <summary>Every subscriber got it.</summary>
    Succeeded,

    /// <summary>Not every subscriber got it.</summary>
    Failed,

    /// <summary>There was nothing to send, or it was too late.</summary>
    Skipped,
}

/// <summary>What a schedule sends.</summary>
public enum ReportFormat
{
    /// <summary>The values of the counters.</summary>
    Json,

    /// <summary>A picture of each page.</summary>
    Png,

    /// <summary>All pages, as they are printed.</summary>
    Pdf,
}

/// <summary>Who gets what a schedule sends.</summary>
public sealed record ScheduleSubscription
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The schedule.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>The principal that added it.</summary>
    public required string CreatorId { get; init; }

    /// <summary>How it is sent.</summary>
    public required SubscriberKind Kind { get; init; }

    /// <summary>A user's id, a webhook's URL, or an e-mail address.</summary>
    public required string Target { get; init; }

    /// <summary>What a webhook is signed with, encrypted; NULL for others.</summary>
    public string? ProtectedSecret { get; init; }

    /// <summary>Whether a webhook may have a private address: an account admin added it.</summary>
    public bool AllowPrivateAddress { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public required DateTime CreateTime { get; init; }
}

/// <summary>The ways to send a report.</summary>
public enum SubscriberKind
{
    /// <summary>By e-mail to a user of the account.</summary>
    User,

    /// <summary>To a webhook.</summary>
    Webhook,

    /// <summary>By e-mail to an address.</summary>
    Email,
}
