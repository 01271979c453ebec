using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Weir.Accounts.Tokens;

namespace Weir.Accounts;

/// <summary>
/// Who there is and which tokens stand for whom: an immutable snapshot, swapped whole after each change, so that a request on the
/// data plane looks its token up without a lock or a database.
/// </summary>
public sealed class AccountDirectory(IAccountStore store, TimeProvider time) : ITokenAuthenticator, IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private volatile Snapshot _snapshot = new(null, FrozenDictionary<TokenHash, Entry>.Empty);

    /// <summary>The account as of now.</summary>
    /// <exception cref="InvalidOperationException">The directory was not loaded.</exception>
    public AccountState State => _snapshot.State ?? throw new InvalidOperationException("The account is not loaded.");

    /// <inheritdoc/>
    public Caller? Authenticate(ReadOnlySpan<char> token)
    {
        if (token.IsEmpty || !TokenHash.TryCompute(token, out var hash) || !_snapshot.ByHash.TryGetValue(hash, out var entry))
        {
            return null;
        }

        return entry.ExpiryTime is { } end && end <= time.GetUtcNow().UtcDateTime ? null : entry.Caller;
    }

    /// <summary>Reads everything from the store; on the very first start makes the account, a workspace and an account admin.</summary>
    /// <param name="adminName">The admin's e-mail.</param>
    /// <param name="adminToken">The admin's token where the operator chose one (<c>WEIR_ADMIN_TOKEN</c>), or NULL.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The token made for the admin, to be printed once; NULL on every later start, or when the operator chose it.</returns>
    public async Task<string?> StartAsync(string adminName, string? adminToken, CancellationToken cancellationToken)
    {
        string? made = null;
        var state = await store.LoadAsync(cancellationToken);
        if (state is null)
        {
            var workspace = new Workspace(NewNumber(16), "main");
            var admin = new Principal(NewNumber(16), adminName, PrincipalType.User, IsAccountAdmin: true);
            await store.CreateAccountAsync(Guid.NewGuid().ToString(), workspace, admin, cancellationToken);
            made = adminToken is null ? AccessToken.NewSecret() : null;
            await store.AddTokenAsync(Token(made ?? adminToken!, admin, workspace.Id, "first admin", null), cancellationToken);
        }
        else if (adminToken is not null && TokenHash.TryCompute(adminToken, out var hash) && !state.Tokens.Any(token => token.Hash == hash))
        {
            var admin = state.Principals.First(principal => principal.IsAccountAdmin);
            await store.AddTokenAsync(Token(adminToken, admin, state.Workspaces[0].Id, "WEIR_ADMIN_TOKEN", null), cancellationToken);
        }

        await ReloadAsync(cancellationToken);
        return made;
    }

    /// <summary>Makes a token for a principal.</summary>
    /// <returns>The secret, shown this once, and what is stored.</returns>
    public async Task<(string Secret, AccessToken Token)> CreateTokenAsync(string principalId, string workspaceId, string? comment, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var principal = State.Principals.First(known => known.Id == principalId);
        var secret = AccessToken.NewSecret();
        var token = Token(secret, principal, workspaceId, comment, lifetime);
        await ChangeAsync(() => store.AddTokenAsync(token, cancellationToken), cancellationToken);
        return (secret, token);
    }

    /// <summary>Deletes a token; calls with it are refused as soon as this returns.</summary>
    public async Task<bool> DeleteTokenAsync(string tokenId, CancellationToken cancellationToken)
    {
        var deleted = false;
        await ChangeAsync(async () => deleted = await store.DeleteTokenAsync(tokenId, cancellationToken), cancellationToken);
        return deleted;
    }

    /// <summary>Adds a user; NULL when one of that name exists.</summary>
    public async Task<Principal?> AddUserAsync(string name, CancellationToken cancellationToken)
    {
        var user = new Principal(NewNumber(16), name, PrincipalType.User, IsAccountAdmin: false);
        var added = false;
        await ChangeAsync(async () => added = await store.AddPrincipalAsync(user, cancellationToken), cancellationToken);
        return added ? user : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
            await ReloadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(cancellationToken) ?? throw new InvalidOperationException("The account is gone from its store.");
        var principals = state.Principals.ToDictionary(principal => principal.Id, StringComparer.Ordinal);
        _snapshot = new Snapshot(state, state.Tokens.ToFrozenDictionary(
            token => token.Hash,
            token =>
            {
                var owner = principals[token.PrincipalId];
                return new Entry(new Caller(state.AccountId, token.WorkspaceId, owner.Id, owner.Name, owner.Type, owner.IsAccountAdmin, token.Id), token.ExpiryTime);
            }));
    }

    private AccessToken Token(string secret, Principal owner, string workspaceId, string? comment, TimeSpan? lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new AccessToken
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Hash = TokenHash.TryCompute(secret, out var hash) ? hash : throw new ArgumentException("The token is too long.", nameof(secret)),
            PrincipalId = owner.Id,
            WorkspaceId = workspaceId,
            Comment = comment,
            CreationTime = now,
            ExpiryTime = lifetime is { } life ? now + life : null,
        };
    }

    private static string NewNumber(int digits)
    {
        var first = RandomNumberGenerator.GetInt32(1, 10);
        return first.ToString(CultureInfo.InvariantCulture) + RandomNumberGenerator.GetString("0123456789", digits - 1);
    }

    private sealed record Entry(Caller Caller, DateTime? ExpiryTime);

    private sealed record Snapshot(AccountState? State, FrozenDictionary<TokenHash, Entry> ByHash);
}
