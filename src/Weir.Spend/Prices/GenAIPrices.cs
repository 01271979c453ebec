using System.Globalization;
using System.Text.Json;

namespace Weir.Spend.Prices;

/// <summary>Reads the data of genai-prices (v2): what ships with the product, and what <c>eng/refresh-prices</c> makes of its package.</summary>
public static class GenAIPrices
{
    private static readonly Dictionary<string, UsageType> Keys = new(StringComparer.Ordinal)
    {
        ["input_mtok"] = UsageType.Input,
        ["cache_read_mtok"] = UsageType.CacheRead,
        ["cache_write_mtok"] = UsageType.CacheWrite,
        ["cache_write_1h_mtok"] = UsageType.CacheWrite1h,
        ["input_audio_mtok"] = UsageType.InputAudio,
        ["input_image_mtok"] = UsageType.InputImage,
        ["output_mtok"] = UsageType.Output,
        ["output_reasoning_mtok"] = UsageType.OutputReasoning,
        ["output_audio_mtok"] = UsageType.OutputAudio,
    };

    /// <summary>The prices that ship with the product, its own sandbox's among them, which costs nothing.</summary>
    public static PriceList Shipped()
    {
        using var data = typeof(GenAIPrices).Assembly.GetManifestResourceStream("genai-prices.json")!;
        using var json = JsonDocument.Parse(data);
        var list = Read(json.RootElement);
        var sandbox = new ModelPrices("sandbox", ModelMatch.Exactly("sandbox"), [new PricePeriod(null, new Dictionary<UsageType, Rate> { [UsageType.Input] = new(0), [UsageType.Output] = new(0) })]);
        return list with { Providers = new Dictionary<string, ProviderPrices>(list.Providers, StringComparer.Ordinal) { ["sandbox"] = new("sandbox", [sandbox], []) } };
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static PriceList Read(JsonElement json)
    {
        var providers = json.GetProperty("providers").EnumerateArray().Select(provider => new ProviderPrices(
            provider.GetProperty("id").GetString()!,
            [.. provider.GetProperty("models").EnumerateArray().Select(ReadModel)],
            [.. provider.GetProperty("fallback_model_providers").EnumerateArray().Select(fallback => fallback.GetString()!)]));
        return new PriceList(json.GetProperty("source").GetString()!, providers.ToDictionary(provider => provider.Id, StringComparer.Ordinal));
    }

    private static ModelPrices ReadModel(JsonElement model)
    {
        var prices = model.GetProperty("prices");
        IReadOnlyList<PricePeriod> periods = prices.ValueKind == JsonValueKind.Array ? [.. prices.EnumerateArray().Select(ReadPeriod)] : [new PricePeriod(null, ReadRates(prices))];
        return new ModelPrices(model.GetProperty("id").GetString()!, ModelMatch.Read(model.GetProperty("match")), periods);
    }

    private static PricePeriod ReadPeriod(JsonElement period)
    {
        var rates = ReadRates(period.GetProperty("prices"));
        if (!period.TryGetProperty("constraint", out var constraint))
        {
            return new PricePeriod(null, rates);
        }

        return constraint.GetProperty("type").GetString() switch
        {
            "start_date" => new PricePeriod(DateTime.Parse(constraint.GetProperty("start_date").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal), rates),
            "time_of_date" => new PricePeriod(null, rates) { Daily = (TimeOfDay(constraint, "start_time"), TimeOfDay(constraint, "end_time")) },
            var other => throw new InvalidDataException($"'{other}' is no constraint of a price."),
        };
    }

    // "16:30:00Z"; with an offset it is moved to UTC.
    private static TimeSpan TimeOfDay(JsonElement constraint, string member) =>
        DateTimeOffset.Parse("2000-01-02T" + constraint.GetProperty(member).GetString(), CultureInfo.InvariantCulture).UtcDateTime.TimeOfDay;

    // OpenAI's longer contexts begin beyond 272,000 tokens, which the data has at one token less (pydantic/genai-prices #711).
    private static long StartOf(JsonElement tier) => tier.GetProperty("start").GetInt64() is var start && start == 271_999 ? 272_000 : start;

    private static Dictionary<UsageType, Rate> ReadRates(JsonElement prices)
    {
        var rates = new Dictionary<UsageType, Rate>();
        foreach (var price in prices.EnumerateObject())
        {
            // What is not counted in tokens (searches, pages, hours of audio) is no token's price.
            if (Keys.TryGetValue(price.Name, out var type))
            {
                rates[type] = price.Value.ValueKind == JsonValueKind.Object
                    ? new Rate(
                        price.Value.GetProperty("base").GetDecimal(),
                        [.. price.Value.GetProperty("tiers").EnumerateArray().Select(tier => new RateTier(StartOf(tier), tier.GetProperty("price").GetDecimal())).OrderBy(tier => tier.Start)])
                    : new Rate(price.Value.GetDecimal());
            }
        }

        return rates;
    }
}
