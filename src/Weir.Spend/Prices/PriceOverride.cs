namespace Weir.Spend.Prices;

/// <summary>A rate that takes the place of the published list's.</summary>
/// <param name="Provider">The provider, as Weir names it.</param>
/// <param name="Model">The model; case does not count.</param>
/// <param name="ValidFrom">From when on, UTC.</param>
/// <param name="ServiceTier">The service tier.</param>
/// <param name="UsageType">Of which tokens.</param>
/// <param name="ContextTier">The tokens of input beyond which it holds; 0 for every request.</param>
/// <param name="Rate">In USD for a million tokens, at most nine digits behind the point.</param>
public sealed record PriceOverride(string Provider, string Model, DateTime ValidFrom, string ServiceTier, UsageType UsageType, long ContextTier, decimal Rate)
{
    /// <summary>Where it comes from; of two that hold, the higher layer's counts, and within a layer the later one.</summary>
    public PriceLayer Layer { get; init; } = PriceLayer.Admin;
}

/// <summary>Where prices come from, each above the one before.</summary>
public enum PriceLayer
{
    /// <summary>A public list that was imported.</summary>
    Import,

    /// <summary>The file that <c>WEIR_Prices__File</c> names.</summary>
    File,

    /// <summary>Entered by an account admin.</summary>
    Admin,
}
