using Weir.Gateway.Endpoints;
using Weir.Usage.Stores;
using Weir.Warehouse.Catalog;

namespace Weir.Serving;

/// <summary>How long rows are kept: by the configuration, and for an inference table by the endpoint that names it.</summary>
internal sealed class TableRetentions(RetentionOptions options, EndpointCatalog endpoints) : ITableRetention
{
    public TableRetention? Of(CatalogTable table) => table switch
    {
        { IsInferenceTable: true } => endpoints.RetentionDaysOf(table.FullName) is { } days ? new TableRetention(days, "ENDPOINT") : null,
        { TimeColumn: "time" } or { Name: "coding_agent_activity" } => new TableRetention(options.DaysOfTelemetry, "CONFIGURATION"),
        { Schema: "access" } => new TableRetention(options.AuditDays, "CONFIGURATION"),

        // The price book is replaced as a whole; it has no rows that grow old.
        { TimeColumn: null } => null,
        _ => new TableRetention(options.Days, "CONFIGURATION"),
    };
}
