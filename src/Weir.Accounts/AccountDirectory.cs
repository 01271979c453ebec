using System.Collections.Concurrent;
using System.Collections.Frozen;
using Weir.Accounts.Http;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;

namespace Weir.Accounts;

/// <summary>
/// Who there is and which tokens stand for whom: an immutable snapshot, swapped whole after each change, so that a request on the
/// data plane looks its token up without a lock or a database.
/// </summary>
public sealed class AccountDirectory(IAccountStore store, TimeProvider time) : ITokenAuthenticator, IPrincipalNames, IDisposable
{
    private const int MostTokensOfOne = 600;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ConcurrentDictionary<string, TokenUse> _uses = new(StringComparer.Ordinal);
    private volatile CallerSnapshot _snapshot = CallerSnapshot.Empty;

    /// <summary>The account as of now.</summary>
    /// <exception cref="InvalidOperationException">The directory was not loaded.</exception>
    public AccountState State => _snapshot.State ?? throw new InvalidOperationException("The account is not loaded.");

    /// <inheritdoc/>
    public Caller? Authenticate(ReadOnlySpan<char> token) => Authenticate(_snapshot.ByHash, token, null);

    /// <summary>The caller behind a session, or NULL when there is none, or it ended, or was idle too long.</summary>
    public Caller? AuthenticateSession(ReadOnlySpan<char> secret, TimeSpan idleTime) => Authenticate(_snapshot.Sessions, secret, idleTime);

    /// <summary>The caller that a principal would be in a workspace now, for what runs in its name; NULL when there is no such principal, or it is not active, or no member.</summary>
    public Caller? CallerOf(string principalId, string workspaceId)
    {
        var state = State;
        return state.FindPrincipal(principalId) is { IsActive: true } principal && state.RoleIn(workspaceId, principalId) is { } role
            ? CallerSnapshot.CallerOf(state, principal, role, workspaceId, string.Empty, null)
            : null;
    }

    /// <inheritdoc/>
    public string? Find(string name, PrincipalType? type) => State.FindPrincipal(type, name)?.Name;

    /// <summary>When a token was last used, UTC; NULL when never.</summary>
    public DateTime? LastUsedTimeOf(AccessToken token) =>
        _uses.TryGetValue(token.Id, out var use) && use.LastUsedTime is { } here && !(here < token.LastUsedTime) ? here : token.LastUsedTime;

    /// <summary>Reads everything from the store; on the very first start makes the account, a workspace and an account admin.</summary>
    /// <param name="adminName">The admin's e-mail.</param>
    /// <param name="adminToken">The admin's token where the operator chose one (<c>WEIR_ADMIN_TOKEN</c>), or NULL.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The token made for the admin, to be printed once; NULL on every later start, or when the operator chose it.</returns>
    public async Task<string?> StartAsync(string adminName, string? adminToken, CancellationToken cancellationToken)
    {
        var isFirst = await store.LoadAsync(cancellationToken) is null;
        if (isFirst)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var workspace = new Workspace(PrincipalId.New(), "main") { CreationTime = now };
            var admin = new Principal(PrincipalId.New(), adminName, PrincipalType.User, IsAccountAdmin: true) { CreationTime = now, LastUpdatedTime = now };
            await store.CreateAccountAsync(Guid.NewGuid().ToString(), workspace, admin, cancellationToken);
        }

        await ReloadAsync(cancellationToken);
        var made = isFirst && adminToken is null ? AccessToken.NewSecret() : null;
        if ((made ?? adminToken) is { } secret && TokenHash.TryCompute(secret, out var hash) && !State.Tokens.Any(token => token.Hash == hash))
        {
            await ChangeAsync(
                state =>
                {
                    var admin = state.Principals.First(principal => principal is { IsAccountAdmin: true, IsActive: true });
                    var token = Token(secret, new NewToken(admin.Id, state.Workspaces[0].Id) { Comment = isFirst ? "first admin" : "WEIR_ADMIN_TOKEN" });
                    return (new AccountChange { AddedTokens = [token] }, token);
                },
                cancellationToken);
        }

        return made;
    }

    /// <summary>Makes a token for a principal.</summary>
    /// <returns>The secret, shown this once, and what is stored.</returns>
    /// <exception cref="ApiException">The owner is no member of the workspace, or has too many tokens.</exception>
    public async Task<(string Secret, AccessToken Token)> CreateTokenAsync(NewToken request, CancellationToken cancellationToken)
    {
        var secret = AccessToken.NewSecret();
        var token = await ChangeAsync(
            state =>
            {
                if (state.RoleIn(request.WorkspaceId, request.PrincipalId) is null)
                {
                    throw new ApiException(403, "PERMISSION_DENIED", $"The principal is no member of the workspace {request.WorkspaceId}, so it can have no token there. An account admin or an admin of the workspace can add it.");
                }

                if (state.Tokens.Count(known => known.PrincipalId == request.PrincipalId) >= MostTokensOfOne)
                {
                    throw new ApiException(400, "QUOTA_EXCEEDED", $"The principal has {MostTokensOfOne} tokens, the most that one may have. Delete some first.");
                }

                var token = Token(secret, request);
                return (new AccountChange { AddedTokens = [token] }, token);
            },
            cancellationToken);
        return (secret, token);
    }

    /// <summary>Deletes a token; calls with it are refused as soon as this returns.</summary>
    public Task<bool> DeleteTokenAsync(string tokenId, CancellationToken cancellationToken) => ChangeAsync(
        state => (new AccountChange { DeletedTokens = [tokenId] }, state.Tokens.Any(token => token.Id == tokenId)),
        cancellationToken);

    /// <summary>Makes a change that is decided on by looking at the account; it is in effect when this returns.</summary>
    /// <param name="decide">Decides, or throws what the caller is to be told. May run again when another replica was first.</param>
    /// <param name="cancellationToken">Stops it before the change is made, never in the middle.</param>
    public async Task<TResult> ChangeAsync<TResult>(Func<AccountState, (AccountChange Change, TResult Result)> decide, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var (change, result) = decide(State);
                var isApplied = await store.ApplyAsync(State.Version, change, cancellationToken);

                // A client that hangs up now must not keep the change from taking effect.
                await ReloadAsync(isApplied ? CancellationToken.None : cancellationToken);
                if (isApplied)
                {
                    return result;
                }
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes over what another replica has changed, if anything.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadVersionAsync(cancellationToken) == State.Version)
        {
            return;
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            await ReloadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stores when tokens were last used, for those that were used since the last time.</summary>
    public async Task StoreTokenUsesAsync(CancellationToken cancellationToken)
    {
        var used = _uses.Where(use => use.Value.Unstored is not null).ToDictionary(use => use.Key, use => use.Value.Unstored!.Value, StringComparer.Ordinal);
        if (used.Count > 0)
        {
            await store.RecordTokenUsesAsync(used, cancellationToken);
        }

        foreach (var (id, lastUsedTime) in used)
        {
            if (_uses.TryGetValue(id, out var use))
            {
                use.Stored(lastUsedTime);
            }
        }
    }

    /// <summary>Learns when sessions were last used at other replicas: one that is busy there is not idle here.</summary>
    public async Task ReadSessionUsesAsync(CancellationToken cancellationToken)
    {
        if (State.Sessions.Count == 0)
        {
            return;
        }

        foreach (var (id, lastUsedTime) in await store.ReadSessionUsesAsync(cancellationToken))
        {
            if (_uses.TryGetValue(id, out var use))
            {
                use.Advance(lastUsedTime);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private Caller? Authenticate(FrozenDictionary<TokenHash, CallerSnapshot.Entry> entries, ReadOnlySpan<char> secret, TimeSpan? idleTime)
    {
        if (secret.IsEmpty || !TokenHash.TryCompute(secret, out var hash) || !entries.TryGetValue(hash, out var entry))
        {
            return null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (entry.ExpiryTime <= now || entry.Use.LastUsedTime + idleTime <= now)
        {
            return null;
        }

        entry.Use.Note(now);
        return entry.Caller;
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(cancellationToken) ?? throw new InvalidOperationException("The account is gone from its store.");
        _snapshot = CallerSnapshot.Of(state, token => _uses.GetOrAdd(token.Id, _ => new TokenUse(token.LastUsedTime)));
        var known = state.Tokens.Concat(state.Sessions).Select(token => token.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in _uses.Keys.Where(id => !known.Contains(id)))
        {
            _uses.TryRemove(id, out _);
        }
    }

    private AccessToken Token(string secret, NewToken request)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new AccessToken
        {
            Id = Guid.NewGuid().ToString("N"),
            Hash = TokenHash.TryCompute(secret, out var hash) ? hash : throw new ArgumentException("The token is too long.", nameof(secret)),
            PrincipalId = request.PrincipalId,
            WorkspaceId = request.WorkspaceId,
            Comment = request.Comment,
            CreationTime = now,
            ExpiryTime = request.Lifetime is { } life ? now + life : null,
            Scopes = request.Scopes,
            CreatorId = request.CreatorId ?? request.PrincipalId,
        };
    }
}
