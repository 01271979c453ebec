namespace Weir.Warehouse.Statements;

/// <summary>What a caller used, and what is left for them: the answer of <c>GET /api/2.0/weir/usage/me</c>.</summary>
/// <param name="Requester">The caller.</param>
/// <param name="StartDate">The first day (UTC), as 2026-01-31.</param>
/// <param name="EndDate">The last day (UTC).</param>
/// <param name="Usage">By day and endpoint.</param>
/// <param name="Budgets">The budgets that the caller is charged to.</param>
internal sealed record OwnUsageAnswer(string Requester, string StartDate, string EndDate, IReadOnlyList<OwnUsageOfDay> Usage, IReadOnlyList<OwnBudget> Budgets);

/// <summary>What a caller used of an endpoint on a day. What is not known is NULL.</summary>
/// <param name="Date">The day (UTC).</param>
/// <param name="EndpointName">The endpoint.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="InputTokens">Their input tokens.</param>
/// <param name="OutputTokens">Their output tokens.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="ListCost">The list cost in USD, a decimal as text.</param>
/// <param name="UnpricedAttempts">Attempts whose cost is not known.</param>
internal sealed record OwnUsageOfDay(string? Date, string? EndpointName, long? Requests, long? InputTokens, long? OutputTokens, long? TotalTokens, string? ListCost, long? UnpricedAttempts);
