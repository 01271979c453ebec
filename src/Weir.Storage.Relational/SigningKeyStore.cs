using Microsoft.EntityFrameworkCore;
using Weir.Accounts.OAuth;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class SigningKeyStore(IDbContextFactory<WeirDbContext> contexts) : ISigningKeyStore
{
    public async Task<IReadOnlyList<KeptSigningKey>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SigningKeys.OrderByDescending(row => row.CreationTime).Select(row => new KeptSigningKey(row.Id, row.CreationTime, row.ProtectedKey)).ToListAsync(cancellationToken);
    }

    public Task AddAsync(KeptSigningKey key, DateTime unlessNewerThan, DateTime deleteOlderThan, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            ISigningKeyStore.StateName,
            async context =>
            {
                if (!await context.SigningKeys.AnyAsync(row => row.CreationTime > unlessNewerThan, cancellationToken))
                {
                    context.SigningKeys.Add(new SigningKeyRow { Id = key.Id, CreationTime = key.CreationTime, ProtectedKey = key.ProtectedKey });
                }

                await context.SigningKeys.Where(row => row.CreationTime < deleteOlderThan).ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken);
}
