namespace Weir.Warehouse.Warehouses;

/// <summary>The sizes of a cluster, by the original's names. Here a size says how many statements run at once: each twice as many as the one before.</summary>
internal static class ClusterSize
{
    /// <summary>As many statements as run at once in all, whatever the sizes are.</summary>
    public const int MostStatements = 64;

    /// <summary>The names, the smallest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["2X-Small", "X-Small", "Small", "Medium", "Large", "X-Large", "2X-Large", "3X-Large", "4X-Large"];

    /// <summary>How many statements a cluster of that size runs at once.</summary>
    public static int StatementsOf(string size)
    {
        for (var position = 0; position < Names.Count; position++)
        {
            if (Names[position] == size)
            {
                return Math.Min(MostStatements, 1 << position);
            }
        }

        throw new ArgumentException($"There is no size {size}.", nameof(size));
    }
}
