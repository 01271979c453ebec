using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Weir.Accounts.Permissions;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class PermissionStore(IDbContextFactory<WeirDbContext> contexts) : IPermissionStore
{
    public async Task<IReadOnlyList<AccessControlList>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Permissions.AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => new AccessControlList(row.ObjectType, row.ObjectId, JsonSerializer.Deserialize<List<AccessEntry>>(row.Entries)!))];
    }

    public async Task SetAsync(AccessControlList list, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = JsonSerializer.Serialize(list.Entries);
        if (await context.Permissions.FindAsync([list.ObjectType, list.ObjectId], cancellationToken) is { } row)
        {
            row.Entries = entries;
        }
        else
        {
            context.Permissions.Add(new PermissionRow { ObjectType = list.ObjectType, ObjectId = list.ObjectId, Entries = entries });
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task DeleteAsync(string objectType, string objectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Permissions.Where(row => row.ObjectType == objectType && row.ObjectId == objectId).ExecuteDeleteAsync(cancellationToken);
    }
}
