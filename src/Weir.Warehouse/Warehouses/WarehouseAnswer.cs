namespace Weir.Warehouse.Warehouses;

/// <summary>A warehouse in the shape of <c>GET /api/2.0/sql/warehouses/{id}</c> (original-product.md 5.2). What runs and waits is counted in the replica that answers.</summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="ClusterSize">For example <c>Small</c>.</param>
/// <param name="MinNumClusters">Clusters at least.</param>
/// <param name="MaxNumClusters">Clusters at most.</param>
/// <param name="NumClusters">As many clusters as what runs now takes; 0 when it is stopped.</param>
/// <param name="AutoStopMins">Minutes without a statement after which it stops; 0 for never.</param>
/// <param name="WarehouseType"><c>PRO</c> or <c>CLASSIC</c>.</param>
/// <param name="EnablePhoton">False: the engine is another.</param>
/// <param name="EnableServerlessCompute">False: the engine is the gateway's own.</param>
/// <param name="State"><c>RUNNING</c> or <c>STOPPED</c>.</param>
/// <param name="Health">Its health.</param>
/// <param name="Channel">The engine's version, by the original's name.</param>
/// <param name="OdbcParams">Where drivers find it.</param>
/// <param name="CreatorName">Who made it; NULL for the one that exists from the start.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="NumActiveSessions">Statements that run now.</param>
/// <param name="NumQueuedStatements">Statements that wait for their turn; not of the original.</param>
/// <param name="NumStatementsAtOnce">Statements that may run at once; not of the original.</param>
/// <param name="CanManage">Whether who asks may edit, stop and delete it; not of the original.</param>
internal sealed record WarehouseAnswer(
    string Id,
    string Name,
    string ClusterSize,
    int MinNumClusters,
    int MaxNumClusters,
    int NumClusters,
    int AutoStopMins,
    string WarehouseType,
    bool EnablePhoton,
    bool EnableServerlessCompute,
    string State,
    WarehouseHealthAnswer Health,
    WarehouseChannelAnswer Channel,
    OdbcParamsAnswer OdbcParams,
    string? CreatorName,
    WarehouseTagsAnswer Tags,
    int NumActiveSessions,
    int NumQueuedStatements,
    int NumStatementsAtOnce,
    bool CanManage)
{
    /// <summary>What a warehouse is now.</summary>
    public static WarehouseAnswer Of(SqlWarehouse warehouse, WarehouseQueues queues, string host, bool canManage)
    {
        var (running, waiting) = queues.Of(warehouse).Counts;
        var isStopped = running + waiting == 0 && queues.IsStopped(warehouse);
        var taken = (running + Warehouses.ClusterSize.StatementsOf(warehouse.Size) - 1) / Warehouses.ClusterSize.StatementsOf(warehouse.Size);
        return new WarehouseAnswer(
            warehouse.Id,
            warehouse.Name,
            warehouse.Size,
            warehouse.MinNumClusters,
            warehouse.MaxNumClusters,
            isStopped ? 0 : Math.Clamp(taken, warehouse.MinNumClusters, warehouse.MaxNumClusters),
            warehouse.AutoStopMinutes,
            warehouse.Type,
            EnablePhoton: false,
            EnableServerlessCompute: false,
            isStopped ? "STOPPED" : "RUNNING",
            new WarehouseHealthAnswer("HEALTHY"),
            new WarehouseChannelAnswer("CHANNEL_NAME_CURRENT"),
            new OdbcParamsAnswer(host, "/sql/1.0/warehouses/" + warehouse.Id, 443, "https"),
            warehouse.Creator,
            new WarehouseTagsAnswer([.. warehouse.Tags.Select(tag => new WarehouseTagAnswer(tag.Key, tag.Value))]),
            running,
            waiting,
            warehouse.StatementsAtOnce,
            canManage);
    }
}

/// <summary>How a warehouse is: <c>HEALTHY</c>.</summary>
internal sealed record WarehouseHealthAnswer(string Status);

/// <summary>The engine's version, by the original's name.</summary>
internal sealed record WarehouseChannelAnswer(string Name);

/// <summary>Where drivers find a warehouse.</summary>
internal sealed record OdbcParamsAnswer(string Hostname, string Path, int Port, string Protocol);

/// <summary>A warehouse's tags.</summary>
internal sealed record WarehouseTagsAnswer(IReadOnlyList<WarehouseTagAnswer> CustomTags);

/// <summary>A tag.</summary>
internal sealed record WarehouseTagAnswer(string Key, string Value);

/// <summary>The answer of the listing.</summary>
internal sealed record WarehousesAnswer(IReadOnlyList<WarehouseAnswer> Warehouses);

/// <summary>The answer of making a warehouse.</summary>
internal sealed record WarehouseIdAnswer(string Id);

/// <summary>An answer that says no more than that it was done.</summary>
internal sealed record DoneAnswer;
