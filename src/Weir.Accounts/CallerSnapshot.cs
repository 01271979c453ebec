using System.Collections.Frozen;
using Weir.Accounts.Tokens;

namespace Weir.Accounts;

/// <summary>The account as of one moment with the callers that its tokens stand for. A token that stands for nobody now is not in it.</summary>
internal sealed record CallerSnapshot(AccountState? State, FrozenDictionary<TokenHash, CallerSnapshot.Entry> ByHash, FrozenDictionary<TokenHash, CallerSnapshot.Entry> Sessions)
{
    /// <summary>What there is before the account is loaded.</summary>
    public static CallerSnapshot Empty { get; } = new(null, FrozenDictionary<TokenHash, Entry>.Empty, FrozenDictionary<TokenHash, Entry>.Empty);

    /// <summary>Works out whom each token stands for.</summary>
    public static CallerSnapshot Of(AccountState state, Func<AccessToken, TokenUse> useOf) =>
        new(state, EntriesOf(state, state.Tokens, useOf), EntriesOf(state, state.Sessions, useOf));

    private static FrozenDictionary<TokenHash, Entry> EntriesOf(AccountState state, IReadOnlyList<AccessToken> tokens, Func<AccessToken, TokenUse> useOf)
    {
        var entries = new Dictionary<TokenHash, Entry>(tokens.Count);
        foreach (var token in tokens)
        {
            var owner = state.FindPrincipal(token.PrincipalId)!;
            if (owner.IsActive && state.RoleIn(token.WorkspaceId, owner.Id) is { } role)
            {
                entries.Add(token.Hash, new Entry(CallerOf(state, owner, role, token.WorkspaceId, token.Id, token.Scopes), token.ExpiryTime, useOf(token)));
            }
        }

        return entries.ToFrozenDictionary();
    }

    /// <summary>The caller that a principal is with a token in a workspace.</summary>
    public static Caller CallerOf(AccountState state, Principal owner, WorkspaceRole role, string workspaceId, string tokenId, IReadOnlyCollection<string>? scopes)
    {
        var groups = state.GroupsOf(owner.Id).ToArray();
        return new Caller(state.AccountId, workspaceId, owner.Id, owner.Name, owner.Type, owner.IsAccountAdmin, tokenId)
        {
            Groups = groups.Length == 0 ? [] : [.. groups.Select(group => group.Name)],
            GroupIds = groups.Length == 0 ? [] : [.. groups.Select(group => group.Id)],
            IsWorkspaceAdmin = role == WorkspaceRole.Admin,
            Scopes = scopes,
        };
    }

    /// <summary>A token's caller, until when, and where its use is noted.</summary>
    internal sealed record Entry(Caller Caller, DateTime? ExpiryTime, TokenUse Use);
}
