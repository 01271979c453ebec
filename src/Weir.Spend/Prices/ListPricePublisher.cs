using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Usage.Stores;

namespace Weir.Spend.Prices;

/// <summary>Keeps <c>system.ai_gateway.list_prices</c> what the price book is: the store is asked which version it shows, since it may have lost its file.</summary>
internal sealed partial class ListPricePublisher(PriceDirectory prices, ISpendStore store, TimeProvider time, ILogger<ListPricePublisher> logger) : PeriodicWork(TimeSpan.FromSeconds(1), time)
{
    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var book = prices.Book;
        if (await store.GetPriceVersionAsync(cancellationToken) != book.Version)
        {
            await store.ReplaceListPricesAsync(ListPriceLines.Of(book), cancellationToken);
        }
    }

    // While the store starts, or is started again, this is no news.
    protected override void Report(Exception failed)
    {
        if (failed is not StoreUnavailableException)
        {
            NotPublished(logger, failed);
        }
    }

    [LoggerMessage(500, LogLevel.Warning, "system.ai_gateway.list_prices does not show the price book of now; it is tried again")]
    private static partial void NotPublished(ILogger logger, Exception failed);
}
