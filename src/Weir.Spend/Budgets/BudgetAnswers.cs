namespace Weir.Spend.Budgets;

/// <summary>The budgets, by name.</summary>
internal sealed record BudgetsAnswer(IEnumerable<BudgetAnswer> Budgets);

/// <summary>A budget, and how it stands in the period that runs. Amounts are decimal text.</summary>
internal sealed record BudgetAnswer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Amount { get; init; }

    public required string CurrencyCode { get; init; }

    public required string Period { get; init; }

    public required DateTime PeriodStart { get; init; }

    public required DateTime PeriodEnd { get; init; }

    public required string Key { get; init; }

    public required string? WorkspaceId { get; init; }

    public required string? EndpointName { get; init; }

    public required string? Principal { get; init; }

    public required string? RequestTagKey { get; init; }

    public required string? RequestTagValue { get; init; }

    public required string Action { get; init; }

    public required IReadOnlyList<int> AlertThresholds { get; init; }

    public required string? WebhookUrl { get; init; }

    /// <summary>The secret, once, when it was made by this request.</summary>
    public required string? WebhookSecret { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTime CreatedTime { get; init; }

    public required DateTime LastUpdatedTime { get; init; }

    /// <summary>Whether what was spent before the server started is known already.</summary>
    public required bool IsKnown { get; init; }

    public required string Spent { get; init; }

    public required string Reserved { get; init; }

    /// <summary>What is left; null for a budget that counts for each subject.</summary>
    public required string? Remaining { get; init; }

    public required BudgetForecastAnswer? Forecast { get; init; }

    /// <summary>The subjects that have spent the most; null for a budget of one sum.</summary>
    public required IEnumerable<BudgetSubjectAnswer>? Subjects { get; init; }
}

/// <summary>How one user, or one value of a tag, stands.</summary>
internal sealed record BudgetSubjectAnswer(string Subject, string Spent, string Remaining, BudgetForecastAnswer Forecast);

/// <summary>What will have been spent when the period ends, and when the budget will be used up; null when not before that.</summary>
internal sealed record BudgetForecastAnswer(string ProjectedSpend, DateTime? ExhaustedTime);
