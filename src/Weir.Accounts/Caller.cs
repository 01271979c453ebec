namespace Weir.Accounts;

/// <summary>Who makes a call, and in which workspace: what a token stands for.</summary>
/// <param name="AccountId">The account, a UUID.</param>
/// <param name="WorkspaceId">The workspace, 16 digits.</param>
/// <param name="PrincipalId">The principal's id.</param>
/// <param name="PrincipalName">A user's e-mail, a service principal's application id: the row's <c>requester</c>.</param>
/// <param name="PrincipalType">User or service principal.</param>
/// <param name="IsAccountAdmin">Whether the principal administers the account.</param>
/// <param name="TokenId">The token used.</param>
public sealed record Caller(
    string AccountId,
    string WorkspaceId,
    string PrincipalId,
    string PrincipalName,
    PrincipalType PrincipalType,
    bool IsAccountAdmin,
    string TokenId)
{
    /// <summary>The names of the principal's groups, for limits that are theirs.</summary>
    public IReadOnlyCollection<string> Groups { get; init; } = [];

    /// <summary>Whether the principal administers the workspace that the call is in.</summary>
    public bool IsWorkspaceAdmin { get; init; }
}

/// <summary>The kinds of principal.</summary>
public enum PrincipalType
{
    /// <summary>A person.</summary>
    User,

    /// <summary>A program.</summary>
    ServicePrincipal,
}
