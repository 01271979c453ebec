using Weir.Accounts.Http;
using Weir.Accounts.Sessions;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.SignIn;

/// <summary>
/// One-time links: for the first start, for whom has no other way, and for who forgot a password. The secret is in the URL's fragment, which browsers
/// send to nobody, so no log and no proxy has it; only its hash is stored.
/// </summary>
public sealed class SignInLinks(AccountDirectory accounts, TimeProvider time)
{
    /// <summary>How long a link is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const int MostOfOne = 5;
    private const string Fragment = "#link=";

    /// <summary>Makes a link.</summary>
    /// <param name="userName">Whose.</param>
    /// <param name="creatorId">Who makes it; NULL for the server itself.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The secret, shown this once, and when it ends.</returns>
    /// <exception cref="ApiException">There is no such user.</exception>
    public async Task<(string Secret, DateTime ExpiryTime)> CreateAsync(string userName, string? creatorId, CancellationToken cancellationToken)
    {
        var secret = AccessToken.NewSecret();
        _ = TokenHash.TryCompute(secret, out var hash);
        var link = await accounts.ChangeAsync(
            state =>
            {
                var user = state.FindPrincipal(PrincipalType.User, userName) ?? throw ApiException.NotFound($"There is no user '{userName}'.");
                var start = StartOf(state, user);
                var now = time.GetUtcNow().UtcDateTime;
                var made = new AccessToken
                {
                    Id = Guid.NewGuid().ToString("N"),
                    Kind = TokenKind.SignInLink,
                    Hash = hash,
                    PrincipalId = user.Id,
                    WorkspaceId = start.WorkspaceId,
                    CreationTime = now,
                    ExpiryTime = now + Lifetime,
                    CreatorId = creatorId ?? user.Id,
                };
                var oldest = state.SignInLinks.Where(known => known.PrincipalId == user.Id).OrderByDescending(known => known.CreationTime).Skip(MostOfOne - 1);
                return (new AccountChange { AddedTokens = [made], DeletedTokens = [.. oldest.Select(known => known.Id)] }, made);
            },
            cancellationToken);
        return (secret, link.ExpiryTime!.Value);
    }

    /// <summary>A link as a URL of a server.</summary>
    public static string UrlOf(string server, string secret) => $"{server.TrimEnd('/')}/sign-in{Fragment}{secret}";

    /// <summary>Uses a link up: for <see cref="SessionDirectory.BeginAsync"/>.</summary>
    /// <param name="state">The account.</param>
    /// <param name="pasted">The secret, or the whole link.</param>
    /// <exception cref="SignInRefusedException">It is no link, was used, or is too old.</exception>
    internal SessionStart Use(AccountState state, string pasted)
    {
        var at = pasted.IndexOf(Fragment, StringComparison.Ordinal);
        var secret = (at < 0 ? pasted : pasted[(at + Fragment.Length)..]).Trim();
        var link = TokenHash.TryCompute(secret, out var hash) ? state.SignInLinks.FirstOrDefault(known => known.Hash == hash) : null;
        if (link is null || link.ExpiryTime <= time.GetUtcNow().UtcDateTime)
        {
            throw new SignInRefusedException(401, "This link is not valid (any more): a link works once, within 15 minutes. An account admin can make another: weir sign-in-link.");
        }

        return SessionStart.Of(state, state.FindPrincipal(link.PrincipalId)!, new AccountChange { DeletedTokens = [link.Id] });
    }

    private static SessionStart StartOf(AccountState state, Principal user)
    {
        try
        {
            return SessionStart.Of(state, user);
        }
        catch (SignInRefusedException refused)
        {
            throw ApiException.Invalid(refused.Message);
        }
    }
}
