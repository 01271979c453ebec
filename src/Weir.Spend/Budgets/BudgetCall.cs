namespace Weir.Spend.Budgets;

/// <summary>What of a request decides which budgets it is charged to.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="EndpointName">The endpoint.</param>
/// <param name="Requester">Who asks.</param>
/// <param name="Groups">The groups of who asks.</param>
/// <param name="Tags">The request's tags.</param>
/// <param name="EventTime">When, UTC: which period is charged.</param>
public readonly record struct BudgetCall(string WorkspaceId, string EndpointName, string Requester, IReadOnlyCollection<string> Groups, IReadOnlyDictionary<string, string>? Tags, DateTime EventTime)
{
    /// <summary>Whom of a budget the request is charged to: empty for budgets with one sum; NULL where it is not charged to it.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="all">All budgets.</param>
    public string? SubjectOf(Budget budget, IReadOnlyList<Budget> all)
    {
        var scope = budget.Scope;
        if ((scope.WorkspaceId is { } workspace && workspace != WorkspaceId) || (scope.EndpointName is { } endpoint && endpoint != EndpointName))
        {
            return null;
        }

        switch (scope.Key)
        {
            case BudgetKey.User:
                return Same(scope.Principal, Requester) ? string.Empty : null;
            case BudgetKey.UserDefault:
                return HasOwn(budget, all, Requester) ? null : Requester;
            case BudgetKey.UserGroup:
                return Groups.Contains(scope.Principal!, StringComparer.Ordinal) ? string.Empty : null;
            case BudgetKey.RequestTag:
                return Tags is null || !Tags.TryGetValue(scope.TagKey!, out var value) ? null : scope.TagValue is null ? value : scope.TagValue == value ? string.Empty : null;
            default:
                return string.Empty;
        }
    }

    private static bool HasOwn(Budget budget, IReadOnlyList<Budget> all, string requester) =>
        all.Any(other => other.Scope.Key == BudgetKey.User && other.Period == budget.Period && other.Scope.WorkspaceId == budget.Scope.WorkspaceId && other.Scope.EndpointName == budget.Scope.EndpointName && Same(other.Scope.Principal, requester));

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
