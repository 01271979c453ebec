namespace Weir.Usage.Records;

/// <summary>Costs in the words of SQL: how records hold them, and the tables that are views of them.</summary>
public static class CostColumns
{
    /// <summary>An amount in USD: exact, since a rate has at most ten digits behind the point and a token is a millionth of its unit.</summary>
    public const string Amount = "DECIMAL(38,18)";

    /// <summary>A rate in USD for a million tokens.</summary>
    public const string Rate = "DECIMAL(20,10)";

    /// <summary>The classes of tokens that have prices of their own. No token is in two of them.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["uncached_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "image_input", "text_output", "reasoning_output", "audio_output"];

    /// <summary>The type of the column <c>attempt_costs</c>.</summary>
    public static string AttemptCosts { get; } =
        $"STRUCT(priority VARCHAR, price_version VARCHAR, price_tier VARCHAR, context_tier BIGINT, list_cost {Amount}, {string.Join(", ", Classes.Select(name => $"{name}_tokens BIGINT, {name}_rate {Rate}"))})[]";

    /// <summary>The columns of <c>system.ai_gateway.spend</c>.</summary>
    public static IReadOnlyList<RecordColumn> Spend { get; } =
    [
        new("account_id", "VARCHAR", "The account ID."),
        new("workspace_id", "VARCHAR", "The workspace ID."),
        new("request_id", "VARCHAR", "The request; joins system.ai_gateway.usage."),
        new("attempt", "VARCHAR", "Which attempt of the request, from 1: its priority in routing_information.attempts."),
        new("event_time", "TIMESTAMP", "The timestamp when the request was received, UTC; its prices hold."),
        new("usage_date", "DATE", "The date of event_time, UTC."),
        new("endpoint_id", "VARCHAR", "The unique ID of the AI Gateway endpoint."),
        new("endpoint_name", "VARCHAR", "The name of the AI Gateway endpoint."),
        new("endpoint_tags", "MAP(VARCHAR, VARCHAR)", "Tags associated with the endpoint."),
        new("request_tags", "MAP(VARCHAR, VARCHAR)", "Tags associated with the request."),
        new("requester", "VARCHAR", "The ID of the user or service principal that made the request."),
        new("requester_type", "VARCHAR", "The type of requester."),
        new("api_type", "VARCHAR", "The type of API call."),
        new("user_agent", "VARCHAR", "The user agent of the requester."),
        new("agent", "VARCHAR", "The coding agent that sent the request; NULL where none did."),
        new("destination_name", "VARCHAR", "The destination of the attempt."),
        new("destination_id", "VARCHAR", "The unique ID of the destination."),
        new("provider", "VARCHAR", "The provider, for example openai."),
        new("model", "VARCHAR", "The model asked of the provider."),
        new("response_model", "VARCHAR", "The model that the provider said it used."),
        new("status_code", "INTEGER", "The attempt's HTTP status."),
        new("usage_source", "VARCHAR", "Where the token counts come from: PROVIDER, PROVIDER_PARTIAL, ESTIMATED or NONE."),
        new("service_tier", "VARCHAR", "The service tier as the provider stated it."),
        new("price_version", "VARCHAR", "The version of the price book that was applied."),
        new("price_tier", "VARCHAR", "The service tier that was priced: standard, batch, flex, priority, ..."),
        new("context_tier", "BIGINT", "The tokens of input beyond which the applied rates begin to hold; 0 for the first tier. A tier holds for the whole request."),
        .. Classes.SelectMany(name => new RecordColumn[]
        {
            new($"{name}_tokens", "BIGINT", $"Tokens of the class {name.Replace('_', ' ')}; each token of the attempt is in one class."),
            new($"{name}_rate", Rate, $"The rate applied to {name.Replace('_', ' ')}, in USD for a million tokens; NULL when none is known."),
        }),
        new("list_cost", Amount, "What the attempt costs by the price list, in USD: the sum of tokens * rate / 1,000,000 over the classes. NULL when a count or a rate is not known, never 0 for it."),
    ];

    /// <summary>The rows of <c>spend</c>, one for each attempt that its provider bills, of the rows of a table that has the columns of <c>records</c>.</summary>
    public static string AttemptsOf(string records) => $"""
        SELECT account_id, workspace_id, request_id, cost.priority AS attempt, event_time, CAST(event_time AS DATE) AS usage_date, endpoint_id, endpoint_name, endpoint_tags, request_tags,
          requester, requester_type, api_type, user_agent, agent, routed.destination AS destination_name, routed.destination_id AS destination_id, detail.provider AS provider, detail.model AS model,
          detail.response_model AS response_model, routed.status_code AS status_code, detail.usage_source AS usage_source, detail.service_tier AS service_tier,
          cost.price_version AS price_version, cost.price_tier AS price_tier, cost.context_tier AS context_tier,
          {string.Join(", ", Classes.Select(name => $"cost.{name}_tokens AS {name}_tokens, cost.{name}_rate AS {name}_rate"))}, cost.list_cost AS list_cost
        FROM (
          SELECT *, routing_information.attempts[CAST(cost.priority AS INTEGER)] AS routed, attempt_details[CAST(cost.priority AS INTEGER)] AS detail
          FROM (SELECT *, unnest(attempt_costs) AS cost FROM {records})
        )
        """;

    /// <summary>The columns of <c>system.ai_gateway.external_model_spend</c> (original-product.md 7).</summary>
    public static IReadOnlyList<RecordColumn> ExternalModelSpend { get; } =
    [
        new("record_id", "VARCHAR", "Unique for each row, and the same each time it is read."),
        new("account_id", "VARCHAR", "The account ID."),
        new("workspace_id", "VARCHAR", "The workspace ID."),
        new("usage_start_time", "TIMESTAMP", "The start of the hour, UTC. An hour has its rows when it is over."),
        new("usage_end_time", "TIMESTAMP", "The end of the hour, UTC."),
        new("usage_date", "DATE", "The date of the hour, UTC."),
        new("usage_metadata", "STRUCT(provider VARCHAR, model VARCHAR, endpoint_name VARCHAR)", "What was used."),
        new("identity_metadata", "STRUCT(run_by VARCHAR, run_as VARCHAR)", "Who used it."),
        new("custom_tags", "STRUCT(request_tags MAP(VARCHAR, VARCHAR), endpoint_tags MAP(VARCHAR, VARCHAR))", "The tags of the requests and of the endpoint."),
        new("usage_quantity", Amount, "The list cost. Calls whose price is not known are in no row; system.ai_gateway.spend has them."),
        new("usage_unit", "VARCHAR", "USD."),
    ];

    /// <summary>The view <c>external_model_spend</c>: whole hours, by everything that a bill is split by.</summary>
    public const string ExternalModelSpendView = """
        CREATE OR REPLACE VIEW ai_gateway.external_model_spend AS
        SELECT md5(concat_ws('|', hour, provider, model, endpoint_name, requester, workspace_id, CAST(request_tags AS VARCHAR), CAST(endpoint_tags AS VARCHAR))) AS record_id,
          account_id, workspace_id, hour AS usage_start_time, hour + INTERVAL 1 HOUR AS usage_end_time, CAST(hour AS DATE) AS usage_date,
          {'provider': provider, 'model': model, 'endpoint_name': endpoint_name} AS usage_metadata, {'run_by': requester, 'run_as': requester} AS identity_metadata,
          {'request_tags': request_tags, 'endpoint_tags': endpoint_tags} AS custom_tags, usage_quantity, 'USD' AS usage_unit
        FROM (
          SELECT date_trunc('hour', event_time) AS hour, account_id, workspace_id, provider, model, endpoint_name, requester, request_tags, endpoint_tags, CAST(sum(list_cost) AS DECIMAL(38,18)) AS usage_quantity
          FROM ai_gateway.spend
          WHERE list_cost IS NOT NULL AND event_time < date_trunc('hour', now() AT TIME ZONE 'UTC')
          GROUP BY ALL
        )
        """;

    /// <summary>The columns of <c>system.ai_gateway.list_prices</c>.</summary>
    public static IReadOnlyList<RecordColumn> ListPrices { get; } =
    [
        new("price_version", "VARCHAR", "The version of the price book."),
        new("price_source", "VARCHAR", "Where the price comes from: LIST (published, shipped with the product), IMPORT, FILE or ADMIN; the later in this order holds."),
        new("provider", "VARCHAR", "The provider, as published lists name it for LIST, else as destinations name it."),
        new("model", "VARCHAR", "The model."),
        new("model_match", "VARCHAR", "Which names the price is of, as JSON; NULL for exactly this one."),
        new("usage_type", "VARCHAR", "Of which tokens: input, cache_read, cache_write, cache_write_1h, input_audio, input_image, output, output_reasoning, output_audio."),
        new("service_tier", "VARCHAR", "The service tier."),
        new("context_tier", "BIGINT", "The tokens of input beyond which the price holds, for the whole request; 0 for every request."),
        new("price_start_time", "TIMESTAMP", "From when on it holds, UTC; NULL for always."),
        new("price_end_time", "TIMESTAMP", "Until when it holds, UTC; NULL for no known end."),
        new("daily_start", "VARCHAR", "The time of the day from which on it holds, UTC; NULL for all day."),
        new("daily_end", "VARCHAR", "The time of the day until which it holds, UTC; NULL for all day."),
        new("currency_code", "VARCHAR", "USD."),
        new("usage_unit", "VARCHAR", "MTOK: a million tokens."),
        new("list_price", Rate, "The price of a unit."),
    ];
}
