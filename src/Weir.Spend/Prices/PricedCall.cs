using Weir.Usage.Records;

namespace Weir.Spend.Prices;

/// <summary>What a price depends on.</summary>
/// <param name="Provider">The provider, as Weir names it.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="ResponseModel">The model that the provider says it used, or NULL.</param>
/// <param name="ServiceTier">The tier that the provider says it used, or NULL.</param>
/// <param name="EventTime">The moment of the request, UTC.</param>
/// <param name="Usage">The tokens.</param>
public readonly record struct PricedCall(string Provider, string Model, string? ResponseModel, string? ServiceTier, DateTime EventTime, TokenUsage Usage);
