using System.Globalization;
using System.Text.Json;

namespace Weir.Usage.Records;

/// <summary>Writes a cost as records hold it.</summary>
public static class AttemptCostJson
{
    private static readonly JsonEncodedText ListCost = JsonEncodedText.Encode("list_cost");

    private static readonly Dictionary<string, (JsonEncodedText Tokens, JsonEncodedText Rate)> Members =
        CostColumns.Classes.ToDictionary(name => name, name => (JsonEncodedText.Encode(name + "_tokens"), JsonEncodedText.Encode(name + "_rate")), StringComparer.Ordinal);

    /// <summary>Writes one element of <c>attempt_costs</c>. Amounts are strings: a JSON number would pass through a reader's floating point.</summary>
    public static void Write(Utf8JsonWriter json, AttemptCost cost)
    {
        json.WriteStartObject();
        json.WriteString("priority"u8, cost.Priority.ToString(CultureInfo.InvariantCulture));
        json.WriteString("price_version"u8, cost.PriceVersion);
        json.WriteString("price_tier"u8, cost.ServiceTier);
        json.WriteNumber("context_tier"u8, cost.ContextTier);
        if (cost.ListCost is { } sum)
        {
            WriteAmount(json, ListCost, sum);
        }

        for (var i = 0; i < cost.Parts.Count; i++)
        {
            var part = cost.Parts[i];
            var (tokens, rate) = Members[part.Class];
            json.WriteNumber(tokens, part.Tokens);
            if (part.Rate is { } known)
            {
                WriteAmount(json, rate, known);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteAmount(Utf8JsonWriter json, JsonEncodedText name, decimal amount)
    {
        Span<byte> text = stackalloc byte[40];
        amount.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..written]);
    }
}
