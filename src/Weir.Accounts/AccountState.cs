using Weir.Accounts.OAuth;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;

namespace Weir.Accounts;

/// <summary>The account as of one moment, and what follows from it.</summary>
public sealed class AccountState
{
    private readonly Dictionary<string, Principal> _principals;
    private readonly Dictionary<(string Workspace, string Principal), WorkspaceRole> _assignments;
    private readonly ILookup<string, string> _members;
    private readonly GroupNesting _nesting;

    /// <summary>Joins what was stored.</summary>
    public AccountState(
        string accountId,
        IReadOnlyList<Workspace> workspaces,
        IReadOnlyList<Principal> principals,
        IReadOnlyList<AccessToken> tokens,
        IReadOnlyList<GroupMember> members,
        IReadOnlyList<WorkspaceAssignment> assignments,
        long version)
    {
        AccountId = accountId;
        Workspaces = workspaces;
        Principals = principals;
        Tokens = [.. tokens.Where(token => token.Kind == TokenKind.Personal)];
        Sessions = [.. tokens.Where(token => token.Kind == TokenKind.Session)];
        SignInLinks = [.. tokens.Where(token => token.Kind == TokenKind.SignInLink)];
        Assignments = assignments;
        Version = version;
        _principals = principals.ToDictionary(principal => principal.Id, StringComparer.Ordinal);
        _assignments = assignments.ToDictionary(assignment => (assignment.WorkspaceId, assignment.PrincipalId), assignment => assignment.Role);
        _members = members.ToLookup(member => member.GroupId, member => member.MemberId, StringComparer.Ordinal);
        _nesting = new GroupNesting(members);
    }

    /// <summary>The account, a UUID.</summary>
    public string AccountId { get; }

    /// <summary>The workspaces, the first one first: what is set up at a start belongs there.</summary>
    public IReadOnlyList<Workspace> Workspaces { get; }

    /// <summary>Users, service principals and groups, in the order in which they came.</summary>
    public IReadOnlyList<Principal> Principals { get; }

    /// <summary>The personal access tokens.</summary>
    public IReadOnlyList<AccessToken> Tokens { get; }

    /// <summary>The sessions of browsers.</summary>
    public IReadOnlyList<AccessToken> Sessions { get; }

    /// <summary>The one-time links that were not used yet.</summary>
    public IReadOnlyList<AccessToken> SignInLinks { get; }

    /// <summary>Who is a member of which workspace.</summary>
    public IReadOnlyList<WorkspaceAssignment> Assignments { get; }

    /// <summary>The secrets of service principals.</summary>
    public IReadOnlyList<ClientSecret> ClientSecrets { get; init; } = [];

    /// <summary>Grows with each change, whichever replica makes it.</summary>
    public long Version { get; }

    /// <summary>The principal of an id, or NULL.</summary>
    public Principal? FindPrincipal(string id) => _principals.GetValueOrDefault(id);

    /// <summary>The workspace of an id, or NULL.</summary>
    public Workspace? FindWorkspace(string id) => Workspaces.FirstOrDefault(workspace => workspace.Id == id);

    /// <summary>The principal of a name, whose case does not count, or NULL. Without a type, of any.</summary>
    public Principal? FindPrincipal(PrincipalType? type, string name) =>
        Principals.FirstOrDefault(principal => (type is null || principal.Type == type) && string.Equals(principal.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The members that a group has itself.</summary>
    public IEnumerable<Principal> MembersOf(string groupId) => _members[groupId].Select(id => _principals[id]);

    /// <summary>The groups that a principal is directly in.</summary>
    public IEnumerable<Principal> DirectGroupsOf(string principalId) => _nesting.DirectGroupsOf(principalId).Select(id => _principals[id]);

    /// <summary>Every group that a principal is in, through however many others.</summary>
    public IEnumerable<Principal> GroupsOf(string principalId) => _nesting.GroupsOf(principalId).Select(id => _principals[id]);

    /// <summary>Whether a group would be in itself if it had this member.</summary>
    public bool WouldCycle(string groupId, string memberId) => _nesting.WouldCycle(groupId, memberId);

    /// <summary>What a principal is in a workspace, itself or through a group; NULL when it is no member. An account admin is an admin everywhere.</summary>
    public WorkspaceRole? RoleIn(string workspaceId, string principalId)
    {
        if (FindPrincipal(principalId) is { IsAccountAdmin: true })
        {
            return WorkspaceRole.Admin;
        }

        WorkspaceRole? role = null;
        foreach (var id in _nesting.GroupsOf(principalId).Prepend(principalId))
        {
            if (_assignments.TryGetValue((workspaceId, id), out var granted) && (role is null || granted > role))
            {
                role = granted;
            }
        }

        return role;
    }
}
