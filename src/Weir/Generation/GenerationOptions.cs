namespace Weir.Generation;

/// <summary>What is generated. The same options make the same rows, bit for bit.</summary>
/// <param name="Rows">How many rows, at least 1.</param>
/// <param name="Days">Over how many days, the last one included, at least 1.</param>
/// <param name="Seed">Another seed makes other rows.</param>
/// <param name="End">The moment before which all of them lie, UTC. The last day is the one that it ends, or lies in.</param>
internal sealed record GenerationOptions(long Rows, int Days, ulong Seed, DateTime End)
{
    /// <summary>Midnight before the first row, UTC.</summary>
    public DateTime Start => End.AddTicks(-1).Date.AddDays(1 - Days);
}
