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
                entries.Add(token.Hash, new Entry(CallerOf(state, token, owner, role), token.ExpiryTime, useOf(token)));
            }
        }

        return entries.ToFrozenDictionary();
    }

    private static Caller CallerOf(AccountState state, AccessToken token, Principal owner, WorkspaceRole role)
    {
        var groups = state.GroupsOf(owner.Id).ToArray();
        return new Caller(state.AccountId, token.WorkspaceId, owner.Id, owner.Name, owner.Type, owner.IsAccountAdmin, token.Id)
        {
            Groups = groups.Length == 0 ? [] : [.. groups.Select(group => group.Name)],
            GroupIds = groups.Length == 0 ? [] : [.. groups.Select(group => group.Id)],
            IsWorkspaceAdmin = role == WorkspaceRole.Admin,
            Scopes = token.Scopes,
        };
    }

    /// <summary>A token's caller, until when, and where its use is noted.</summary>
    internal sealed record Entry(Caller Caller, DateTime? ExpiryTime, TokenUse Use);
}
