using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Spend.Prices;

/// <summary>The prices that a source publishes, by provider. Immutable.</summary>
/// <param name="Source">What it is and of which version, for example <c>@pydantic/genai-prices 0.1.8</c>.</param>
/// <param name="Providers">The providers, by id.</param>
public sealed partial record PriceList(string Source, IReadOnlyDictionary<string, ProviderPrices> Providers)
{
    /// <summary>The prices of a model, or NULL where the list has none.</summary>
    /// <param name="provider">The provider, as the list names it.</param>
    /// <param name="model">The model.</param>
    public ModelPrices? Find(string provider, string model)
    {
        if (!Providers.TryGetValue(provider, out var prices))
        {
            return null;
        }

        // Some providers write the date of a model's version without hyphens that its price list has.
        return Find(prices, model) ?? (WithHyphens(model) is var other && other != model ? Find(prices, other) : null);
    }

    private ModelPrices? Find(ProviderPrices prices, string model) =>
        prices.Models.FirstOrDefault(known => known.Match.Matches(model))
        ?? prices.Fallbacks.Select(fallback => Providers.GetValueOrDefault(fallback)?.Models.FirstOrDefault(known => known.Match.Matches(model))).FirstOrDefault(found => found is not null);

    private static string WithHyphens(string model) => CompactDate().Replace(model, match =>
        DateOnly.TryParseExact(match.ValueSpan[1..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("-yyyy-MM-dd", CultureInfo.InvariantCulture) : match.Value);

    [GeneratedRegex(@"-20\d{6}(?=-|:|$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CompactDate();
}

/// <summary>The prices of a provider.</summary>
/// <param name="Id">Its id in the list.</param>
/// <param name="Models">The models; the first that matches counts.</param>
/// <param name="Fallbacks">The providers whose prices hold for models that are in none of these.</param>
public sealed record ProviderPrices(string Id, IReadOnlyList<ModelPrices> Models, IReadOnlyList<string> Fallbacks);
