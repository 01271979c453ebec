using System.Text.Json.Serialization;
using Weir.Accounts;

namespace Weir.Warehouse.Statements;

/// <summary>Knows which budgets a caller is charged to.</summary>
public interface IOwnBudgets
{
    /// <summary>The budgets that count the caller's spend in the workspace of the call.</summary>
    IReadOnlyList<OwnBudget> Of(Caller caller);
}

/// <summary>A budget as somebody who is charged to it may see it. What others spend of a budget that is not of the caller or a group of theirs is not shown: the amounts are NULL then.</summary>
public sealed record OwnBudget(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("period")] string Period,
    [property: JsonPropertyName("resets_at")] DateTime ResetsAt,
    [property: JsonPropertyName("action")] string Action,
    [property: JsonPropertyName("is_used_up")] bool IsUsedUp,
    [property: JsonPropertyName("amount")] string? Amount,
    [property: JsonPropertyName("spent")] string? Spent,
    [property: JsonPropertyName("remaining")] string? Remaining);
