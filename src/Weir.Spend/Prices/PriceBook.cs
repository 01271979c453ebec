using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
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

    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<(string Provider, string Model), KnownModel> _known = new();
    private readonly ILookup<(string Provider, string Model), PriceOverride> _overrides;

    /// <summary>Joins a list and the overrides.</summary>
    public PriceBook(PriceList list, IReadOnlyList<PriceOverride> overrides)
    {
        List = list;
        Overrides = overrides;
        _overrides = overrides.OrderBy(entry => entry.Layer).ThenBy(entry => entry.ValidFrom).ToLookup(entry => (entry.Provider, entry.Model.ToLowerInvariant()));
        var text = JsonSerializer.Serialize(overrides.OrderBy(entry => entry.Provider, StringComparer.Ordinal).ThenBy(entry => entry.Model, StringComparer.Ordinal).ThenBy(entry => entry.ValidFrom).ThenBy(entry => entry.ServiceTier, StringComparer.Ordinal).ThenBy(entry => entry.UsageType).ThenBy(entry => entry.ContextTier).ThenBy(entry => entry.Layer));
        Version = overrides.Count == 0 ? list.Source : $"{list.Source}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6))}";
    }

    /// <summary>The published list.</summary>
    public PriceList List { get; }

    /// <summary>What account admins have entered.</summary>
    public IReadOnlyList<PriceOverride> Overrides { get; }

    /// <summary>Names these prices: another version has others.</summary>
    public string Version { get; }

    /// <summary>The id that published lists have for a provider of Weir's.</summary>
    public static string ListNameOf(string provider) => ProviderNames.GetValueOrDefault(provider, provider);

    /// <summary>The rates of a call, or NULL where none are known for its model or its service tier.</summary>
    /// <param name="call">The call.</param>
    public AppliedRates? Find(in PricedCall call) =>
        // The model that answered is the truth; what was asked for may be an alias or a deployment's name.
        (call.ResponseModel is { } answered ? Find(call, answered) : null) ?? Find(call, call.Model);

    private AppliedRates? Find(in PricedCall call, string model)
    {
        var known = KnownOf(call.Provider, model);
        var (time, inputTokens, tier) = (call.EventTime, call.Usage.InputTokens ?? 0, ServiceTiers.Of(call.ServiceTier));
        var standard = known.Listed?.At(time).Rates;
        if (known.Entered.Count > 0)
        {
            var own = known.Entered.Where(entry => entry.ValidFrom <= time).ToList();
            if (own.Exists(entry => entry.ServiceTier == tier))
            {
                return new AppliedRates(With(tier == ServiceTiers.Standard ? standard : null, own.Where(entry => entry.ServiceTier == tier)), inputTokens, 1);
            }

            standard = own.Exists(entry => entry.ServiceTier == ServiceTiers.Standard) ? With(standard, own.Where(entry => entry.ServiceTier == ServiceTiers.Standard)) : standard;
        }

        return standard is not null && ServiceTiers.FactorOf(call.Provider, tier) is { } factor ? new AppliedRates(standard, inputTokens, factor) : null;
    }

    // Matchers are tried one after the other, which is too slow for each request; the names that come are few, and a provider that invents more must not fill the memory.
    private KnownModel KnownOf(string provider, string model)
    {
        if (_known.TryGetValue((provider, model), out var known))
        {
            return known;
        }

        known = new KnownModel(List.Find(ListNameOf(provider), model), [.. _overrides[(provider, model.ToLowerInvariant())]]);
        if (_known.Count < MostKnown)
        {
            _known.TryAdd((provider, model), known);
        }

        return known;
    }

    // A rate that was entered takes the place of the listed one of its type and context tier; the later one that of the earlier.
    private static Dictionary<UsageType, Rate> With(IReadOnlyDictionary<UsageType, Rate>? listed, IEnumerable<PriceOverride> entered)
    {
        var rates = listed is null ? [] : new Dictionary<UsageType, Rate>(listed);
        foreach (var entry in entered)
        {
            var before = rates.GetValueOrDefault(entry.UsageType);
            rates[entry.UsageType] = entry.ContextTier == 0
                ? new Rate(entry.Rate, before?.Tiers ?? [])
                : new Rate(before?.Base ?? entry.Rate, [.. (before?.Tiers ?? []).Where(tier => tier.Start != entry.ContextTier).Append(new RateTier(entry.ContextTier, entry.Rate)).OrderBy(tier => tier.Start)]);
        }

        return rates;
    }

    private sealed record KnownModel(ModelPrices? Listed, IReadOnlyList<PriceOverride> Entered);
}
