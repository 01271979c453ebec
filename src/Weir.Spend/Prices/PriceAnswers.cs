namespace Weir.Spend.Prices;

/// <summary>The price book: where its list is from, and what was entered, imported, or is in the file over it.</summary>
internal sealed record PriceBookAnswer(string PriceVersion, string ListSource, IEnumerable<PriceAnswer> Overrides);

/// <summary>What was entered.</summary>
internal sealed record EnteredPricesAnswer(string PriceVersion, IEnumerable<PriceAnswer> Overrides);

/// <summary>A price, in USD for a million tokens as decimal text. One of the file has no id, and nobody who entered it.</summary>
internal sealed record PriceAnswer(
    string? Id,
    string Source,
    string Provider,
    string Model,
    DateTime ValidFrom,
    string ServiceTier,
    string UsageType,
    long ContextTier,
    string Rate,
    string? CreatedBy,
    DateTime? CreatedTime);

/// <summary>What an import changes, or would change.</summary>
internal sealed record ImportedPricesAnswer(string PriceVersion, bool IsImported, IEnumerable<ImportedPriceAnswer> Changes);

/// <summary>A price that changes; it was not known when the rate before is null.</summary>
internal sealed record ImportedPriceAnswer(
    string Provider,
    string Model,
    DateTime ValidFrom,
    string ServiceTier,
    string UsageType,
    long ContextTier,
    string? RateBefore,
    string RateAfter);

/// <summary>What a call is priced by: the rates by the kind of token, in USD for a million as decimal text.</summary>
internal sealed record EffectivePriceAnswer(
    string PriceVersion,
    string Provider,
    string Model,
    DateTime Time,
    string ServiceTier,
    long ContextTier,
    string CurrencyCode,
    string UsageUnit,
    IReadOnlyDictionary<string, string> Rates);
