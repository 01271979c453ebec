using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Filters;

/// <summary>An attribute compared with a value.</summary>
/// <param name="Path">The attribute; of several values one is enough.</param>
/// <param name="Operator">One of eq, ne, co, sw, ew, gt, ge, lt, le.</param>
/// <param name="Value">A string, a number, a truth value or NULL.</param>
internal sealed record ComparisonFilter(AttributePath Path, string Operator, object? Value) : ScimFilter
{
    public override bool Mentions(string attribute) => Path.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    public override bool Matches(JsonObject resource)
    {
        var values = Path.ValuesIn(resource);
        return Operator switch
        {
            "eq" => Value is null ? !values.Any() : values.Any(IsEqual),
            "ne" => Value is null ? values.Any() : !values.Any(IsEqual),
            "co" => values.Any(value => TextOf(value) is { } text && text.Contains((string)Value!, Comparison)),
            "sw" => values.Any(value => TextOf(value) is { } text && text.StartsWith((string)Value!, Comparison)),
            "ew" => values.Any(value => TextOf(value) is { } text && text.EndsWith((string)Value!, Comparison)),
            "gt" => values.Any(value => Order(value) > 0),
            "ge" => values.Any(value => Order(value) >= 0),
            "lt" => values.Any(value => Order(value) < 0),
            _ => values.Any(value => Order(value) <= 0),
        };
    }

    private StringComparison Comparison => Path.IsCaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private bool IsEqual(JsonNode value) => (Value, value.GetValueKind()) switch
    {
        (string text, JsonValueKind.String) => Order(value) == 0 || string.Equals(text, TextOf(value), Comparison),

        // Some identity providers send truth values as texts.
        (string text, JsonValueKind.True or JsonValueKind.False) => bool.TryParse(text, out var truth) && truth == value.GetValue<bool>(),
        (bool truth, JsonValueKind.True or JsonValueKind.False) => truth == value.GetValue<bool>(),
        (decimal, JsonValueKind.Number) => Order(value) == 0,
        _ => false,
    };

    // NULL where the two have no order.
    private int? Order(JsonNode value)
    {
        if (Value is decimal number)
        {
            return value is JsonValue known && known.GetValueKind() == JsonValueKind.Number && known.TryGetValue(out decimal other) ? other.CompareTo(number) : null;
        }

        if (Value is not string text || TextOf(value) is not { } own)
        {
            return null;
        }

        return IsTime && TryTime(own, out var ownTime) && TryTime(text, out var time) ? ownTime.CompareTo(time) : string.Compare(own, text, Comparison);
    }

    private bool IsTime => Path.Attribute.Equals("meta", StringComparison.OrdinalIgnoreCase) && Path.SubAttribute?.ToLowerInvariant() is "created" or "lastmodified";

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static string? TextOf(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
