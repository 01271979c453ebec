using Weir.Accounts.OAuth;
using Weir.Accounts.Tokens;

namespace Weir.Accounts;

/// <summary>What is to change in the account, all of it or nothing.</summary>
public sealed record AccountChange
{
    /// <summary>New principals.</summary>
    public IReadOnlyList<Principal> AddedPrincipals { get; init; } = [];

    /// <summary>Principals that exist, as they are to be.</summary>
    public IReadOnlyList<Principal> ChangedPrincipals { get; init; } = [];

    /// <summary>The ids of principals to delete, with their tokens, memberships and assignments.</summary>
    public IReadOnlyList<string> DeletedPrincipals { get; init; } = [];

    /// <summary>New members of groups.</summary>
    public IReadOnlyList<GroupMember> AddedMembers { get; init; } = [];

    /// <summary>Members that leave their groups.</summary>
    public IReadOnlyList<GroupMember> RemovedMembers { get; init; } = [];

    /// <summary>New workspaces.</summary>
    public IReadOnlyList<Workspace> AddedWorkspaces { get; init; } = [];

    /// <summary>Workspaces that exist, as they are to be.</summary>
    public IReadOnlyList<Workspace> ChangedWorkspaces { get; init; } = [];

    /// <summary>The ids of workspaces to delete, with the tokens and memberships in them.</summary>
    public IReadOnlyList<string> DeletedWorkspaces { get; init; } = [];

    /// <summary>Assignments to make, or to change the role of.</summary>
    public IReadOnlyList<WorkspaceAssignment> SavedAssignments { get; init; } = [];

    /// <summary>Assignments to end.</summary>
    public IReadOnlyList<WorkspaceAssignment> RemovedAssignments { get; init; } = [];

    /// <summary>New tokens.</summary>
    public IReadOnlyList<AccessToken> AddedTokens { get; init; } = [];

    /// <summary>New secrets of service principals.</summary>
    public IReadOnlyList<ClientSecret> AddedClientSecrets { get; init; } = [];

    /// <summary>The ids of secrets to delete.</summary>
    public IReadOnlyList<string> DeletedClientSecrets { get; init; } = [];

    /// <summary>Tokens that exist, as they are to be.</summary>
    public IReadOnlyList<AccessToken> ChangedTokens { get; init; } = [];

    /// <summary>The ids of tokens to delete.</summary>
    public IReadOnlyList<string> DeletedTokens { get; init; } = [];
}
