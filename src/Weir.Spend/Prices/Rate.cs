namespace Weir.Spend.Prices;

/// <summary>What a million tokens of one type cost, by the size of the request's context.</summary>
/// <param name="Base">The rate, in USD for a million tokens.</param>
/// <param name="Tiers">Rates for longer contexts, the shortest first; empty for most models.</param>
public sealed record Rate(decimal Base, IReadOnlyList<RateTier> Tiers)
{
    /// <summary>A rate for contexts of every size.</summary>
    public Rate(decimal flat)
        : this(flat, [])
    {
    }

    /// <summary>
    /// The rate of a request, and where its tier begins. A tier holds for the whole request once its input is longer than the tier's start, not for the tokens
    /// beyond it alone (Gemini above 200,000, GPT-5.4 above 272,000: the providers' price pages).
    /// </summary>
    /// <param name="inputTokens">The request's input, cached tokens included.</param>
    public (decimal Rate, long Start) At(long inputTokens)
    {
        var (rate, start) = (Base, 0L);
        foreach (var tier in Tiers)
        {
            if (inputTokens > tier.Start)
            {
                (rate, start) = (tier.Rate, tier.Start);
            }
        }

        return (rate, start);
    }

    /// <summary>The rate that a service tier makes of it.</summary>
    public Rate Times(decimal factor) => new(Base * factor, [.. Tiers.Select(tier => tier with { Rate = tier.Rate * factor })]);
}

/// <summary>A rate for contexts longer than <paramref name="Start"/> tokens.</summary>
public sealed record RateTier(long Start, decimal Rate);
