using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>What a viewer asks of a widget.</summary>
internal sealed record ResultRequest
{
    /// <summary>What filters select, by the filter widget's name. A filter that is not here selects its default.</summary>
    [JsonPropertyName("filters")]
    public Dictionary<string, FilterDocument?>? Filters { get; init; }

    /// <summary>What is chosen in other widgets of the page.</summary>
    [JsonPropertyName("cross_filters")]
    public List<CrossFilterDocument>? CrossFilters { get; init; }

    /// <summary>The viewer's time zone by its IANA name; UTC when left out.</summary>
    [JsonPropertyName("time_zone")]
    public string? TimeZone { get; init; }

    /// <summary>For a statement: the values, by the field's name, of the point whose rows are asked for.</summary>
    [JsonPropertyName("point")]
    public Dictionary<string, JsonElement>? Point { get; init; }

    /// <summary>For a statement: <c>result</c> for what is shown, <c>rows</c> for the rows behind it.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>For a statement: which of the widget's queries; the first when left out.</summary>
    [JsonPropertyName("query")]
    public string? Query { get; init; }
}

/// <summary>What a filter selects: values or a range.</summary>
internal sealed record FilterDocument
{
    /// <summary>The values: texts, or null. None of them selects everything.</summary>
    [JsonPropertyName("values")]
    public List<JsonElement>? Values { get; init; }

    /// <summary>The range, its ends included.</summary>
    [JsonPropertyName("range")]
    public RangeDocument? Range { get; init; }

    /// <summary>What it says.</summary>
    /// <exception cref="ApiException">It says nothing that a filter can select.</exception>
    public FilterSelection ToSelection(string name) => (Values, Range) switch
    {
        (not null, not null) => throw ApiException.Invalid($"The filter '{name}' has both 'values' and a 'range'. Give one of them."),
        (not null, _) => new FilterSelection(Scalars.Of(Values, $"The filter '{name}'"), null),
        (_, not null) => new FilterSelection(null, new SelectedRange(Range.Min, Range.Max)),
        _ => FilterSelection.None,
    };
}

/// <summary>A range: dates, times, numbers, or relative dates such as <c>now-30d/d</c>.</summary>
internal sealed record RangeDocument
{
    /// <summary>The first; NULL for no limit.</summary>
    [JsonPropertyName("min")]
    public string? Min { get; init; }

    /// <summary>The last; NULL for no limit.</summary>
    [JsonPropertyName("max")]
    public string? Max { get; init; }
}

/// <summary>What is chosen in a widget.</summary>
internal sealed record CrossFilterDocument
{
    /// <summary>The widget.</summary>
    [JsonPropertyName("widget")]
    public string? Widget { get; init; }

    /// <summary>The chosen values, by the field's name.</summary>
    [JsonPropertyName("values")]
    public Dictionary<string, List<JsonElement>>? Values { get; init; }
}

/// <summary>Values of requests as the texts that results have.</summary>
internal static class Scalars
{
    /// <summary>A list's texts.</summary>
    /// <exception cref="ApiException">It is too long, or a value is no scalar.</exception>
    public static IReadOnlyList<string?> Of(List<JsonElement> values, string what) => values.Count <= FilterSelection.MostValues
        ? [.. values.Select(value => Of(value, what))]
        : throw ApiException.Invalid($"{what} selects {values.Count} values; {FilterSelection.MostValues} are the most.");

    /// <summary>A value's text; NULL for null.</summary>
    /// <exception cref="ApiException">It is no scalar.</exception>
    public static string? Of(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw ApiException.Invalid($"{what} has a value that is no text, number, true, false or null."),
    };
}
