using System.Collections.Frozen;
using Weir.Accounts.Replication;

namespace Weir.Warehouse.Warehouses;

/// <summary>The warehouses in memory: an immutable snapshot, swapped whole after each change, which the queues follow.</summary>
internal sealed class WarehouseDirectory(IWarehouseStore store, DefaultWarehouse initial, WarehouseQueues queues) : IReplicatedState, IDisposable
{
    private readonly ReplicatedSnapshot<FrozenDictionary<string, SqlWarehouse>> _warehouses = new(
        FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(initial.Id, initial.Initial)], StringComparer.Ordinal),
        async (before, cancellationToken) =>
        {
            var stored = await store.LoadAsync(cancellationToken);
            IEnumerable<SqlWarehouse> all = stored.Any(warehouse => warehouse.Id == initial.Id) ? stored : [initial.Initial, .. stored];
            var after = all.ToFrozenDictionary(warehouse => warehouse.Id, StringComparer.Ordinal);
            queues.Follow(before, after);
            return after;
        });

    /// <summary>The warehouse that exists from the start.</summary>
    public SqlWarehouse Default => _warehouses.Current[initial.Id];

    /// <inheritdoc/>
    public string StateName => IWarehouseStore.StateName;

    /// <summary>The warehouses of a workspace: the one that exists from the start, then its own by name.</summary>
    public IReadOnlyList<SqlWarehouse> List(string workspaceId) =>
        [.. _warehouses.Current.Values.Where(warehouse => IsIn(workspaceId, warehouse)).OrderBy(warehouse => warehouse.WorkspaceId is not null).ThenBy(warehouse => warehouse.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>A warehouse of a workspace, or NULL.</summary>
    public SqlWarehouse? Find(string workspaceId, string id) =>
        _warehouses.Current.TryGetValue(id, out var found) && IsIn(workspaceId, found) ? found : null;

    /// <summary>Adds one, unless its workspace has <paramref name="most"/> already or another of its name.</summary>
    public Task<WarehouseSaving> AddAsync(SqlWarehouse warehouse, int most, CancellationToken cancellationToken) =>
        ShownAsync(store.AddAsync(warehouse, most, cancellationToken));

    /// <summary>Sets a warehouse to what <paramref name="change"/> makes of it; it holds as soon as this returns.</summary>
    public Task<WarehouseSaving> ChangeAsync(SqlWarehouse warehouse, Func<SqlWarehouse, SqlWarehouse> change, CancellationToken cancellationToken) =>
        ShownAsync(store.ChangeAsync(warehouse, change, cancellationToken));

    /// <summary>Deletes one, and cancels its statements.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(id, cancellationToken);
        await ReloadAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task ReloadAsync(CancellationToken cancellationToken) => _warehouses.ReloadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _warehouses.Dispose();

    private static bool IsIn(string workspaceId, SqlWarehouse warehouse) => warehouse.WorkspaceId is null || warehouse.WorkspaceId == workspaceId;

    private async Task<WarehouseSaving> ShownAsync(Task<WarehouseSaving> saving)
    {
        var saved = await saving;

        // A client that hangs up now must not keep the change from taking effect.
        await ReloadAsync(CancellationToken.None);
        return saved;
    }
}
