using System.Globalization;
using System.Text.Json;
using Weir.Spend;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;

namespace Weir.Spending;

/// <summary>Runs the product's own statements on costs.</summary>
internal sealed class SpendQueries(ISqlEngine engine) : ISpendQueries
{
    private const long MostBytes = 25 * 1024 * 1024;

    public async Task<IReadOnlyList<IReadOnlyList<string?>>> RunAsync(string sql, IReadOnlyDictionary<string, DateOnly> parameters, CancellationToken cancellationToken)
    {
        var values = parameters.Select(parameter => new EngineParameter(parameter.Key, parameter.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "DATE")).ToList();
        var statement = new EngineStatement(Guid.NewGuid().ToString(), sql, values, null, null, null, MostBytes, 10_000, "weir", [EngineStatement.EveryTable]);
        try
        {
            var result = await engine.ExecuteAsync(statement, cancellationToken);
            return [.. result.Chunks.SelectMany(chunk => JsonSerializer.Deserialize<string?[][]>(chunk.DataArray)!)];
        }
        catch (SqlEngineException failed)
        {
            throw new StoreUnavailableException(failed.Message, failed);
        }
    }
}
