using Weir.Usage.Records;

namespace Weir.Usage.Payloads;

/// <summary>The columns of an inference table, and what only the base table of all of them holds.</summary>
public static class PayloadColumns
{
    /// <summary>The columns of <c>&lt;catalog&gt;.&lt;schema&gt;.&lt;prefix&gt;_payload</c> (original-product.md 2.3).</summary>
    public static IReadOnlyList<RecordColumn> Table { get; } =
    [
        new("request_id", "VARCHAR", "The request's id, as in system.ai_gateway.usage."),
        new("request_tags", "MAP(VARCHAR, VARCHAR)", "Tags associated with the request."),
        new("event_time", "TIMESTAMP", "The timestamp when the request was received, UTC."),
        new("status_code", "INTEGER", "The HTTP status code of the response."),
        new("sampling_fraction", "DOUBLE", "The part of the requests that is kept; 1 for all."),
        new("latency_ms", "BIGINT", "The total latency in milliseconds."),
        new("time_to_first_byte_ms", "BIGINT", "The time to first byte in milliseconds."),
        new("request", "VARCHAR", "The request's JSON; NULL when it is not kept (see logging_error_codes)."),
        new("response", "VARCHAR", "The answer's JSON, a stream's chunks aggregated; NULL when it is not kept."),
        new("destination_id", "VARCHAR", "The unique ID of the destination."),
        new("logging_error_codes", "VARCHAR[]", "Why a body is missing: MAX_REQUEST_SIZE_EXCEEDED, MAX_RESPONSE_SIZE_EXCEEDED, PAYLOAD_DROPPED."),
        new("requester", "VARCHAR", "The ID of the user or service principal that made the request."),
        new("schema_version", "INTEGER", "The schema version of the payload record."),
    ];

    /// <summary>What only the base table holds.</summary>
    public static IReadOnlyList<RecordColumn> BaseOnly { get; } =
    [
        new("table_name", "VARCHAR", "The inference table's full name."),
        new("delete_after", "TIMESTAMP", "When the row's time is over, UTC."),
    ];
}
