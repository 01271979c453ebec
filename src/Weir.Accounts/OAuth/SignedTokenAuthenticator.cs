using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.OAuth;

/// <summary>
/// Finds the caller behind an access token of ours (a JWT, RFC 9068). The signature is checked the first time; after that the token is found by its
/// hash. Whom it stands for is asked of the account as of now each time: a secret that is deleted takes its tokens with it at once.
/// </summary>
internal sealed class SignedTokenAuthenticator(AccountDirectory accounts, SigningKeys keys, TimeProvider time) : ITokenAuthenticator
{
    /// <summary>The claim with the workspace that calls are in.</summary>
    public const string WorkspaceClaim = "workspace_id";

    /// <summary>The claim with the id of the secret that the token was got with.</summary>
    public const string SecretClaim = "secret_id";

    /// <summary>Beyond so many tokens in use at once the rest are verified at each call: slower, and still right.</summary>
    private const int MostCached = 20_000;

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 4096 };
    private readonly ConcurrentDictionary<TokenHash, VerifiedToken> _verified = new();

    /// <summary>Whether a token may be one of these: every JSON object in base64url begins so.</summary>
    public static bool IsSigned(ReadOnlySpan<char> token) => token.StartsWith("eyJ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Caller? Authenticate(ReadOnlySpan<char> token)
    {
        if (!TokenHash.TryCompute(token, out var hash))
        {
            return null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (!_verified.TryGetValue(hash, out var verified))
        {
            if (Verify(token) is not { } good)
            {
                return null;
            }

            verified = good;
            Keep(hash, good, now);
        }

        return verified.ExpiryTime > now ? verified.CallerIn(accounts.State, now) : null;
    }

    private VerifiedToken? Verify(ReadOnlySpan<char> token)
    {
        if (token.Count('.') != 2)
        {
            return null;
        }

        var current = keys.All;
        var parameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = current.Select(key => key.Key),
            TryAllIssuerSigningKeys = false,
            ValidAudience = accounts.State.AccountId,

            // One server has many names; whose token it is, its key says.
            ValidateIssuer = false,
            LifetimeValidator = (_, expires, _, _) => expires is { } end && end > time.GetUtcNow().UtcDateTime,
        };

        // It works on what is in memory, and is complete when it returns.
        var result = Handler.ValidateTokenAsync(token.ToString(), parameters).GetAwaiter().GetResult();
        return result.IsValid && result.SecurityToken is JsonWebToken jwt
            && jwt.TryGetPayloadValue<string>(WorkspaceClaim, out var workspace)
            && jwt.TryGetPayloadValue<string>(SecretClaim, out var secret)
            && jwt.TryGetPayloadValue<string>("scope", out var scope)
            ? new VerifiedToken(jwt.Id, secret, workspace, scope.Split(' '), jwt.ValidTo)
            : null;
    }

    private void Keep(TokenHash hash, VerifiedToken verified, DateTime now)
    {
        if (_verified.Count >= MostCached)
        {
            foreach (var (old, token) in _verified)
            {
                if (token.ExpiryTime <= now)
                {
                    _verified.TryRemove(old, out _);
                }
            }
        }

        if (_verified.Count < MostCached)
        {
            _verified[hash] = verified;
        }
    }

    /// <summary>What a token says whose signature is right.</summary>
    private sealed class VerifiedToken(string id, string secretId, string workspaceId, IReadOnlyList<string> scopes, DateTime expiryTime)
    {
        private volatile Standing? _standing;

        public DateTime ExpiryTime => expiryTime;

        /// <summary>The caller as the account is; worked out once for each state of the account.</summary>
        public Caller? CallerIn(AccountState state, DateTime now)
        {
            if (_standing is not { } standing || standing.State != state)
            {
                _standing = standing = StandingIn(state);
            }

            return standing.SecretExpiryTime > now ? standing.Caller : null;
        }

        private Standing StandingIn(AccountState state) =>
            state.ClientSecrets.FirstOrDefault(known => known.Id == secretId) is { } secret
            && state.FindPrincipal(secret.PrincipalId) is { IsActive: true } owner
            && state.RoleIn(workspaceId, owner.Id) is { } role
                ? new Standing(state, secret.ExpiryTime, CallerSnapshot.CallerOf(state, owner, role, workspaceId, id, scopes.Contains(TokenScopes.All, StringComparer.Ordinal) ? null : scopes))
                : new Standing(state, DateTime.MinValue, null);
    }

    private sealed record Standing(AccountState State, DateTime SecretExpiryTime, Caller? Caller);
}
