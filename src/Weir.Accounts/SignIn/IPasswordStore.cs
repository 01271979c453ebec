namespace Weir.Accounts.SignIn;

/// <summary>Keeps the hashes of passwords, apart from the account: they are in memory only while one is checked.</summary>
public interface IPasswordStore
{
    /// <summary>The hash of a user's password, or NULL.</summary>
    Task<string?> FindAsync(string principalId, CancellationToken cancellationToken);

    /// <summary>Sets it.</summary>
    Task SaveAsync(string principalId, string hash, CancellationToken cancellationToken);

    /// <summary>Removes it; false when there was none.</summary>
    Task<bool> RemoveAsync(string principalId, CancellationToken cancellationToken);
}
