namespace Weir.Warehouse.Warehouses;

/// <summary>Keeps warehouses. The one that exists from the start is kept once it was changed.</summary>
public interface IWarehouseStore
{
    /// <summary>What the warehouses are among the parts that replicas share.</summary>
    const string StateName = "warehouses";

    /// <summary>All of them.</summary>
    Task<IReadOnlyList<SqlWarehouse>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds one, unless its workspace has <paramref name="most"/> already or another of its name.</summary>
    Task<WarehouseSaving> AddAsync(SqlWarehouse warehouse, int most, CancellationToken cancellationToken);

    /// <summary>Sets a warehouse to what <paramref name="change"/> makes of it. No other change comes between.</summary>
    /// <param name="known">The warehouse as it was read.</param>
    /// <param name="change">Gets it as it is kept; one of every workspace that was never kept as it was read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<WarehouseSaving> ChangeAsync(SqlWarehouse known, Func<SqlWarehouse, SqlWarehouse> change, CancellationToken cancellationToken);

    /// <summary>Deletes one.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <summary>What became of saving a warehouse; where it is not <see cref="Done"/>, nothing is changed.</summary>
public enum WarehouseSaving
{
    /// <summary>It is saved.</summary>
    Done,

    /// <summary>Another of its workspace has its name.</summary>
    NameTaken,

    /// <summary>Its workspace has as many as it may have.</summary>
    TooMany,

    /// <summary>It is no longer there.</summary>
    Gone,
}
