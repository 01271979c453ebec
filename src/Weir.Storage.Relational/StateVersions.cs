using Microsoft.EntityFrameworkCore;
using Weir.Accounts.Replication;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

/// <summary>The versions of the parts of the control plane that replicas share.</summary>
internal sealed class StateVersions(IDbContextFactory<WeirDbContext> contexts) : IStateVersions
{
    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.StateVersions.AsNoTracking().ToDictionaryAsync(row => row.Name, row => row.Version, StringComparer.Ordinal, cancellationToken);
    }
}

/// <summary>Changes a part of the control plane and raises its version, in one transaction.</summary>
internal static class StateChange
{
    public static async Task<TResult> ChangeAsync<TResult>(this IDbContextFactory<WeirDbContext> contexts, string state, Func<WeirDbContext, Task<TResult>> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The version comes first: it locks, so that what the change reads is what it writes to.
        if (await context.StateVersions.Where(row => row.Name == state).ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version + 1), cancellationToken) == 0)
        {
            context.StateVersions.Add(new StateVersionRow { Name = state, Version = 1 });
            await context.SaveChangesAsync(cancellationToken);
        }

        var result = await change(context);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    public static Task ChangeAsync(this IDbContextFactory<WeirDbContext> contexts, string state, Func<WeirDbContext, Task> change, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            state,
            async context =>
            {
                await change(context);
                return true;
            },
            cancellationToken);
}
