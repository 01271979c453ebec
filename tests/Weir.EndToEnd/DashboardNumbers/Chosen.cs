namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>The rows that a viewer's choice leaves.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="First">The first day, in the zone.</param>
/// <param name="Last">The last day, which belongs to it whole.</param>
/// <param name="Zone">The viewer's time zone.</param>
/// <param name="Workspaces">The chosen workspaces; none for all.</param>
internal sealed record Chosen(RecordedRows Rows, DateOnly First, DateOnly Last, TimeZoneInfo Zone, IReadOnlyList<string> Workspaces)
{
    /// <summary>When it is asked.</summary>
    public DateTime Now { get; init; }

    public DateTime Start => StartOf(First);

    public DateTime End => StartOf(Last.AddDays(1));

    public List<RecordedCall> Calls => [.. Rows.Calls.Where(call => IsIn(call.Time) && Wanted(call.Workspace))];

    public List<RecordedCall> CallsBefore => [.. Rows.Calls.Where(call => IsBefore(call.Time) && Wanted(call.Workspace))];

    public List<BilledAttempt> Attempts => [.. Rows.Attempts.Where(attempt => IsIn(attempt.Time) && Wanted(attempt.Workspace))];

    public List<BilledAttempt> AttemptsBefore => [.. Rows.Attempts.Where(attempt => IsBefore(attempt.Time) && Wanted(attempt.Workspace))];

    public List<RecordedCall> AgentCalls => [.. Calls.Where(call => call.Agent is not null)];

    /// <summary>What sources told of agents.</summary>
    public List<ToldActivity> Activity => [.. Rows.Activity.Where(told => IsIn(told.Time) && Wanted(told.Workspace))];

    /// <summary>The calls with which a session begins: the first of what the agent names so, else of a person's agent that was not used in the workspace for half an hour, or since the period began.</summary>
    public List<RecordedCall> SessionStarts =>
    [
        .. AgentCalls.GroupBy(call => (call.Workspace, call.Requester, call.Agent, call.Session)).SelectMany(run =>
        {
            var calls = run.OrderBy(call => call.Time).ToList();
            return calls.Where((call, i) => i == 0 || (call.Session is null && call.Time - calls[i - 1].Time > TimeSpan.FromMinutes(30)));
        }),
    ];

    public DateTime Local(DateTime instant) => TimeZoneInfo.ConvertTimeFromUtc(instant, Zone);

    public string Day(DateTime instant) => Local(instant).ToString("yyyy-MM-dd'T'00:00:00.000", System.Globalization.CultureInfo.InvariantCulture);

    private DateTime StartOf(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone);

    private bool IsIn(DateTime time) => time >= Start && time < End;

    // As long as the period, and of it as much as is over of the period.
    private bool IsBefore(DateTime time) => time >= Start - (End - Start) && time < Start && time <= Now - (End - Start);

    private bool Wanted(string workspace) => Workspaces.Count == 0 || Workspaces.Contains(workspace);
}
