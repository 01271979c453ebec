using System.Globalization;
using System.Text.Json;

namespace Weir.Spend.Prices;

/// <summary>The price book as rows of <c>system.ai_gateway.list_prices</c>.</summary>
public static class ListPriceLines
{
    /// <summary>The rows as lines of JSON.</summary>
    public static ReadOnlyMemory<byte> Of(PriceBook book)
    {
        using var lines = new MemoryStream();
        foreach (var (provider, prices) in book.List.Providers)
        {
            foreach (var model in prices.Models)
            {
                Write(lines, book.Version, provider, model);
            }
        }

        foreach (var same in book.Overrides.GroupBy(entry => (entry.Layer, entry.Provider, Model: entry.Model.ToLowerInvariant(), entry.ServiceTier, entry.UsageType, entry.ContextTier)))
        {
            var history = same.OrderBy(entry => entry.ValidFrom).ToList();
            for (var i = 0; i < history.Count; i++)
            {
                var entry = history[i];
                var source = entry.Layer.ToString().ToUpperInvariant();
                WriteLine(lines, book.Version, source, entry.Provider, entry.Model, null, entry.UsageType, entry.ServiceTier, entry.ContextTier, entry.ValidFrom, i + 1 < history.Count ? history[i + 1].ValidFrom : null, null, entry.Rate);
            }
        }

        return lines.GetBuffer().AsMemory(0, (int)lines.Length);
    }

    private static void Write(Stream lines, string version, string provider, ModelPrices model)
    {
        for (var i = 0; i < model.Periods.Count; i++)
        {
            var period = model.Periods[i];
            var end = period.Daily is null ? model.Periods.Skip(i + 1).FirstOrDefault(later => later.Daily is null)?.ValidFrom : null;
            foreach (var (type, rate) in period.Rates)
            {
                foreach (var (context, amount) in rate.Tiers.Select(tier => (tier.Start, tier.Rate)).Prepend((0, rate.Base)))
                {
                    WriteLine(lines, version, "LIST", provider, model.Name, model.Match.Json, type, ServiceTiers.Standard, context, period.ValidFrom, end, period.Daily, amount);
                }
            }
        }
    }

    private static void WriteLine(Stream lines, string version, string source, string provider, string model, string? match, UsageType type, string tier, long context, DateTime? start, DateTime? end, (TimeSpan Start, TimeSpan End)? daily, decimal rate)
    {
        using var json = new Utf8JsonWriter(lines);
        json.WriteStartObject();
        json.WriteString("price_version"u8, version);
        json.WriteString("price_source"u8, source);
        json.WriteString("provider"u8, provider);
        json.WriteString("model"u8, model);
        json.WriteString("model_match"u8, match);
        json.WriteString("usage_type"u8, type.ToSql());
        json.WriteString("service_tier"u8, tier);
        json.WriteNumber("context_tier"u8, context);
        json.WriteString("price_start_time"u8, start?.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        json.WriteString("price_end_time"u8, end?.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        json.WriteString("daily_start"u8, daily?.Start.ToString("c", CultureInfo.InvariantCulture));
        json.WriteString("daily_end"u8, daily?.End.ToString("c", CultureInfo.InvariantCulture));
        json.WriteString("currency_code"u8, "USD"u8);
        json.WriteString("usage_unit"u8, "MTOK"u8);
        json.WriteString("list_price"u8, rate.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.Flush();
        lines.WriteByte((byte)'\n');
    }
}
