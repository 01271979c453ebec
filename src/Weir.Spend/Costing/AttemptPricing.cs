using Weir.Spend.Prices;
using Weir.Usage.Records;

namespace Weir.Spend.Costing;

/// <summary>Prices attempts by the book that stands.</summary>
public sealed class AttemptPricing(Func<PriceBook> book) : IAttemptPricing
{
    /// <inheritdoc/>
    public AttemptCost? PriceOf(Attempt attempt, DateTime eventTime) => attempt.IsBilled ? CostOf(book(), attempt, eventTime) : null;

    /// <summary>What an attempt costs by a book, whoever bills it.</summary>
    public static AttemptCost CostOf(PriceBook book, Attempt attempt, DateTime eventTime)
    {
        var usage = attempt.Usage;
        var rates = book.Find(new PricedCall(attempt.Provider, attempt.Model, attempt.ResponseModel, attempt.ServiceTier, eventTime, usage));
        var counts = TokenCounts.Of(usage);
        var parts = new List<CostPart>(4);
        for (var type = UsageType.Input; (int)type < CostColumns.Classes.Count; type++)
        {
            if (counts[type] > 0)
            {
                parts.Add(new CostPart(CostColumns.Classes[(int)type], counts[type], rates?[type]));
            }
        }

        return new AttemptCost(attempt.Priority, book.Version, ServiceTiers.Of(attempt.ServiceTier), rates?.ContextTier ?? 0, parts, rates?.CostOf(usage, counts));
    }
}
