using Weir.Spend.Prices;
using Weir.Usage.Records;

namespace Weir.Spend.Costing;

/// <summary>The rates of one request: of its model, its moment, its context tier and its service tier. In USD for a million tokens, by usage type.</summary>
public sealed class AppliedRates
{
    private const decimal Million = 1_000_000;
    private readonly decimal?[] _rates;

    /// <summary>Chooses the rates.</summary>
    /// <param name="rates">The model's, by usage type.</param>
    /// <param name="inputTokens">The request's input, which decides on the context tier.</param>
    /// <param name="factor">What the service tier makes of list prices.</param>
    public AppliedRates(IReadOnlyDictionary<UsageType, Rate> rates, long inputTokens, decimal factor)
    {
        _rates = new decimal?[UsageTypes.All.Count];
        for (var type = UsageType.Input; (int)type < _rates.Length; type++)
        {
            for (UsageType? from = type; from is { } source; from = source.Broader())
            {
                if (rates.TryGetValue(source, out var rate))
                {
                    var (applied, start) = rate.At(inputTokens);
                    _rates[(int)type] = applied * factor;
                    ContextTier = Math.Max(ContextTier, start);
                    break;
                }
            }
        }
    }

    /// <summary>The tokens beyond which the tier begins that holds; 0 for the first.</summary>
    public long ContextTier { get; }

    /// <summary>The rate of a type; NULL where none is known.</summary>
    public decimal? this[UsageType type] => _rates[(int)type];

    /// <summary>What tokens of a type cost, in USD; NULL where there are some and no rate is known.</summary>
    public decimal? CostOf(UsageType type, long tokens) => tokens == 0 ? 0 : _rates[(int)type] is { } rate ? tokens * rate / Million : null;

    /// <summary>What a call costs, in USD: the sum over its tokens by type. NULL where a count that has a price is unknown, or tokens have none.</summary>
    public decimal? CostOf(in TokenUsage usage) => CostOf(usage, TokenCounts.Of(usage));

    /// <summary>The same, of tokens that were taken apart already.</summary>
    public decimal? CostOf(in TokenUsage usage, in TokenCounts counts)
    {
        // What has no price of its own (an embedding's output) need not be counted.
        if (usage.InputTokens is null || (usage.OutputTokens is null && _rates[(int)UsageType.Output] is not (null or 0)))
        {
            return null;
        }

        decimal cost = 0;
        for (var type = UsageType.Input; (int)type < _rates.Length; type++)
        {
            if (CostOf(type, counts[type]) is not { } part)
            {
                return null;
            }

            cost += part;
        }

        return cost;
    }
}
