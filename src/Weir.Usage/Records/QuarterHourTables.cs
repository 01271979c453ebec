using static Weir.Usage.Records.QuarterHourTable;

namespace Weir.Usage.Records;

/// <summary>The tables that hold quarters of an hour.</summary>
public static class QuarterHourTables
{
    /// <summary>A cost that is added up: exact, since a rate has ten digits behind the point and tokens are priced by the million.</summary>
    private const string Cost = "DECIMAL(38,16)";

    private const string Attempts = "len(routing_information.attempts)";

    // Nearly all requests have one attempt: only the others are looked into.
    private const string Fallbacks = $"CASE WHEN {Attempts} > 1 THEN len(list_filter(routing_information.attempts, lambda attempt: attempt.action = 'FALLBACK')) ELSE 0 END";

    private static readonly Dimension Tags = new(
        new("tags", "MAP(VARCHAR, VARCHAR)", "Tags of the endpoint and of the requests; where both have one, the requests'."), ["endpoint_tags", "request_tags"], "map_concat(endpoint_tags, request_tags)");

    /// <summary><c>system.ai_gateway.usage_quarter_hourly</c>, of the rows of <c>usage</c>.</summary>
    public static QuarterHourTable Usage { get; } = new(
        "usage_quarter_hourly",
        [
            .. Known(RecordColumns.Usage, "account_id", "workspace_id", "endpoint_name", "requester", "requester_type", "destination_model", "api_type", "status_code", "agent", "agent_session_id", "agent_helper"),
            Tags,
        ],
        [
            new(new("first_event_time", "TIMESTAMP", "When the first of the requests was received, UTC."), "min(event_time)", "min(first_event_time)"),
            new(new("last_event_time", "TIMESTAMP", "When the last of the requests was received, UTC."), "max(event_time)", "max(last_event_time)"),
            Sum("requests", "BIGINT", "The number of requests.", "count(*)"),
            Sum("requests_without_counts", "BIGINT", "Those whose token counts are not known; they are in no sum of tokens.", "count(*) - count(total_tokens)"),
            Sum("input_tokens", "BIGINT", "Input tokens, cached ones included.", "sum(input_tokens)"),
            Sum("uncached_input_tokens", "BIGINT", "Input tokens that were not read from a cache.", "sum(input_tokens - coalesce(token_details.cache_read_input_tokens, 0))"),
            Sum("cache_read_input_tokens", "BIGINT", "Input tokens read from a cache.", "sum(token_details.cache_read_input_tokens)"),
            Sum("cache_creation_input_tokens", "BIGINT", "Input tokens written to a cache.", "sum(token_details.cache_creation_input_tokens)"),
            Sum("output_tokens", "BIGINT", "Output tokens, reasoning ones included.", "sum(output_tokens)"),
            Sum("output_reasoning_tokens", "BIGINT", "Output tokens of reasoning.", "sum(token_details.output_reasoning_tokens)"),
            Sum("total_tokens", "BIGINT", "Input and output tokens.", "sum(total_tokens)"),
            Sum("attempts", "BIGINT", "Attempts at destinations.", $"coalesce(sum({Attempts}), 0)"),
            Sum("fallbacks", "BIGINT", "Attempts at another destination than the first.", $"coalesce(sum({Fallbacks}), 0)"),
            Sum("requests_with_fallback", "BIGINT", "Requests that another destination was tried for.", $"count(*) FILTER (WHERE {Fallbacks} > 0)"),
        ]);

    /// <summary><c>system.ai_gateway.spend_quarter_hourly</c>, of the rows of <c>spend</c>.</summary>
    public static QuarterHourTable Spend { get; } = new(
        "spend_quarter_hourly",
        [.. Known(CostColumns.Spend, "account_id", "workspace_id", "endpoint_name", "requester", "requester_type", "agent", "provider", "model"), Tags],
        [
            Sum("attempts", "BIGINT", "The number of billed attempts.", "count(*)"),
            Sum("unpriced_attempts", "BIGINT", "Those whose cost is not known; they are in no sum of costs.", "count(*) - count(list_cost)"),
            Sum("list_cost", CostColumns.Amount, "What the attempts cost by the price list, in USD.", "sum(list_cost)"),
            Sum("cache_savings", Cost, "What the tokens read from a cache would have cost more without it, in USD.", $"sum({Priced("cache_read_tokens", "uncached_input_rate - cache_read_rate")})"),
            .. CostColumns.Classes.SelectMany(name => new[]
            {
                Sum($"{name}_tokens", "BIGINT", $"Tokens of the class {name.Replace('_', ' ')}.", $"sum({name}_tokens)"),
                Sum($"{name}_cost", Cost, "What they cost, in USD, as far as their rate is known.", $"sum({Priced($"{name}_tokens", $"{name}_rate")})"),
            }),
        ]);

    private static Figure Sum(string name, string type, string comment, string of) => new(new(name, type, comment), of, $"sum({name})");

    // A product has the digits of its factors, so nothing is rounded; a division would make floating point of it.
    private static string Priced(string tokens, string rate) => $"CAST({tokens} AS DECIMAL(12,0)) * (({rate}) * 0.000001)";

    private static IEnumerable<Dimension> Known(IReadOnlyList<RecordColumn> columns, params string[] names) => names.Select(name => new Dimension(columns.Single(column => column.Name == name), [name], name));
}
