using System.Collections.Concurrent;

namespace Weir.Warehouse.Warehouses;

/// <summary>The queue of each warehouse, in this replica.</summary>
internal sealed class WarehouseQueues(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WarehouseQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>A warehouse's queue.</summary>
    public WarehouseQueue Of(SqlWarehouse warehouse) => _queues.GetOrAdd(warehouse.Id, _ => new WarehouseQueue(warehouse.StatementsAtOnce, time));

    /// <summary>Whether a warehouse is stopped: by somebody, or because it had no statement for as long as it says.</summary>
    public bool IsStopped(SqlWarehouse warehouse) =>
        warehouse.IsStopped || (warehouse.AutoStopMinutes > 0 && Of(warehouse).IdleTime >= TimeSpan.FromMinutes(warehouse.AutoStopMinutes));

    /// <summary>Takes over what was changed, by whichever replica: limits, stops, deletions.</summary>
    public void Follow(IReadOnlyDictionary<string, SqlWarehouse> before, IReadOnlyDictionary<string, SqlWarehouse> after)
    {
        foreach (var (id, queue) in _queues)
        {
            if (!after.TryGetValue(id, out var warehouse))
            {
                _queues.TryRemove(id, out _);
                queue.CancelAll($"The warehouse '{before.GetValueOrDefault(id)?.Name ?? id}' was deleted. Run the statement on another one.");
                continue;
            }

            queue.SetLimit(warehouse.StatementsAtOnce);
            if (warehouse.LastStop is { } stop && before.TryGetValue(id, out var known) && known.LastStop != stop)
            {
                queue.CancelAll($"The warehouse '{warehouse.Name}' was stopped by {stop.By}. Run the statement again: that starts the warehouse.");
            }
        }
    }
}
