using Microsoft.EntityFrameworkCore;
using Weir.Accounts.Grants;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class GrantStore(IDbContextFactory<WeirDbContext> contexts) : IGrantStore
{
    public async Task<IReadOnlyList<DataGrant>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Grants.AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => new DataGrant(Securable.Of(Enum.Parse<SecurableType>(row.SecurableType), row.FullName), row.Principal, row.Privilege))];
    }

    public Task ChangeAsync(IReadOnlyList<DataGrant> added, IReadOnlyList<DataGrant> removed, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IGrantStore.StateName,
            async context =>
            {
                foreach (var grant in added.Except(removed))
                {
                    if (await FindAsync(context, grant, cancellationToken) is null)
                    {
                        context.Grants.Add(new GrantRow { SecurableType = grant.On.Type.ToString(), FullName = grant.On.FullName, Principal = grant.Principal, Privilege = grant.Privilege });
                    }
                }

                foreach (var grant in removed)
                {
                    if (await FindAsync(context, grant, cancellationToken) is { } row)
                    {
                        context.Grants.Remove(row);
                    }
                }
            },
            cancellationToken);

    public Task RenameAsync(string principal, string? name, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IGrantStore.StateName,
            async context =>
            {
                var rows = await context.Grants.Where(row => row.Principal == principal).ToListAsync(cancellationToken);
                context.Grants.RemoveRange(rows);
                if (name is not null)
                {
                    context.Grants.AddRange(rows.Select(row => new GrantRow { SecurableType = row.SecurableType, FullName = row.FullName, Principal = name, Privilege = row.Privilege }));
                }
            },
            cancellationToken);

    private static ValueTask<GrantRow?> FindAsync(WeirDbContext context, DataGrant grant, CancellationToken cancellationToken) =>
        context.Grants.FindAsync([grant.On.Type.ToString(), grant.On.FullName, grant.Principal, grant.Privilege], cancellationToken);
}
