using Weir.Gateway.Endpoints;
using Weir.Warehouse.Statements;

namespace Weir.Serving;

/// <summary>The warehouse's view of the inference tables: those that endpoints name.</summary>
internal sealed class InferenceTables(EndpointCatalog endpoints) : IInferenceTables
{
    public IReadOnlyList<string> List() => endpoints.InferenceTables;
}
