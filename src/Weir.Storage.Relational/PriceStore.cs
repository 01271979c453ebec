using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Spend.Prices;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class PriceStore(IDbContextFactory<WeirDbContext> contexts) : IPriceStore
{
    public async Task<IReadOnlyList<StoredPrice>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Prices.AsNoTracking().OrderBy(row => row.Provider).ThenBy(row => row.Model).ThenBy(row => row.ValidFrom).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new StoredPrice(
            new PriceOverride(row.Provider, row.Model, row.ValidFrom, row.ServiceTier, UsageTypes.Find(row.UsageType)!.Value, row.ContextTier, decimal.Parse(row.Rate, CultureInfo.InvariantCulture)) { Layer = Enum.Parse<PriceLayer>(row.Layer) },
            row.CreatedBy,
            row.CreatedTime))];
    }

    public Task SaveAsync(IReadOnlyList<StoredPrice> prices, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IPriceStore.StateName,
            async context =>
            {
                var known = (await context.Prices.Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
                foreach (var price in prices.DistinctBy(price => price.Id, StringComparer.Ordinal))
                {
                    if (known.Contains(price.Id))
                    {
                        context.Prices.Update(RowOf(price));
                    }
                    else
                    {
                        context.Prices.Add(RowOf(price));
                    }
                }
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IPriceStore.StateName,
            async context => await context.Prices.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0,
            cancellationToken);

    private static PriceRow RowOf(StoredPrice price) => new()
    {
        Id = price.Id,
        Layer = price.Entry.Layer.ToString(),
        Provider = price.Entry.Provider,
        Model = price.Entry.Model,
        ValidFrom = price.Entry.ValidFrom,
        ServiceTier = price.Entry.ServiceTier,
        UsageType = price.Entry.UsageType.ToSql(),
        ContextTier = price.Entry.ContextTier,
        Rate = price.Entry.Rate.ToString(CultureInfo.InvariantCulture),
        CreatedBy = price.CreatedBy,
        CreatedTime = price.CreatedTime,
    };
}
