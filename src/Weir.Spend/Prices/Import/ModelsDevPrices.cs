using System.Collections.Frozen;
using System.Text.Json;

namespace Weir.Spend.Prices.Import;

/// <summary>Reads the <c>api.json</c> of models.dev: models by provider, their prices in USD for a million tokens.</summary>
public static class ModelsDevPrices
{
    private static readonly FrozenDictionary<string, UsageType> Keys = new Dictionary<string, UsageType>(StringComparer.Ordinal)
    {
        ["input"] = UsageType.Input,
        ["cache_read"] = UsageType.CacheRead,
        ["cache_write"] = UsageType.CacheWrite,
        ["input_audio"] = UsageType.InputAudio,
        ["output"] = UsageType.Output,
        ["reasoning"] = UsageType.OutputReasoning,
        ["output_audio"] = UsageType.OutputAudio,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the prices of the providers that Weir knows.</summary>
    /// <param name="json">The document.</param>
    /// <param name="validFrom">From when on they hold, UTC: the document has no history.</param>
    /// <exception cref="InvalidDataException">It is not such a document, or a price of it is none.</exception>
    public static IReadOnlyList<PriceOverride> Read(JsonElement json, DateTime validFrom)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("The price list of models.dev must be one JSON object, with a member for each provider.");
        }

        var hasModels = false;
        var entries = new Dictionary<(string Provider, string Model, UsageType Type, long ContextTier), PriceOverride>();
        foreach (var provider in json.EnumerateObject())
        {
            if (provider.Value.ValueKind != JsonValueKind.Object || !provider.Value.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException($"'{provider.Name}' has no object 'models': this is not the api.json of models.dev.");
            }

            hasModels = true;
            if (ProviderOf(provider.Name) is { } name)
            {
                // Two of the list's providers are one of Weir's (google-vertex, google-vertex-anthropic): of a model that both have, the later counts.
                foreach (var entry in models.EnumerateObject().SelectMany(model => ReadModel(name, model, validFrom)))
                {
                    entries[(name, entry.Model.ToLowerInvariant(), entry.UsageType, entry.ContextTier)] = entry;
                }
            }
        }

        return hasModels ? [.. entries.Values] : throw new InvalidDataException("There is no provider in it: this is not the api.json of models.dev.");
    }

    private static IEnumerable<PriceOverride> ReadModel(string provider, JsonProperty model, DateTime validFrom)
    {
        // A model without a cost is of an unknown price, and not free.
        if (Member(model.Value, model.Name, "cost", JsonValueKind.Object) is not { } cost)
        {
            return [];
        }

        var read = new List<(long ContextTier, JsonElement Rates)> { (0, cost) };
        foreach (var tier in Member(cost, model.Name, "tiers", JsonValueKind.Array)?.EnumerateArray() ?? default)
        {
            var bounds = Member(tier, model.Name, "tier", JsonValueKind.Object) ?? throw new InvalidDataException($"A tier of '{model.Name}' has no object 'tier' with its size.");
            if (!bounds.TryGetProperty("type", out var type) || (type.ValueKind == JsonValueKind.String && type.ValueEquals("context")))
            {
                read.Add((SizeOf(bounds, model.Name), tier));
            }
        }

        // It repeats the last tier wherever that begins (GPT-5.5's at 272,000), for readers that know no tiers: it says something new only where there are none.
        if (read.Count == 1 && Member(cost, model.Name, "context_over_200k", JsonValueKind.Object) is { } over)
        {
            read.Add((200_000, over));
        }

        return read.SelectMany(tier => ReadRates(provider, model.Name, tier.ContextTier, tier.Rates, validFrom));
    }

    private static long SizeOf(JsonElement bounds, string model) =>
        bounds.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var tokens) && tokens > 0
            ? tokens
            : throw new InvalidDataException($"The 'size' of a tier of '{model}' must be a number of tokens.");

    private static IEnumerable<PriceOverride> ReadRates(string provider, string model, long contextTier, JsonElement rates, DateTime validFrom)
    {
        foreach (var rate in rates.EnumerateObject())
        {
            if (rate.Value.ValueKind != JsonValueKind.Null && Keys.TryGetValue(rate.Name, out var type))
            {
                yield return new PriceOverride(provider, model, validFrom, ServiceTiers.Standard, type, contextTier, ImportedRate.Read(rate.Value, 1, rate.Name, model)) { Layer = PriceLayer.Import };
            }
        }
    }

    private static JsonElement? Member(JsonElement json, string model, string name, JsonValueKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"What '{model}' says of its prices must be objects.");
        }

        return !json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? null
            : member.ValueKind == kind ? member
            : throw new InvalidDataException($"'{name}' of '{model}' must be {(kind == JsonValueKind.Array ? "a list" : "an object")}.");
    }

    private static string? ProviderOf(string name) => name switch
    {
        "google" => "gemini",
        "google-vertex" or "google-vertex-anthropic" => "vertex",
        "amazon-bedrock" => "bedrock",
        "azure" => "azure-openai",
        _ => ListProviders.Find(name),
    };
}
