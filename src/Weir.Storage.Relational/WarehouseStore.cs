using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Relational.Rows;
using Weir.Warehouse.Warehouses;

namespace Weir.Storage.Relational;

internal sealed class WarehouseStore(IDbContextFactory<WeirDbContext> contexts) : IWarehouseStore
{
    public async Task<IReadOnlyList<SqlWarehouse>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await context.Warehouses.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Document).ToListAsync(cancellationToken);
        return [.. documents.Select(Read)];
    }

    public Task<WarehouseSaving> AddAsync(SqlWarehouse warehouse, int most, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IWarehouseStore.StateName,
            async context =>
            {
                if (await context.Warehouses.CountAsync(row => row.WorkspaceId == warehouse.WorkspaceId, cancellationToken) >= most)
                {
                    return WarehouseSaving.TooMany;
                }

                if (await IsNameTakenAsync(context, warehouse, cancellationToken))
                {
                    return WarehouseSaving.NameTaken;
                }

                context.Warehouses.Add(RowOf(warehouse));
                return WarehouseSaving.Done;
            },
            cancellationToken);

    public Task<WarehouseSaving> ChangeAsync(SqlWarehouse known, Func<SqlWarehouse, SqlWarehouse> change, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IWarehouseStore.StateName,
            async context =>
            {
                var document = await context.Warehouses.Where(row => row.Id == known.Id).Select(row => row.Document).FirstOrDefaultAsync(cancellationToken);
                if (document is null && known.WorkspaceId is not null)
                {
                    return WarehouseSaving.Gone;
                }

                var after = change(document is null ? known : Read(document));
                if (await IsNameTakenAsync(context, after, cancellationToken))
                {
                    return WarehouseSaving.NameTaken;
                }

                if (document is null)
                {
                    context.Warehouses.Add(RowOf(after));
                }
                else
                {
                    context.Warehouses.Update(RowOf(after));
                }

                return WarehouseSaving.Done;
            },
            cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IWarehouseStore.StateName,
            context => context.Warehouses.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);

    // Compared here: the database folds the case of ASCII alone.
    private static async Task<bool> IsNameTakenAsync(WeirDbContext context, SqlWarehouse warehouse, CancellationToken cancellationToken) =>
        (await context.Warehouses.Where(row => row.WorkspaceId == warehouse.WorkspaceId && row.Id != warehouse.Id).Select(row => row.Name).ToListAsync(cancellationToken))
            .Contains(warehouse.Name, StringComparer.OrdinalIgnoreCase);

    private static SqlWarehouse Read(string document) => JsonSerializer.Deserialize<SqlWarehouse>(document)!;

    private static WarehouseRow RowOf(SqlWarehouse warehouse) =>
        new() { Id = warehouse.Id, WorkspaceId = warehouse.WorkspaceId, Name = warehouse.Name, Document = JsonSerializer.Serialize(warehouse) };
}
