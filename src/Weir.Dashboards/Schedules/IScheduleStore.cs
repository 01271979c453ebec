namespace Weir.Dashboards.Schedules;

/// <summary>Keeps schedules and their subscriptions. They go with their dashboard.</summary>
public interface IScheduleStore
{
    /// <summary>The schedules of a dashboard, the oldest first.</summary>
    Task<IReadOnlyList<Schedule>> ListAsync(string dashboardId, CancellationToken cancellationToken);

    /// <summary>A schedule of a dashboard, or NULL.</summary>
    Task<Schedule?> FindAsync(string dashboardId, string id, CancellationToken cancellationToken);

    /// <summary>Keeps a new schedule. False, with nothing changed, when the dashboard has <paramref name="most"/> already.</summary>
    Task<bool> AddAsync(Schedule added, int most, CancellationToken cancellationToken);

    /// <summary>Sets a schedule to what <paramref name="change"/> makes of it; no other change comes between. NULL when it is gone.</summary>
    Task<Schedule?> ChangeAsync(string dashboardId, string id, Func<Schedule, Schedule> change, CancellationToken cancellationToken);

    /// <summary>Deletes a schedule with its subscriptions. False when it is gone.</summary>
    Task<bool> DeleteAsync(string dashboardId, string id, CancellationToken cancellationToken);

    /// <summary>Schedules whose next run is due, the longest due first.</summary>
    Task<IReadOnlyList<Schedule>> DueAsync(DateTime now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes a run that is due, and says when the next one is. False when another replica took it, or the schedule was changed.</summary>
    Task<bool> ClaimAsync(Schedule due, DateTime? next, ScheduleRun run, CancellationToken cancellationToken);

    /// <summary>Begins a run that somebody asks for. False while one runs that began after <paramref name="lostBefore"/>; an older one was lost with its server.</summary>
    Task<bool> BeginAsync(string id, ScheduleRun run, DateTime lostBefore, CancellationToken cancellationToken);

    /// <summary>Says what became of a run, unless another has begun since.</summary>
    Task EndAsync(string id, ScheduleRun run, CancellationToken cancellationToken);

    /// <summary>The subscriptions of a schedule, the oldest first.</summary>
    Task<IReadOnlyList<ScheduleSubscription>> SubscriptionsAsync(string scheduleId, CancellationToken cancellationToken);

    /// <summary>Keeps a new subscription, unless the schedule is gone, has <paramref name="most"/> already, or has one of the same target.</summary>
    Task<SubscriptionOutcome> AddSubscriptionAsync(ScheduleSubscription added, int most, CancellationToken cancellationToken);

    /// <summary>Deletes a subscription. False when it is gone.</summary>
    Task<bool> DeleteSubscriptionAsync(string scheduleId, string id, CancellationToken cancellationToken);
}

/// <summary>Whether a subscription was added; if not, nothing is changed.</summary>
public enum SubscriptionOutcome
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>The schedule is gone.</summary>
    Gone,

    /// <summary>It has one of the same target.</summary>
    Exists,

    /// <summary>It has as many as it may have.</summary>
    TooMany,
}
