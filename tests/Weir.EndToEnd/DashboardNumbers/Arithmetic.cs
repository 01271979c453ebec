namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>What SQL's aggregates mean, written down once more: NULLs are in none of them, and over nothing there is no sum.</summary>
internal static class Arithmetic
{
    public static object? Sum<T>(IEnumerable<T> rows, Func<T, long?> value)
    {
        var known = rows.Select(value).OfType<long>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    public static object? Sum<T>(IEnumerable<T> rows, Func<T, decimal?> value)
    {
        var known = rows.Select(value).OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    /// <summary>Of an amount that the engine calculates with doubles.</summary>
    public static object? About(object? amount) => amount is decimal exact ? (double)exact : amount;

    public static object? Mean<T>(IEnumerable<T> rows, Func<T, decimal?> value)
    {
        var known = rows.Select(value).OfType<decimal>().ToList();
        return known.Count == 0 ? null : (double)known.Average();
    }

    public static object? Ratio(object? part, object? whole)
    {
        var (numerator, denominator) = (Convert.ToDouble(part, null), Convert.ToDouble(whole, null));
        return part is null || whole is null || denominator == 0 ? null : numerator / denominator;
    }

    public static object? Share<T>(IReadOnlyCollection<T> rows, Func<T, bool> holds) => Ratio(rows.Count(holds), rows.Count);

    /// <summary>Between the two values that the place lies between, as SQL's <c>percentile</c> has it.</summary>
    public static object? Percentile<T>(IEnumerable<T> rows, Func<T, long?> value, double share)
    {
        var known = rows.Select(value).OfType<long>().Order().ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var place = share * (known.Count - 1);
        var below = (int)Math.Floor(place);
        var above = (int)Math.Ceiling(place);
        return known[below] + ((known[above] - known[below]) * (place - below));
    }

    public static object? Distinct<T>(IEnumerable<T> rows, Func<T, string?> value) => rows.Select(value).OfType<string>().Distinct(StringComparer.Ordinal).Count();
}
