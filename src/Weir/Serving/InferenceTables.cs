using Weir.Agents.Telemetry;
using Weir.Gateway.Endpoints;
using Weir.Warehouse.Statements;

namespace Weir.Serving;

/// <summary>The warehouse's view of the inference tables: those that endpoints name; and of the tables of telemetry that the configuration names.</summary>
internal sealed class InferenceTables(EndpointCatalog endpoints, TelemetryOptions telemetry) : IInferenceTables
{
    public IReadOnlyList<string> List() => [.. endpoints.InferenceTables, .. telemetry.Tables];
}
