using Weir.Accounts.Tokens;

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
    /// <summary>The names of the principal's groups, direct and through nesting.</summary>
    public IReadOnlyCollection<string> Groups { get; init; } = [];

    /// <summary>The ids of the same groups.</summary>
    public IReadOnlyCollection<string> GroupIds { get; init; } = [];

    /// <summary>Whether the principal administers the workspace of the call; an account admin administers each.</summary>
    public bool IsWorkspaceAdmin { get; init; }

    /// <summary>What the token may be used for; NULL when for everything its owner may do.</summary>
    public IReadOnlyCollection<string>? Scopes { get; init; }

    /// <summary>Whether the token's scopes have one of those that a route accepts.</summary>
    public bool HasScope(IReadOnlyList<string> accepted) =>
        Scopes is null || Scopes.Contains(TokenScopes.All, StringComparer.Ordinal) || Scopes.Any(scope => accepted.Contains(scope, StringComparer.Ordinal));
}

/// <summary>The kinds of principal.</summary>
public enum PrincipalType
{
    /// <summary>A person.</summary>
    User,

    /// <summary>A program.</summary>
    ServicePrincipal,

    /// <summary>Several principals under one name. A group has no tokens and makes no calls.</summary>
    Group,
}
