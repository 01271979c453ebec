namespace Weir.Spend.Prices;

/// <summary>
/// What the tier that a provider served a call in makes of the list price. Only what the providers' price pages state for all of their models is here: batch and flex at
/// half the price (OpenAI, Azure OpenAI, Gemini, Vertex AI; batch alone: Anthropic, Bedrock). Priority tiers have prices of their own for each model: the book knows
/// them where somebody has entered them.
/// </summary>
public static class ServiceTiers
{
    /// <summary>The tier whose prices the lists have.</summary>
    public const string Standard = "standard";

    private const decimal Half = 0.5m;

    /// <summary>The tier of a provider's word for it: several say <c>default</c>, <c>auto</c> or nothing for the standard one.</summary>
    public static string Of(string? stated) => stated?.ToLowerInvariant() switch
    {
        null or "" or "default" or "auto" or "standard" or "on_demand" => Standard,
        var other => other,
    };

    /// <summary>The factor on the list price; NULL where nobody has stated one.</summary>
    /// <param name="provider">The provider, as Weir names it.</param>
    /// <param name="tier">The tier.</param>
    public static decimal? FactorOf(string provider, string tier) => (tier, provider) switch
    {
        (Standard, _) => 1,
        ("batch" or "flex", "openai" or "azure-openai" or "gemini" or "vertex") => Half,
        ("batch", "anthropic" or "bedrock") => Half,
        _ => null,
    };
}
