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
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;

        // The version is read before the rest: what is newer than it is read again at the next look, and no lock is held meanwhile.
        if (await context.Accounts.SingleOrDefaultAsync(cancellationToken) is not { } account)
        {
            return null;
        }

        return new AccountState(
            account.Id,
            await context.Workspaces.OrderBy(row => row.CreationTime).ThenBy(row => row.Name).Select(row => new Workspace(row.Id, row.Name) { CreationTime = row.CreationTime }).ToListAsync(cancellationToken),
            [.. (await context.Principals.OrderBy(row => row.CreationTime).ThenBy(row => row.Name).ToListAsync(cancellationToken)).Select(AccountRows.ToPrincipal)],
            [.. (await context.Tokens.ToListAsync(cancellationToken)).Select(AccountRows.ToToken)],
            await context.GroupMembers.Select(row => new GroupMember(row.GroupId, row.MemberId)).ToListAsync(cancellationToken),
            [.. (await context.WorkspaceAssignments.ToListAsync(cancellationToken)).Select(row => new WorkspaceAssignment(row.WorkspaceId, row.PrincipalId, Enum.Parse<WorkspaceRole>(row.Role)))],
            account.Version)
        {
            ClientSecrets = [.. (await context.ClientSecrets.ToListAsync(cancellationToken)).Select(AccountRows.ToClientSecret)],
        };
    }

    public async Task<long> ReadVersionAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Accounts.Select(row => row.Version).SingleAsync(cancellationToken);
    }

    public async Task CreateAccountAsync(string accountId, Workspace workspace, Principal admin, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Accounts.Add(new AccountRow { Id = accountId });
        context.Workspaces.Add(AccountRows.RowOf(workspace));
        context.Principals.Add(AccountRows.RowOf(admin));
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<bool> ApplyAsync(long version, AccountChange change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Accounts.Where(row => row.Version == version).ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, version + 1), cancellationToken) == 0)
        {
            return false;
        }

        context.Workspaces.AddRange(change.AddedWorkspaces.Select(AccountRows.RowOf));
        context.Workspaces.UpdateRange(change.ChangedWorkspaces.Select(AccountRows.RowOf));
        context.Principals.AddRange(change.AddedPrincipals.Select(AccountRows.RowOf));
        context.Principals.UpdateRange(change.ChangedPrincipals.Select(AccountRows.RowOf));
        context.GroupMembers.AddRange(change.AddedMembers.Select(AccountRows.RowOf));
        context.GroupMembers.RemoveRange(change.RemovedMembers.Select(AccountRows.RowOf));
        context.ClientSecrets.AddRange(change.AddedClientSecrets.Select(AccountRows.RowOf));
        context.Tokens.AddRange(change.AddedTokens.Select(AccountRows.RowOf));
        context.Tokens.UpdateRange(change.ChangedTokens.Select(AccountRows.RowOf));
        await context.SaveChangesAsync(cancellationToken);
        foreach (var assignment in change.RemovedAssignments.Concat(change.SavedAssignments))
        {
            await context.WorkspaceAssignments.Where(row => row.WorkspaceId == assignment.WorkspaceId && row.PrincipalId == assignment.PrincipalId).ExecuteDeleteAsync(cancellationToken);
        }

        context.WorkspaceAssignments.AddRange(change.SavedAssignments.Select(AccountRows.RowOf));
        await context.SaveChangesAsync(cancellationToken);
        await context.Tokens.Where(row => change.DeletedTokens.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        await context.ClientSecrets.Where(row => change.DeletedClientSecrets.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        await context.Principals.Where(row => change.DeletedPrincipals.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        await context.Workspaces.Where(row => change.DeletedWorkspaces.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task<IReadOnlyDictionary<string, DateTime>> ReadSessionUsesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var kind = nameof(TokenKind.Session);
        return await context.Tokens.Where(row => row.Kind == kind && row.LastUsedTime != null).ToDictionaryAsync(row => row.Id, row => row.LastUsedTime!.Value, StringComparer.Ordinal, cancellationToken);
    }

    public async Task RecordTokenUsesAsync(IReadOnlyDictionary<string, DateTime> lastUsedTimes, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (id, time) in lastUsedTimes)
        {
            await context.Tokens.Where(row => row.Id == id && (row.LastUsedTime == null || row.LastUsedTime < time)).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedTime, time), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
