namespace Weir.Accounts;

/// <summary>Keeps the account, its workspaces, principals and tokens.</summary>
public interface IAccountStore
{
    /// <summary>Everything, or NULL before the first start.</summary>
    Task<AccountState?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>The version that <see cref="LoadAsync"/> would have.</summary>
    Task<long> ReadVersionAsync(CancellationToken cancellationToken);

    /// <summary>Makes the account with its first workspace and principal.</summary>
    Task CreateAccountAsync(string accountId, Workspace workspace, Principal admin, CancellationToken cancellationToken);

    /// <summary>Makes a change that was decided on as of a version, in one transaction.</summary>
    /// <returns>False, with nothing changed, when the account has another version by now.</returns>
    Task<bool> ApplyAsync(long version, AccountChange change, CancellationToken cancellationToken);

    /// <summary>Notes when tokens were last used. Changes no version: nobody's rights depend on it.</summary>
    Task RecordTokenUsesAsync(IReadOnlyDictionary<string, DateTime> lastUsedTimes, CancellationToken cancellationToken);

    /// <summary>When each session was last used, by its id, as far as that is stored.</summary>
    Task<IReadOnlyDictionary<string, DateTime>> ReadSessionUsesAsync(CancellationToken cancellationToken);
}
