namespace Weir.Usage.Records;

/// <summary>What an attempt costs by the price list, at the prices of the request's moment: an element of the record's <c>attempt_costs</c>.</summary>
/// <param name="Priority">Of which attempt, by <see cref="Attempt.Priority"/>.</param>
/// <param name="PriceVersion">The version of the price book.</param>
/// <param name="ServiceTier">The service tier that was priced, <c>standard</c> for the usual one.</param>
/// <param name="ContextTier">The tokens of input beyond which the rates begin to hold; 0 for the first tier.</param>
/// <param name="Parts">The tokens, each counted once, by what they are priced as.</param>
/// <param name="ListCost">In USD; NULL where a count or a rate is not known.</param>
public sealed record AttemptCost(int Priority, string PriceVersion, string ServiceTier, long ContextTier, IReadOnlyList<CostPart> Parts, decimal? ListCost);

/// <summary>Tokens of one class.</summary>
/// <param name="Class">One of <see cref="CostColumns.Classes"/>.</param>
/// <param name="Tokens">How many.</param>
/// <param name="Rate">In USD for a million; NULL where none is known.</param>
public readonly record struct CostPart(string Class, long Tokens, decimal? Rate);

/// <summary>Prices attempts.</summary>
public interface IAttemptPricing
{
    /// <summary>What an attempt costs. Called on the way of each request: it waits for nothing.</summary>
    /// <param name="attempt">An attempt that has ended.</param>
    /// <param name="eventTime">The request's time, UTC, whose prices hold.</param>
    /// <returns>The cost, with a NULL sum where nobody knows it; NULL where the provider does not bill the attempt.</returns>
    AttemptCost? PriceOf(Attempt attempt, DateTime eventTime);
}
