namespace Weir.Agents.Traffic.Edits;

/// <summary>Lines added and removed.</summary>
internal readonly record struct LineCounts(long Added, long Removed)
{
    public static LineCounts operator +(LineCounts left, LineCounts right) => new(left.Added + right.Added, left.Removed + right.Removed);

    public static LineCounts operator *(LineCounts counts, long times) => new(counts.Added * times, counts.Removed * times);
}
