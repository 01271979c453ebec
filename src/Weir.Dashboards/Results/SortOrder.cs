using System.Globalization;
using System.Text.Json;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>The order in which a widget's rows are asked for.</summary>
internal static class SortOrder
{
    private static readonly string[] Axes = ["x", "y"];

    /// <summary>What follows ORDER BY, by the places of columns; NULL when the widget says no order.</summary>
    /// <remarks>An axis says <c>scale.sort.by</c>: <c>x</c>, <c>y</c>, or one of them and <c>-reversed</c>. What says nothing and has an x is in its order, so that a result that is cut off is always the same.</remarks>
    public static string? Of(DashboardWidget widget, WidgetQuery query) => PlaceOf(widget, query) is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"{place.Field + 1}{(place.IsDescending ? " DESC" : string.Empty)}{(place.Then is { } then ? string.Create(CultureInfo.InvariantCulture, $", {then + 1}") : string.Empty)}")
        : null;

    /// <summary>By which of the query's fields, from 0, the rows are ordered, and by which those that are equal in it.</summary>
    public static SortPlace? PlaceOf(DashboardWidget widget, WidgetQuery query)
    {
        if (widget.IsFilter)
        {
            return new SortPlace(0, false, null);
        }

        if (widget.Spec is not { ValueKind: JsonValueKind.Object } spec || Member(spec, "encodings") is not { } encodings)
        {
            return null;
        }

        foreach (var axis in Axes)
        {
            if (Member(encodings, axis) is { } encoding && Member(encoding, "scale") is { } scale && Member(scale, "sort") is { } sort && sort.TryGetProperty("by", out var by) && by.ValueKind == JsonValueKind.String)
            {
                var text = by.GetString()!;
                var isReversed = text.EndsWith("-reversed", StringComparison.Ordinal);
                var target = isReversed ? text[..^"-reversed".Length] : text;
                if (Axes.Contains(target, StringComparer.Ordinal) && Place(encodings, target, query) is { } place)
                {
                    return new SortPlace(place, isReversed, Place(encodings, axis, query) is { } own && own != place ? own : null);
                }
            }
        }

        return query.Disaggregated || Place(encodings, "x", query) is not { } x ? null : new SortPlace(x, false, null);
    }

    private static int? Place(JsonElement encodings, string axis, WidgetQuery query)
    {
        if (Member(encodings, axis) is not { } encoding)
        {
            return null;
        }

        var named = encoding.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array && fields.GetArrayLength() > 0 ? fields[0] : encoding;
        if (named.ValueKind != JsonValueKind.Object || !named.TryGetProperty("fieldName", out var name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var place = query.Fields.Select(field => field.Name).ToList().IndexOf(name.GetString()!);
        return place < 0 ? null : place;
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;
}

/// <summary>An order of rows.</summary>
/// <param name="Field">The field, from 0.</param>
/// <param name="IsDescending">Whether the largest come first.</param>
/// <param name="Then">The field that orders those that are equal, or NULL.</param>
internal readonly record struct SortPlace(int Field, bool IsDescending, int? Then);
