using System.Globalization;

namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>Compares what is shown with what was calculated.</summary>
internal static class FigureComparison
{
    // Doubles are added in another order here.
    private const double Tolerance = 1e-9;

    /// <summary>The first difference in words; NULL when there is none.</summary>
    public static string? Difference(Expected expected, IReadOnlyList<string?[]> shown)
    {
        var rows = expected.By is { } by
            ? expected.Rows.OrderByDescending(row => row[by] is { } figure ? Convert.ToDouble(figure, CultureInfo.InvariantCulture) : double.NegativeInfinity).ThenBy(KeyOf, StringComparer.Ordinal).ToList()
            : [.. expected.Rows.OrderBy(KeyOf, StringComparer.Ordinal)];
        rows = expected.Most is { } most ? [.. rows.Take(most)] : rows;
        if (rows.Count != shown.Count)
        {
            return $"{shown.Count} rows instead of {rows.Count}";
        }

        var keys = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].Length).Where(i => rows[0][i] is Key).ToList();
        var compared = expected.By is null ? [.. shown.OrderBy(row => string.Join('\u0001', keys.Select(i => row[i] ?? "\u0000")), StringComparer.Ordinal)] : shown;
        for (var i = 0; i < rows.Count; i++)
        {
            for (var column = 0; column < rows[i].Length; column++)
            {
                if (!IsSame(rows[i][column], compared[i][column]))
                {
                    return $"row {i}, column {column}: {compared[i][column] ?? "NULL"} instead of {(rows[i][column] as Key)?.Text ?? Convert.ToString(rows[i][column], CultureInfo.InvariantCulture)} in [{string.Join(", ", compared[i])}]";
                }
            }
        }

        return null;
    }

    private static string KeyOf(object?[] row) => string.Join('\u0001', row.OfType<Key>().Select(key => key.Text ?? "\u0000"));

    private static bool IsSame(object? expected, string? shown) => (expected, shown) switch
    {
        (Key key, _) => key.Text == shown,
        (string text, _) => text == shown,
        (null, _) => shown is null,
        (_, null) => false,
        (int or long, _) => Convert.ToInt64(expected, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) == shown,

        // Sums of money are exact.
        (decimal exact, _) => decimal.Parse(shown, NumberStyles.Float, CultureInfo.InvariantCulture) == exact,
        _ => double.Parse(shown, CultureInfo.InvariantCulture) is var figure && Convert.ToDouble(expected, CultureInfo.InvariantCulture) is var wanted && Math.Abs(figure - wanted) <= Tolerance * Math.Max(Math.Abs(wanted), 1e-6),
    };
}
