using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Weir.Spend.Costing;

namespace Weir.Spend.Prices;

/// <summary>All prices that hold here: a published list, and above it what account admins have entered. Immutable; a change makes a new one.</summary>
public sealed class PriceBook
{
    private static readonly Dictionary<string, string> ProviderNames = new(StringComparer.Ordinal)
    {
        ["azure-openai"] = "azure",
        ["gemini"] = "google",
        ["vertex"] = "google",
        ["bedrock"] = "aws",
        ["xai"] = "x-ai",
    };

    private const int MostListed = 10_000;

    private readonly ConcurrentDictionary<(string Provider, string Model), ModelPrices?> _listed = new();
    private readonly ILookup<(string Provider, string Model), PriceOverride> _overrides;

    /// <summary>Joins a list and the overrides.</summary>
    public PriceBook(PriceList list, IReadOnlyList<PriceOverride> overrides)
    {
        List = list;
        Overrides = overrides;
        _overrides = overrides.OrderBy(entry => entry.Layer).ThenBy(entry => entry.ValidFrom).ToLookup(entry => (entry.Provider, entry.Model.ToLowerInvariant()));
    }

    /// <summary>The published list.</summary>
    public PriceList List { get; }

    /// <summary>What account admins have entered.</summary>
    public IReadOnlyList<PriceOverride> Overrides { get; }

    /// <summary>Names these prices: another version has others.</summary>
    public string Version => field ??= Overrides.Count == 0 ? List.Source : $"{List.Source}+{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(InOrder())).AsSpan(0, 6))}";

    /// <summary>The id that published lists have for a provider of Weir's.</summary>
    public static string ListNameOf(string provider) => ProviderNames.GetValueOrDefault(provider, provider);

    /// <summary>The rates of a call, or NULL where none are known for its model or its service tier.</summary>
    /// <param name="call">The call.</param>
    public AppliedRates? Find(in PricedCall call) =>
        // The model that answered is the truth; what was asked for may be an alias or a deployment's name.
        (call.ResponseModel is { } answered ? Find(call, answered, Listed(call.Provider, answered)) : null) ?? Find(call, call.Model, Listed(call.Provider, call.Model));

    /// <summary>What the list has of a model; to look up but once what many calls need.</summary>
    /// <param name="provider">The provider, as Weir names it.</param>
    /// <param name="model">The model.</param>
    internal ModelPrices? Listed(string provider, string model)
    {
        // Matchers are tried one after the other, which is too slow for each request; the names that come are few, and a provider that invents more must not fill the memory.
        if (!_listed.TryGetValue((provider, model), out var found))
        {
            found = List.Find(ListNameOf(provider), model);
            if (_listed.Count < MostListed)
            {
                _listed.TryAdd((provider, model), found);
            }
        }

        return found;
    }

    /// <summary>The rates of a call by what the list has of its model and what was entered.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">The model to look for.</param>
    /// <param name="found">Of <see cref="Listed"/>.</param>
    internal AppliedRates? Find(in PricedCall call, string model, ModelPrices? found)
    {
        var tier = ServiceTiers.Of(call.ServiceTier);
        var (time, inputTokens) = (call.EventTime, call.Usage.InputTokens ?? 0);
        List<PriceOverride> own = Overrides.Count == 0 ? [] : [.. _overrides[(call.Provider, model.ToLowerInvariant())].Where(entry => entry.ValidFrom <= time)];
        var listed = found?.At(time).Rates;
        var standard = own.Exists(entry => entry.ServiceTier == ServiceTiers.Standard) ? With(listed, own.Where(entry => entry.ServiceTier == ServiceTiers.Standard)) : listed;
        var factor = ServiceTiers.FactorOf(call.Provider, tier);
        if (tier == ServiceTiers.Standard || !own.Exists(entry => entry.ServiceTier == tier))
        {
            return standard is not null && factor is { } whole ? new AppliedRates(standard, inputTokens, whole) : null;
        }

        // Lists state some of a tier's rates and leave out others (LiteLLM has Gemini's batch prices, but neither those of long contexts nor those of cached input):
        // the others are what they were without these.
        var others = standard is not null && factor is { } part ? standard.ToDictionary(rate => rate.Key, rate => rate.Value.Times(part)) : null;
        return new AppliedRates(With(others, own.Where(entry => entry.ServiceTier == tier)), inputTokens, 1);
    }

    // The order in which they were entered makes no other prices.
    private IEnumerable<PriceOverride> InOrder() => Overrides
        .OrderBy(entry => entry.Provider, StringComparer.Ordinal).ThenBy(entry => entry.Model, StringComparer.Ordinal).ThenBy(entry => entry.ValidFrom)
        .ThenBy(entry => entry.ServiceTier, StringComparer.Ordinal).ThenBy(entry => entry.UsageType).ThenBy(entry => entry.ContextTier).ThenBy(entry => entry.Layer);

    // A rate that was entered takes the place of the listed one of its type and context tier; the later one that of the earlier. Rates for every context come first:
    // one for long contexts alone leaves the others what they are, and where the type had none those are the broader type's, which stands before it.
    private static Dictionary<UsageType, Rate> With(IReadOnlyDictionary<UsageType, Rate>? listed, IEnumerable<PriceOverride> entered)
    {
        var rates = listed is null ? [] : new Dictionary<UsageType, Rate>(listed);
        foreach (var entry in entered.OrderBy(entry => entry.ContextTier > 0).ThenBy(entry => entry.UsageType))
        {
            if (entry.ContextTier == 0)
            {
                rates[entry.UsageType] = new Rate(entry.Rate, rates.GetValueOrDefault(entry.UsageType)?.Tiers ?? []);
                continue;
            }

            var before = RateOf(rates, entry.UsageType) ?? new Rate(entry.Rate);
            rates[entry.UsageType] = before with { Tiers = [.. before.Tiers.Where(tier => tier.Start != entry.ContextTier).Append(new RateTier(entry.ContextTier, entry.Rate)).OrderBy(tier => tier.Start)] };
        }

        return rates;
    }

    private static Rate? RateOf(Dictionary<UsageType, Rate> rates, UsageType type)
    {
        for (UsageType? from = type; from is { } source; from = source.Broader())
        {
            if (rates.TryGetValue(source, out var rate))
            {
                return rate;
            }
        }

        return null;
    }
}
