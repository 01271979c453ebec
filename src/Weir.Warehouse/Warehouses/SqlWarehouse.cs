using System.Text.Json.Serialization;

namespace Weir.Warehouse.Warehouses;

/// <summary>A warehouse as it is kept: how many statements run at once, and who may use it. All warehouses share the embedded engine.</summary>
public sealed record SqlWarehouse
{
    /// <summary>16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace it belongs to; NULL when every workspace has it.</summary>
    public required string? WorkspaceId { get; init; }

    /// <summary>Its name, unique in its workspace whatever the case.</summary>
    public required string Name { get; init; }

    /// <summary>The name of who made it and owns it; NULL for the one that exists from the start.</summary>
    public required string? Creator { get; init; }

    /// <summary>One of <see cref="ClusterSize.Names"/>.</summary>
    public required string Size { get; init; }

    /// <summary>Clusters that are said to run however little there is to do.</summary>
    public int MinNumClusters { get; init; } = 1;

    /// <summary>Clusters that are said to run at most; each runs as many statements as its size says.</summary>
    public int MaxNumClusters { get; init; } = 1;

    /// <summary>Minutes without a statement after which it stops; 0 for never.</summary>
    public int AutoStopMinutes { get; init; }

    /// <summary><c>PRO</c> or <c>CLASSIC</c>; a label that changes nothing here.</summary>
    public string Type { get; init; } = "PRO";

    /// <summary>Its tags, in their order.</summary>
    public IReadOnlyList<WarehouseTag> Tags { get; init; } = [];

    /// <summary>When it was stopped last; NULL when never.</summary>
    public WarehouseStop? LastStop { get; init; }

    /// <summary>Whether it is stopped since then.</summary>
    public bool IsStopped { get; init; }

    /// <summary>How many of its statements run at once.</summary>
    /// <summary>How many of its statements run at once.</summary>
    [JsonIgnore]
    public int StatementsAtOnce => Math.Min(ClusterSize.MostStatements, ClusterSize.StatementsOf(Size) * MaxNumClusters);
}

/// <summary>A tag of a warehouse.</summary>
public sealed record WarehouseTag(string Key, string Value);

/// <summary>That a warehouse was stopped.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="By">The name of who did.</param>
public sealed record WarehouseStop(DateTime Time, string By);
