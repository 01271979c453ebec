using Weir.Accounts.Tokens;

namespace Weir.Accounts;

/// <summary>Keeps the account, its workspaces, principals and tokens.</summary>
public interface IAccountStore
{
    /// <summary>Everything, or NULL before the first start.</summary>
    Task<AccountState?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Makes the account with its first workspace and principal.</summary>
    Task CreateAccountAsync(string accountId, Workspace workspace, Principal admin, CancellationToken cancellationToken);

    /// <summary>Adds a principal. False when one of that name exists.</summary>
    Task<bool> AddPrincipalAsync(Principal principal, CancellationToken cancellationToken);

    /// <summary>Adds a token.</summary>
    Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken);

    /// <summary>Deletes a token. False when there is none.</summary>
    Task<bool> DeleteTokenAsync(string tokenId, CancellationToken cancellationToken);
}

/// <summary>The account as of one moment.</summary>
public sealed record AccountState(string AccountId, IReadOnlyList<Workspace> Workspaces, IReadOnlyList<Principal> Principals, IReadOnlyList<AccessToken> Tokens);

/// <summary>A team's place in the account.</summary>
/// <param name="Id">16 digits.</param>
/// <param name="Name">Its name.</param>
public sealed record Workspace(string Id, string Name);

/// <summary>A user or a service principal.</summary>
/// <param name="Id">Its id, decimal digits as SCIM clients expect.</param>
/// <param name="Name">A user's e-mail, a service principal's application id.</param>
/// <param name="Type">Which of the two.</param>
/// <param name="IsAccountAdmin">Whether it administers the account.</param>
public sealed record Principal(string Id, string Name, PrincipalType Type, bool IsAccountAdmin);
