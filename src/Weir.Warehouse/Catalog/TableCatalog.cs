using Weir.Usage.Agents;
using Weir.Usage.Auditing;
using Weir.Usage.Payloads;
using Weir.Usage.Records;
using Weir.Usage.Telemetry;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Catalog;

/// <summary>The tables that a statement knows, by their full lower-case names: those of the product, the inference tables of endpoints, and the tables of telemetry that the configuration names.</summary>
public sealed class TableCatalog
{
    /// <summary>The usage table's full name.</summary>
    public const string Usage = "system.ai_gateway.usage";

    /// <summary>The full name of the table of costs.</summary>
    public const string Spend = "system.ai_gateway.spend";

    private const string InferenceTablesComment = "Inference tables: what was asked of endpoints and what they answered.";

    private static readonly CatalogTable UsageTable = new("system", "ai_gateway", "usage", "Each row is one request to an AI Gateway endpoint.", RecordColumns.Usage) { TimeColumn = "event_time" };

    private static readonly CatalogTable[] QuarterHours =
    [
        new("system", "ai_gateway", QuarterHourTables.Usage.Name, "The requests added up by the quarter of an hour: what dashboards ask over months. Add its rows up; a quarter of an hour may have several that differ in nothing but their figures.", QuarterHourTables.Usage.Columns) { IsView = true, TimeColumn = "event_time" },
        new("system", "ai_gateway", QuarterHourTables.Spend.Name, "The billed attempts added up by the quarter of an hour. Never add it to other tables of cost: they hold the same calls.", QuarterHourTables.Spend.Columns) { IsView = true, TimeColumn = "event_time" },
    ];

    private static readonly CatalogTable ActivityTable = new("system", "ai_gateway", "coding_agent_activity", "Each row is something that a coding agent did: a commit, an edit, a time of activity. Of several sources of one session the most trusted holds.", ActivityColumns.Table) { IsView = true, TimeColumn = "event_time" };

    private static readonly CatalogTable[] TelemetryTables =
    [
        new("system", "ai_gateway", "otel_metrics", "Each row is a data point of OpenTelemetry metrics that agents sent.", [.. TelemetryColumns.Metrics, .. TelemetryColumns.Sender]) { TimeColumn = "time" },
        new("system", "ai_gateway", "otel_logs", "Each row is a record of OpenTelemetry logs that agents sent, without prompts, file contents and output.", [.. TelemetryColumns.Logs, .. TelemetryColumns.Sender]) { TimeColumn = "time" },
        new("system", "ai_gateway", "otel_spans", "Each row is an OpenTelemetry span that agents sent.", [.. TelemetryColumns.Spans, .. TelemetryColumns.Sender]) { TimeColumn = "time" },
    ];

    private static readonly CatalogTable AuditTable = new("system", "access", "audit", "Each row is one change of configuration, permissions, principals, tokens or previews, or a denied access.", AuditColumns.Table) { TimeColumn = "event_time" };

    private static readonly CatalogTable[] SpendTables =
    [
        new("system", "ai_gateway", "spend", "Each row is one attempt that its provider bills: tokens by class, the rates applied, and the list cost.", CostColumns.Spend) { IsView = true, TimeColumn = "event_time" },
        new("system", "ai_gateway", "external_model_spend", "The list cost by hour, provider, model, endpoint, requester and tags. Never add it to other tables of cost: they hold the same calls.", CostColumns.ExternalModelSpend) { IsView = true, TimeColumn = "usage_start_time" },
        new("system", "ai_gateway", "spend_anomalies", "Days on which the spend of an endpoint or a user left its usual range.", AnomalyColumns.Table) { IsView = true, TimeColumn = "usage_date" },
        new("system", "ai_gateway", "list_prices", "The price book: published prices, and those that were imported or entered.", CostColumns.ListPrices),
    ];

    private TableCatalog(IReadOnlyList<CatalogTable> tables) => Tables = tables;

    /// <summary>The tables.</summary>
    public IReadOnlyList<CatalogTable> Tables { get; }

    /// <summary>The tables that a statement knows.</summary>
    public static TableCatalog Of(EngineStatement statement) => Of(statement.InferenceTables ?? []);

    /// <summary>The product's own tables and these inference tables.</summary>
    public static TableCatalog Of(IReadOnlyList<string> inferenceTables) => new([UsageTable, .. SpendTables, .. QuarterHours, ActivityTable, .. TelemetryTables, AuditTable, .. inferenceTables.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(Named).OfType<CatalogTable>()]);

    /// <summary>The table that a name of one to three parts means, or NULL.</summary>
    /// <param name="catalog">The name's catalog, or empty for the default one.</param>
    /// <param name="schema">The name's schema, or empty for the default one.</param>
    /// <param name="table">The table.</param>
    /// <param name="defaultCatalog">The statement's catalog.</param>
    /// <param name="defaultSchema">The statement's schema.</param>
    public CatalogTable? Find(string catalog, string schema, string table, string? defaultCatalog, string? defaultSchema)
    {
        schema = schema.Length > 0 ? schema : defaultSchema ?? string.Empty;
        catalog = catalog.Length > 0 ? catalog : defaultCatalog ?? "system";
        return Tables.FirstOrDefault(known => Same(known.Catalog, catalog) && Same(known.Schema, schema) && Same(known.Name, table));
    }

    /// <summary>The table of a full name, or NULL.</summary>
    public CatalogTable? Find(string fullName) => Tables.FirstOrDefault(known => Same(known.FullName, fullName));

    /// <summary>What a catalog is for.</summary>
    public static string CommentOfCatalog(string catalog) => catalog == UsageTable.Catalog ? "What Weir records: requests, what they cost, and who changed what." : InferenceTablesComment;

    /// <summary>What a schema is for.</summary>
    public static string CommentOfSchema(string catalog, string schema) => (catalog, schema) switch
    {
        ("system", "ai_gateway") => "Requests to AI Gateway endpoints, and what they cost.",
        ("system", "access") => "Who changed what, and who was denied.",
        _ => InferenceTablesComment,
    };

    private static CatalogTable? Named(string fullName) => fullName.Split('.') is not [var catalog, var schema, var name] ? null : name switch
    {
        _ when name.EndsWith("_otel_metrics", StringComparison.OrdinalIgnoreCase) => OfTelemetry(catalog, schema, name, "otel_metrics", TelemetryColumns.Metrics),
        _ when name.EndsWith("_otel_logs", StringComparison.OrdinalIgnoreCase) => OfTelemetry(catalog, schema, name, "otel_logs", TelemetryColumns.Logs),
        _ when name.EndsWith("_otel_spans", StringComparison.OrdinalIgnoreCase) => OfTelemetry(catalog, schema, name, "otel_spans", TelemetryColumns.Spans),
        _ => new CatalogTable(catalog, schema, name, "What was asked of an endpoint and what it answered.", PayloadColumns.Table) { SharedTable = CatalogTable.Payloads, TimeColumn = "event_time" },
    };

    private static CatalogTable OfTelemetry(string catalog, string schema, string name, string shared, IReadOnlyList<RecordColumn> columns) =>
        new(catalog, schema, name, "Telemetry that was sent with this table's name.", columns) { SharedTable = "ai_gateway." + shared, TimeColumn = "time" };

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A table.</summary>
public sealed record CatalogTable(string Catalog, string Schema, string Name, string Comment, IReadOnlyList<RecordColumn> Columns)
{
    /// <summary>Its full name.</summary>
    public string FullName => $"{Catalog}.{Schema}.{Name}";

    /// <summary>Whether its rows are computed from those of other tables.</summary>
    public bool IsView { get; init; }

    /// <summary>The column that says when what a row is about happened, or NULL.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The engine's table of all inference tables' rows.</summary>
    internal const string Payloads = "ai_gateway.payloads";

    /// <summary>The engine's table that has its rows among those of others, by the column <c>table_name</c>; NULL where it is one of its own. The macro of its name and <c>_of</c> shows them.</summary>
    public string? SharedTable { get; init; }

    /// <summary>Whether it holds payloads.</summary>
    public bool IsInferenceTable => SharedTable == Payloads;
}
