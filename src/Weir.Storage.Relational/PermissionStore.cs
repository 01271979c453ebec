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

    public Task ChangeAsync(string objectType, string objectId, Func<IReadOnlyList<AccessEntry>?, IReadOnlyList<AccessEntry>> change, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IPermissionStore.StateName,
            async context =>
            {
                var row = await context.Permissions.FindAsync([objectType, objectId], cancellationToken);
                var entries = JsonSerializer.Serialize(change(row is null ? null : JsonSerializer.Deserialize<List<AccessEntry>>(row.Entries)));
                if (row is null)
                {
                    context.Permissions.Add(new PermissionRow { ObjectType = objectType, ObjectId = objectId, Entries = entries });
                }
                else
                {
                    row.Entries = entries;
                }
            },
            cancellationToken);

    public Task RenameAsync(GranteeKind kind, string principal, string? name, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IPermissionStore.StateName,
            async context =>
            {
                foreach (var row in await context.Permissions.ToListAsync(cancellationToken))
                {
                    var entries = JsonSerializer.Deserialize<List<AccessEntry>>(row.Entries)!;
                    if (entries.Exists(entry => entry.Kind == kind && entry.Principal == principal))
                    {
                        row.Entries = JsonSerializer.Serialize(entries
                            .Where(entry => name is not null || entry.Kind != kind || entry.Principal != principal)
                            .Select(entry => entry.Kind == kind && entry.Principal == principal ? entry with { Principal = name! } : entry));
                    }
                }
            },
            cancellationToken);

    public Task DeleteAsync(string objectType, string objectId, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IPermissionStore.StateName,
            context => context.Permissions.Where(row => row.ObjectType == objectType && row.ObjectId == objectId).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
}
