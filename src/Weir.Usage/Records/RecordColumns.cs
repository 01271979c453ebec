namespace Weir.Usage.Records;

/// <summary>
/// The members of a record's JSON in the words of SQL, so that every store declares the same base table <c>records</c>.
/// Types are DuckDB's spelling of the contract page's types; times are UTC.
/// </summary>
public static class RecordColumns
{
    private const string Destinations = "STRUCT(name VARCHAR, traffic_percent DOUBLE, \"type\" VARCHAR)[]";

    private const string RoutingAttempt =
        "STRUCT(priority VARCHAR, action VARCHAR, destination VARCHAR, destination_id VARCHAR, status_code INTEGER, error_code VARCHAR, "
        + "latency_ms BIGINT, start_time TIMESTAMP, end_time TIMESTAMP)";

    private const string AttemptDetail =
        "STRUCT(priority VARCHAR, provider VARCHAR, model VARCHAR, response_model VARCHAR, provider_request_id VARCHAR, service_tier VARCHAR, "
        + "usage_source VARCHAR, input_tokens BIGINT, output_tokens BIGINT, cache_read_input_tokens BIGINT, cache_creation_input_tokens BIGINT, "
        + "cache_creation_5m_input_tokens BIGINT, cache_creation_1h_input_tokens BIGINT, output_reasoning_tokens BIGINT, "
        + "input_audio_tokens BIGINT, output_audio_tokens BIGINT, input_image_tokens BIGINT)[]";

    /// <summary>The columns of <c>system.ai_gateway.usage</c>, in the order of the contract page, then the three appended ones (design.md 5) and those of coding agents.</summary>
    public static IReadOnlyList<RecordColumn> Usage { get; } =
    [
        new("account_id", "VARCHAR", "The account ID."),
        new("workspace_id", "VARCHAR", "The workspace ID."),
        new("request_id", "VARCHAR", "A unique identifier for the request, a UUIDv7; answered to the client as x-request-id."),
        new("schema_version", "INTEGER", "The schema version of the usage record."),
        new("endpoint_id", "VARCHAR", "The unique ID of the AI Gateway endpoint."),
        new("endpoint_name", "VARCHAR", "The name of the AI Gateway endpoint."),
        new("endpoint_tags", "MAP(VARCHAR, VARCHAR)", "Tags associated with the endpoint."),
        new("endpoint_metadata", $"STRUCT(creator VARCHAR, creation_time TIMESTAMP, last_updated_time TIMESTAMP, destinations {Destinations}, inference_table VARCHAR, fallbacks {Destinations})", "Endpoint metadata as of the request, including creator, creation_time, last_updated_time, destinations, inference_table, and fallbacks."),
        new("event_time", "TIMESTAMP", "The timestamp when the request was received, UTC."),
        new("latency_ms", "BIGINT", "The total latency in milliseconds."),
        new("time_to_first_byte_ms", "BIGINT", "The time to first byte in milliseconds; NULL when no byte was answered."),
        new("destination_type", "VARCHAR", "The type of destination (for example, external model or foundation model)."),
        new("destination_name", "VARCHAR", "The name of the destination model or provider."),
        new("destination_id", "VARCHAR", "The unique ID of the destination."),
        new("destination_model", "VARCHAR", "The specific model used for the request."),
        new("requester", "VARCHAR", "The ID of the user or service principal that made the request."),
        new("requester_type", "VARCHAR", "The type of requester (user, service principal, or user group)."),
        new("ip_address", "VARCHAR", "The IP address of the requester."),
        new("url", "VARCHAR", "The URL of the request."),
        new("user_agent", "VARCHAR", "The user agent of the requester."),
        new("api_type", "VARCHAR", "The type of API call (for example, chat, completions, or embeddings)."),
        new("request_tags", "MAP(VARCHAR, VARCHAR)", "Tags associated with the request."),
        new("input_tokens", "BIGINT", "The number of input tokens, cached ones included; NULL when not known."),
        new("output_tokens", "BIGINT", "The number of output tokens, reasoning ones included; NULL when not known."),
        new("total_tokens", "BIGINT", "The total number of tokens (input + output)."),
        new("token_details", "STRUCT(cache_read_input_tokens BIGINT, cache_creation_input_tokens BIGINT, output_reasoning_tokens BIGINT)", "Detailed token breakdown including cache_read_input_tokens, cache_creation_input_tokens, and output_reasoning_tokens."),
        new("response_content_type", "VARCHAR", "The content type of the response."),
        new("status_code", "INTEGER", "The HTTP status code of the response; 499 when the client hung up."),
        new("routing_information", $"STRUCT(attempts {RoutingAttempt}[])", "Routing details for fallback attempts: one element for each model tried during the request."),
        new("invocation_id", "VARCHAR", "Unique for each row."),
        new("invocation_metadata", "STRUCT(source VARCHAR, service_tier VARCHAR)", "Where the invocation came from, and the provider's service tier."),
        new("usage_source", "VARCHAR", "Where the token counts come from: PROVIDER, PROVIDER_PARTIAL, ESTIMATED or NONE."),
        new("agent", "VARCHAR", "The coding agent that sent the request, for example Claude Code; NULL where none did."),
        new("agent_version", "VARCHAR", "The agent's version, as it says itself."),
        new("agent_session_id", "VARCHAR", "The agent's session, where its requests name one."),
        new("agent_helper", "BOOLEAN", "Whether the agent made the request beside the user's session, such as for its title; NULL where no agent sent it."),
        new("agent_repository", "VARCHAR", "The URL of the repository that the agent works in, where its requests name it."),
        new("agent_commit", "VARCHAR", "The latest commit of that repository when the request was made, where its requests name it."),
    ];

    /// <summary>What only the base table <c>records</c> holds.</summary>
    public static IReadOnlyList<RecordColumn> RecordOnly { get; } =
    [
        new("error_code", "VARCHAR", "What went wrong, as a word; NULL when nothing did."),
        new("attempt_details", AttemptDetail, "For each attempt its provider, model, service tier and tokens of every class."),
        new("attempt_costs", CostColumns.AttemptCosts, "For each attempt that its provider bills what it costs."),
    ];
}

/// <summary>A column of the base table.</summary>
/// <param name="Name">The JSON member and column name.</param>
/// <param name="SqlType">In DuckDB's spelling.</param>
/// <param name="Comment">What it means.</param>
public sealed record RecordColumn(string Name, string SqlType, string Comment);
