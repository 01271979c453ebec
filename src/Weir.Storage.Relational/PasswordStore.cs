using Microsoft.EntityFrameworkCore;
using Weir.Accounts.SignIn;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class PasswordStore(IDbContextFactory<WeirDbContext> contexts) : IPasswordStore
{
    public async Task<string?> FindAsync(string principalId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Passwords.Where(row => row.PrincipalId == principalId).Select(row => row.Hash).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task SaveAsync(string principalId, string hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Passwords.Where(row => row.PrincipalId == principalId).ExecuteDeleteAsync(cancellationToken);
        context.Passwords.Add(new PasswordRow { PrincipalId = principalId, Hash = hash });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<bool> RemoveAsync(string principalId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Passwords.Where(row => row.PrincipalId == principalId).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
