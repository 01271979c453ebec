namespace Weir.Spend.Alerts;

/// <summary>Something that somebody is to be told, with what has become of telling it.</summary>
/// <param name="Id">What it is about; the same thing is told once.</param>
/// <param name="Type">For example <c>budget.threshold_reached</c>.</param>
/// <param name="BudgetId">The budget whose webhook is told; NULL for the account's.</param>
/// <param name="Body">What is sent: JSON.</param>
/// <param name="CreatedTime">When it came up, UTC.</param>
public sealed record Alert(string Id, string Type, string? BudgetId, string Body, DateTime CreatedTime)
{
    /// <summary>How often it was tried to tell it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, UTC; NULL when no more.</summary>
    public DateTime? NextAttemptTime { get; init; }

    /// <summary>When it was told, UTC; NULL when it was not.</summary>
    public DateTime? DeliveredTime { get; init; }

    /// <summary>Why it could not be told the last time.</summary>
    public string? LastError { get; init; }

    /// <summary><c>PENDING</c>, <c>DELIVERED</c>, <c>FAILED</c>, or <c>NO_WEBHOOK</c>.</summary>
    public string State => DeliveredTime is not null ? "DELIVERED" : NextAttemptTime is not null ? "PENDING" : Attempts > 0 ? "FAILED" : "NO_WEBHOOK";
}

/// <summary>Keeps alerts until they are told, and for some time after.</summary>
public interface IAlertStore
{
    /// <summary>Adds an alert. False, with nothing changed, when there is one of its id.</summary>
    Task<bool> AddAsync(Alert alert, CancellationToken cancellationToken);

    /// <summary>Alerts whose next attempt is due.</summary>
    Task<IReadOnlyList<Alert>> DueAsync(DateTime now, CancellationToken cancellationToken);

    /// <summary>Replaces an alert, unless another replica has done so since it was read (<paramref name="before"/>).</summary>
    Task<bool> ReplaceAsync(Alert before, Alert after, CancellationToken cancellationToken);

    /// <summary>The latest alerts, the newest first.</summary>
    Task<IReadOnlyList<Alert>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Forgets alerts from before a time, UTC.</summary>
    Task DeleteBeforeAsync(DateTime time, CancellationToken cancellationToken);
}
