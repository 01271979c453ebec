using Weir.Usage.Records;

namespace Weir.Usage.Telemetry;

/// <summary>
/// OpenTelemetry's signals in the words of SQL: the shape of Databricks' tables for them with schema version v2 (original-product.md 3.2), attributes as maps of text.
/// Identifiers of traces and spans are lower-case hexadecimal text.
/// </summary>
public static class TelemetryColumns
{
    private const string Attributes = "MAP(VARCHAR, VARCHAR)";
    private const string Exemplars = "STRUCT(time_unix_nano BIGINT, \"value\" DOUBLE, span_id VARCHAR, trace_id VARCHAR, filtered_attributes MAP(VARCHAR, VARCHAR))[]";
    private const string Buckets = "STRUCT(\"offset\" INTEGER, bucket_counts BIGINT[])";
    private const string Resource = "STRUCT(attributes MAP(VARCHAR, VARCHAR), dropped_attributes_count INTEGER)";
    private const string Scope = "STRUCT(name VARCHAR, version VARCHAR, attributes MAP(VARCHAR, VARCHAR), dropped_attributes_count INTEGER)";

    /// <summary>The columns of a metrics table: a row for each data point.</summary>
    public static IReadOnlyList<RecordColumn> Metrics { get; } =
    [
        .. Leading("data point"),
        new("name", "VARCHAR", "The metric's name."),
        new("description", "VARCHAR", "What the metric measures."),
        new("unit", "VARCHAR", "The metric's unit."),
        new("metric_type", "VARCHAR", "gauge, sum, histogram, exponential_histogram or summary."),
        new("start_time_unix_nano", "BIGINT", "When the measurement began, in nanoseconds since 1970."),
        new("time_unix_nano", "BIGINT", "When the value was taken, in nanoseconds since 1970."),
        new("gauge", $"STRUCT(\"value\" DOUBLE, exemplars {Exemplars}, attributes {Attributes}, flags INTEGER)", "The point, where the metric is a gauge."),
        new("sum", $"STRUCT(\"value\" DOUBLE, exemplars {Exemplars}, attributes {Attributes}, flags INTEGER, aggregation_temporality VARCHAR, is_monotonic BOOLEAN)", "The point, where the metric is a sum."),
        new("histogram", $"STRUCT(count BIGINT, sum DOUBLE, bucket_counts BIGINT[], explicit_bounds DOUBLE[], exemplars {Exemplars}, attributes {Attributes}, flags INTEGER, \"min\" DOUBLE, \"max\" DOUBLE, aggregation_temporality VARCHAR)", "The point, where the metric is a histogram."),
        new("exponential_histogram", $"STRUCT(attributes {Attributes}, count BIGINT, sum DOUBLE, scale INTEGER, zero_count BIGINT, positive_bucket {Buckets}, negative_bucket {Buckets}, flags INTEGER, exemplars {Exemplars}, \"min\" DOUBLE, \"max\" DOUBLE, zero_threshold DOUBLE, aggregation_temporality VARCHAR)", "The point, where the metric is an exponential histogram."),
        new("summary", $"STRUCT(count BIGINT, sum DOUBLE, quantile_values STRUCT(quantile DOUBLE, \"value\" DOUBLE)[], attributes {Attributes}, flags INTEGER)", "The point, where the metric is a summary."),
        new("metadata", Attributes, "The metric's metadata."),
        .. Trailing("metric_schema_url"),
    ];

    /// <summary>The columns of a logs table.</summary>
    public static IReadOnlyList<RecordColumn> Logs { get; } =
    [
        .. Leading("log record"),
        new("event_name", "VARCHAR", "The event's name."),
        new("trace_id", "VARCHAR", "The trace that the record belongs to."),
        new("span_id", "VARCHAR", "The span that the record belongs to."),
        new("time_unix_nano", "BIGINT", "When it happened, in nanoseconds since 1970; 0 where the sender does not say."),
        new("observed_time_unix_nano", "BIGINT", "When it was noticed, in nanoseconds since 1970."),
        new("severity_number", "INTEGER", "The severity as a number."),
        new("severity_text", "VARCHAR", "The severity as a word."),
        new("body", "VARCHAR", "What the record says; anything but text as JSON."),
        new("attributes", Attributes, "The record's attributes."),
        new("dropped_attributes_count", "INTEGER", "How many attributes the sender left out."),
        new("flags", "INTEGER", "The record's flags."),
        .. Trailing("log_schema_url"),
    ];

    /// <summary>The columns of a spans table.</summary>
    public static IReadOnlyList<RecordColumn> Spans { get; } =
    [
        .. Leading("span"),
        new("trace_id", "VARCHAR", "The trace."),
        new("span_id", "VARCHAR", "The span."),
        new("trace_state", "VARCHAR", "The trace's state (W3C Trace Context)."),
        new("parent_span_id", "VARCHAR", "The span that this one is part of; empty for a root."),
        new("flags", "INTEGER", "The span's flags."),
        new("name", "VARCHAR", "What the span does."),
        new("kind", "VARCHAR", "The span's kind, for example SPAN_KIND_CLIENT."),
        new("start_time_unix_nano", "BIGINT", "When it began, in nanoseconds since 1970."),
        new("end_time_unix_nano", "BIGINT", "When it ended, in nanoseconds since 1970."),
        new("attributes", Attributes, "The span's attributes."),
        new("dropped_attributes_count", "INTEGER", "How many attributes the sender left out."),
        new("events", $"STRUCT(time_unix_nano BIGINT, name VARCHAR, attributes {Attributes}, dropped_attributes_count INTEGER)[]", "What happened within the span."),
        new("dropped_events_count", "INTEGER", "How many events the sender left out."),
        new("links", $"STRUCT(trace_id VARCHAR, span_id VARCHAR, trace_state VARCHAR, attributes {Attributes}, dropped_attributes_count INTEGER, flags INTEGER)[]", "Other spans that this one refers to."),
        new("dropped_links_count", "INTEGER", "How many links the sender left out."),
        new("status", "STRUCT(message VARCHAR, code VARCHAR)", "How it ended."),
        .. Trailing("span_schema_url"),
    ];

    /// <summary>What the tables of <c>system.ai_gateway</c> and the base tables hold beside: who sent the row, and for which table.</summary>
    public static IReadOnlyList<RecordColumn> Sender { get; } =
    [
        new("workspace_id", "VARCHAR", "The workspace of the token that it was sent with."),
        new("requester", "VARCHAR", "The user or service principal that sent it."),
        new("table_name", "VARCHAR", "The table that the sender named; NULL where it named none."),
    ];

    private static RecordColumn[] Leading(string row) =>
    [
        new("record_id", "VARCHAR", $"The same for the same {row} sent again."),
        new("time", "TIMESTAMP", $"The time of the {row}, UTC."),
        new("date", "DATE", $"The date of the {row}, UTC."),
        new("service_name", "VARCHAR", "The resource's service.name."),
    ];

    private static RecordColumn[] Trailing(string schema) =>
    [
        new("resource", Resource, "What sent it."),
        new("resource_schema_url", "VARCHAR", "The schema of the resource."),
        new("instrumentation_scope", Scope, "The part of the sender's code that made it."),
        new(schema, "VARCHAR", "The schema of the scope."),
    ];
}
