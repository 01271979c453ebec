using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse.Tests.Warehouses;

/// <summary>Keeps warehouses while a test runs.</summary>
internal sealed class WarehousesInMemory : IWarehouseStore
{
    private readonly Dictionary<string, SqlWarehouse> _warehouses = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<SqlWarehouse>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SqlWarehouse>>([.. _warehouses.Values]);

    public Task<WarehouseSaving> AddAsync(SqlWarehouse warehouse, int most, CancellationToken cancellationToken)
    {
        _warehouses.Add(warehouse.Id, warehouse);
        return Task.FromResult(WarehouseSaving.Done);
    }

    public Task<WarehouseSaving> ChangeAsync(SqlWarehouse known, Func<SqlWarehouse, SqlWarehouse> change, CancellationToken cancellationToken)
    {
        _warehouses[known.Id] = change(_warehouses.GetValueOrDefault(known.Id, known));
        return Task.FromResult(WarehouseSaving.Done);
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        _warehouses.Remove(id);
        return Task.CompletedTask;
    }
}
