using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Process;

/// <summary>Costs in the table store, as the gateway's process sees it.</summary>
internal sealed class RemoteSpendStore(StoreConnection connection, TableVersion version) : ISpendStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // It reads, or rewrites, a part of the whole table.
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(5);

    public Task<string?> GetPriceVersionAsync(CancellationToken cancellationToken) =>
        connection.AskAsync<string?>(HttpMethod.Get, "/spend/price-version", null, Patience, cancellationToken);

    public Task ReplaceListPricesAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => ChangeAsync("/spend/list-prices", lines, cancellationToken);

    public Task<SpendTotals> SumAsync(SpendQuestion question, CancellationToken cancellationToken) =>
        connection.AskAsync<SpendTotals>(HttpMethod.Post, "/spend/sums", question, LongPatience, cancellationToken);

    public Task<IReadOnlyList<CostedRecord>> ReadCostedAsync(CostedPage page, CancellationToken cancellationToken) =>
        connection.AskAsync<IReadOnlyList<CostedRecord>>(HttpMethod.Post, "/spend/costed", page, LongPatience, cancellationToken);

    public Task ReplaceCostsAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => ChangeAsync("/spend/costs", lines, cancellationToken);

    // Where no answer came the rows may have changed all the same.
    private async Task ChangeAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        try
        {
            await connection.AskAsync<bool>(HttpMethod.Post, path, lines, LongPatience, cancellationToken);
        }
        finally
        {
            version.Changed();
        }
    }
}
