using System.Globalization;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Results;

/// <summary>Writes what is selected as conditions. A value is cast to the type of what it is compared with, so that the engine can still skip what it need not read.</summary>
/// <param name="parameters">Gets the values.</param>
/// <param name="clock">The viewer's time.</param>
internal sealed class FilterConditions(StatementParameters parameters, ViewerClock clock)
{
    /// <summary>The conditions that a selection makes on an expression; none when it selects everything.</summary>
    /// <exception cref="ApiException">An end of a range is neither a number nor a time.</exception>
    public IEnumerable<string> Of(FieldExpression field, FilterSelection selection)
    {
        if (selection.IsEmpty)
        {
            return [];
        }

        return selection.Range is { } range
            ? new[] { End(field, range.Min, isEnd: false), End(field, range.Max, isEnd: true) }.OfType<string>()
            : [Values(field, selection.Values!)];
    }

    private string Values(FieldExpression field, IReadOnlyList<string?> values)
    {
        var literals = values.OfType<string>().Distinct(StringComparer.Ordinal).Select(value => $"cast_to_type({parameters.Add("filter", value, "STRING")}, {field.Sql})").ToList();
        var hasNull = values.Any(value => value is null);
        return literals.Count == 0 ? $"({field.Sql}) IS NULL"
            : hasNull ? $"(({field.Sql}) IN ({string.Join(", ", literals)}) OR ({field.Sql}) IS NULL)"
            : $"({field.Sql}) IN ({string.Join(", ", literals)})";
    }

    private string? End(FieldExpression field, string? text, bool isEnd)
    {
        if (text is null)
        {
            return null;
        }

        var name = isEnd ? "filter_max" : "filter_min";
        if (clock.Read(text, isEnd) is { } point)
        {
            var comparison = !isEnd ? ">=" : point.IsIncluded ? "<=" : "<";
            var edge = point.Day is { } day
                ? $"weir_day_start({field.RangeSql}, {parameters.Add(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "DATE")}, {parameters.Add("time_zone", clock.ZoneName, "STRING")})"
                : parameters.Add(name, ViewerClock.Text(point.Instant!.Value), "TIMESTAMP");
            return $"({field.RangeSql}) {comparison} {edge}";
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? $"({field.RangeSql}) {(isEnd ? "<=" : ">=")} {parameters.Add(name, number.ToString(CultureInfo.InvariantCulture), "DOUBLE")}"
            : throw ApiException.Invalid($"'{text}' is no end of a range. It must be a date such as 2026-11-01, a time, a number, or relative such as now-30d/d.");
    }
}
