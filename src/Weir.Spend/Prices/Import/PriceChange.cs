namespace Weir.Spend.Prices.Import;

/// <summary>What an import would change.</summary>
/// <param name="Entry">The rate that would hold.</param>
/// <param name="Before">
/// The rate that holds now, in USD for a million tokens; NULL where none is known. The same as the entry's where the entry only keeps another change from carrying it
/// along: half of a list price that the import changes, say, or the rate of a type that had none of its own.
/// </param>
public sealed record PriceChange(PriceOverride Entry, decimal? Before);
