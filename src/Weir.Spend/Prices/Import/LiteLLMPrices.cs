using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Spend.Prices.Import;

/// <summary>
/// Reads LiteLLM's <c>model_prices_and_context_window.json</c>: one flat object, its keys <c>model</c> or <c>provider/model</c>, its prices in USD for one token, its
/// context tiers and service tiers in the names of its members (<c>input_cost_per_token_above_200k_tokens_priority</c>).
/// </summary>
public static partial class LiteLLMPrices
{
    private const decimal Million = 1_000_000;
    private const string Example = "sample_spec";

    private static readonly FrozenDictionary<string, UsageType> Keys = new Dictionary<string, UsageType>(StringComparer.Ordinal)
    {
        ["input_cost_per_token"] = UsageType.Input,
        ["cache_read_input_token_cost"] = UsageType.CacheRead,
        ["cache_creation_input_token_cost"] = UsageType.CacheWrite,
        ["cache_creation_input_token_cost_above_1hr"] = UsageType.CacheWrite1h,
        ["input_cost_per_audio_token"] = UsageType.InputAudio,
        ["input_cost_per_image_token"] = UsageType.InputImage,
        ["output_cost_per_token"] = UsageType.Output,
        ["output_cost_per_reasoning_token"] = UsageType.OutputReasoning,
        ["output_cost_per_audio_token"] = UsageType.OutputAudio,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the prices of the providers that Weir knows.</summary>
    /// <param name="json">The document.</param>
    /// <param name="validFrom">From when on they hold, UTC: the document has no history.</param>
    /// <exception cref="InvalidDataException">It is not such a document, or a price of it is none.</exception>
    public static IReadOnlyList<PriceOverride> Read(JsonElement json, DateTime validFrom)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("LiteLLM's price list must be one JSON object, with a member for each model.");
        }

        var hasProviders = false;
        var models = new Dictionary<(string Provider, string Model), (JsonProperty Entry, bool NamesProvider)>();
        foreach (var entry in json.EnumerateObject().Where(entry => entry.Name != Example))
        {
            if (entry.Value.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException($"'{entry.Name}' must be an object with the model's prices.");
            }

            if (!entry.Value.TryGetProperty("litellm_provider", out var stated) || stated.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            hasProviders = true;
            if (ProviderOf(stated.GetString()!) is { } provider)
            {
                // Some models are there twice ("deepseek-chat", "deepseek/deepseek-chat"): the entry that names the provider is the one that is meant for it.
                var slash = entry.Name.IndexOf('/', StringComparison.Ordinal);
                var namesProvider = slash > 0 && ProviderOf(entry.Name[..slash]) == provider;
                var key = (provider, (namesProvider ? entry.Name[(slash + 1)..] : entry.Name).ToLowerInvariant());
                if (namesProvider || !models.TryGetValue(key, out var known) || !known.NamesProvider)
                {
                    models[key] = (entry, namesProvider);
                }
            }
        }

        return hasProviders
            ? [.. models.SelectMany(model => ReadModel(model.Key.Provider, model.Value.Entry, model.Value.NamesProvider, validFrom))]
            : throw new InvalidDataException("No entry has a litellm_provider: this is not LiteLLM's model_prices_and_context_window.json.");
    }

    private static IEnumerable<PriceOverride> ReadModel(string provider, JsonProperty entry, bool namesProvider, DateTime validFrom)
    {
        var model = namesProvider ? entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..] : entry.Name;
        foreach (var member in entry.Value.EnumerateObject())
        {
            var parts = Member().Match(member.Name);
            if (parts.Success && member.Value.ValueKind != JsonValueKind.Null && Keys.TryGetValue(parts.Groups["key"].Value, out var type))
            {
                yield return new PriceOverride(provider, model, validFrom, ServiceTierOf(parts.Groups["tier"].Value), type, ContextTierOf(parts.Groups["size"].ValueSpan), ImportedRate.Read(member.Value, Million, member.Name, entry.Name))
                {
                    Layer = PriceLayer.Import,
                };
            }
        }
    }

    private static string ServiceTierOf(string suffix) => suffix switch
    {
        "" => ServiceTiers.Standard,
        "batches" => "batch",
        _ => suffix,
    };

    private static long ContextTierOf(ReadOnlySpan<char> thousands) => thousands.IsEmpty ? 0 : 1000 * long.Parse(thousands, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string? ProviderOf(string name) => name switch
    {
        "azure" or "azure_text" => "azure-openai",
        "text-completion-openai" => "openai",
        "hosted_vllm" => "vllm",
        _ when name.StartsWith("vertex_ai", StringComparison.Ordinal) => "vertex",
        _ when name.StartsWith("bedrock", StringComparison.Ordinal) => "bedrock",
        _ => ListProviders.Find(name),
    };

    [GeneratedRegex(@"^(?<key>[a-z0-9_]+?)(?:_above_(?<size>\d{1,6})k_tokens)?(?:_(?<tier>batches|priority|flex))?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Member();
}
