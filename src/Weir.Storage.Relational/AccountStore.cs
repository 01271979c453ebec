using Microsoft.EntityFrameworkCore;
using Weir.Accounts;
using Weir.Accounts.Tokens;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class AccountStore(IDbContextFactory<WeirDbContext> contexts) : IAccountStore
{
    public async Task<AccountState?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Accounts.SingleOrDefaultAsync(cancellationToken) is not { } account)
        {
            return null;
        }

        return new AccountState(
            account.Id,
            await context.Workspaces.OrderBy(row => row.Name).Select(row => new Workspace(row.Id, row.Name)).ToListAsync(cancellationToken),
            [.. (await context.Principals.ToListAsync(cancellationToken)).Select(row => new Principal(row.Id, row.Name, Enum.Parse<PrincipalType>(row.Type), row.IsAccountAdmin))],
            [.. (await context.Tokens.ToListAsync(cancellationToken)).Select(row => new AccessToken
            {
                Id = row.Id,
                Hash = TokenHash.FromBytes(row.Hash),
                PrincipalId = row.PrincipalId,
                WorkspaceId = row.WorkspaceId,
                Comment = row.Comment,
                CreationTime = row.CreationTime,
                ExpiryTime = row.ExpiryTime,
            })]);
    }

    public async Task CreateAccountAsync(string accountId, Workspace workspace, Principal admin, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Accounts.Add(new AccountRow { Id = accountId });
        context.Workspaces.Add(new WorkspaceRow { Id = workspace.Id, Name = workspace.Name });
        context.Principals.Add(RowOf(admin));
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<bool> AddPrincipalAsync(Principal principal, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Principals.AnyAsync(row => row.Name == principal.Name, cancellationToken))
        {
            return false;
        }

        context.Principals.Add(RowOf(principal));
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Tokens.Add(new TokenRow
        {
            Id = token.Id,
            Hash = token.Hash.ToBytes(),
            PrincipalId = token.PrincipalId,
            WorkspaceId = token.WorkspaceId,
            Comment = token.Comment,
            CreationTime = token.CreationTime,
            ExpiryTime = token.ExpiryTime,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<bool> DeleteTokenAsync(string tokenId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Tokens.Where(row => row.Id == tokenId).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    private static PrincipalRow RowOf(Principal principal) =>
        new() { Id = principal.Id, Name = principal.Name, Type = principal.Type.ToString(), IsAccountAdmin = principal.IsAccountAdmin };
}
