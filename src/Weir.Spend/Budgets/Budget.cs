namespace Weir.Spend.Budgets;

/// <summary>An amount that may be spent in a period.</summary>
public sealed record Budget
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The amount, in USD of list cost.</summary>
    public required decimal Amount { get; init; }

    /// <summary>How long it lasts.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>Whose spend counts.</summary>
    public required BudgetScope Scope { get; init; }

    /// <summary>Whether requests are refused once it is used up; else it only alerts.</summary>
    public required bool Blocks { get; init; }

    /// <summary>At which parts of the amount to alert, in percent.</summary>
    public IReadOnlyList<int> AlertThresholds { get; init; } = [];

    /// <summary>Where alerts go; NULL for the account's webhook.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>What alerts are signed with; protected wherever it is kept.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime CreatedTime { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required DateTime LastUpdatedTime { get; init; }

    // A record's own ToString would print the secret.
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Whose spend a budget counts.</summary>
/// <param name="Key">Whose, in the words of rate limits.</param>
/// <param name="WorkspaceId">In this workspace alone; NULL for all.</param>
/// <param name="EndpointName">Through this endpoint alone; NULL for all.</param>
/// <param name="Principal">The user, service principal or group.</param>
/// <param name="TagKey">The request tag.</param>
/// <param name="TagValue">Its value; NULL for each value apart.</param>
public sealed record BudgetScope(BudgetKey Key, string? WorkspaceId, string? EndpointName, string? Principal, string? TagKey, string? TagValue);

/// <summary>Whose spend.</summary>
public enum BudgetKey
{
    /// <summary>Everybody's.</summary>
    Account,

    /// <summary>That of a workspace.</summary>
    Workspace,

    /// <summary>That of an endpoint.</summary>
    Endpoint,

    /// <summary>That of one user or service principal; takes the place of a <see cref="UserDefault"/> of the same period.</summary>
    User,

    /// <summary>That of each user and service principal apart.</summary>
    UserDefault,

    /// <summary>That of a group's members, together.</summary>
    UserGroup,

    /// <summary>That of requests with a tag.</summary>
    RequestTag,
}

/// <summary>How long a budget lasts; each begins at midnight UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A week from Monday on (ISO 8601).</summary>
    Week,

    /// <summary>A month.</summary>
    Month,
}

/// <summary>When periods begin and end.</summary>
public static class BudgetPeriods
{
    /// <summary>When the period began that a time lies in, UTC.</summary>
    public static DateTime StartAt(this BudgetPeriod period, DateTime time) => period switch
    {
        BudgetPeriod.Day => time.Date,
        BudgetPeriod.Week => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7)),
        _ => new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    /// <summary>When the period ends that began at a time, UTC.</summary>
    public static DateTime EndOf(this BudgetPeriod period, DateTime start) => period switch
    {
        BudgetPeriod.Day => start.AddDays(1),
        BudgetPeriod.Week => start.AddDays(7),
        _ => start.AddMonths(1),
    };

    /// <summary>As people say it, for example <c>monthly</c>.</summary>
    public static string Adjective(this BudgetPeriod period) => period switch
    {
        BudgetPeriod.Day => "daily",
        BudgetPeriod.Week => "weekly",
        _ => "monthly",
    };
}
