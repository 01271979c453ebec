using Weir.Usage.Stores;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>What the store knows of its tables, as the gateway's process sees it.</summary>
internal sealed class RemoteTableStatistics(StoreConnection connection) : ITableStatistics
{
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(10);

    // Three questions of two seconds each, behind others.
    private static readonly TimeSpan MeasurePatience = TimeSpan.FromSeconds(30);

    public Task<IReadOnlyList<string>> ListInferenceTablesAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<string>>("/tables/inference", ListPatience, cancellationToken);

    public Task<TableStatistics> MeasureAsync(string fullName, CancellationToken cancellationToken) =>
        AskAsync<TableStatistics>("/tables/statistics?name=" + Uri.EscapeDataString(fullName), MeasurePatience, cancellationToken);

    private async Task<T> AskAsync<T>(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.AskAsync<T>(HttpMethod.Get, path, null, patience, cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new SqlEngineException("TEMPORARILY_UNAVAILABLE", $"The table store cannot say at the moment: {unavailable.Message} Try again in some seconds.", null, unavailable);
        }
    }
}
