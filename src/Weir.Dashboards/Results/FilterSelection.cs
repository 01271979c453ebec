using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>What a filter selects: any of some values, or a range.</summary>
/// <param name="Values">The values, NULL among them for NULL; none of them for everything. NULL for a range.</param>
/// <param name="Range">The range; NULL for values.</param>
internal sealed record FilterSelection(IReadOnlyList<string?>? Values, SelectedRange? Range)
{
    /// <summary>The most values that one selection has.</summary>
    public const int MostValues = 500;

    /// <summary>Everything.</summary>
    public static FilterSelection None { get; } = new(null, null);

    /// <summary>Whether it selects everything.</summary>
    public bool IsEmpty => Values is not { Count: > 0 } && Range is not ({ Min: not null } or { Max: not null });
}
