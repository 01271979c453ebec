namespace Weir.Agents.Telemetry.Rows;

/// <summary>What of a body could not be taken, and why.</summary>
internal sealed class Rejections
{
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);

    /// <summary>How many points, records or spans.</summary>
    public long Count { get; private set; }

    public void Add(string reason, int count = 1)
    {
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + count;
        Count += count;
    }

    /// <summary>The reasons in a sentence.</summary>
    public string Message => $"Not taken: {string.Join("; ", _reasons.Select(reason => $"{reason.Value} ({reason.Key})"))}.";
}
