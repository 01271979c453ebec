using Weir.Accounts.SignIn;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Sessions;

/// <summary>
/// The sessions of browsers. One is an access token of its own kind, so that the account's snapshot authenticates it from memory, and what
/// ends a principal, a membership or a token everywhere within half a second ends it too.
/// </summary>
public sealed class SessionDirectory(AccountDirectory accounts, SignInOptions options, TimeProvider time)
{
    /// <summary>Sessions that one user may have; a further one ends the oldest.</summary>
    public const int MostOfOne = 100;

    /// <summary>Begins a session, with a new secret.</summary>
    /// <param name="decide">Says whose it is, or throws why there is none. May run again when another replica was first.</param>
    /// <param name="origin">Where it begins.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<StartedSession> BeginAsync(Func<AccountState, SessionStart> decide, SessionOrigin origin, CancellationToken cancellationToken)
    {
        var secret = AccessToken.NewSecret();
        _ = TokenHash.TryCompute(secret, out var hash);
        var session = await accounts.ChangeAsync(
            state =>
            {
                var start = decide(state);
                var now = time.GetUtcNow().UtcDateTime;
                var begun = new AccessToken
                {
                    Id = Guid.NewGuid().ToString("N"),
                    Kind = TokenKind.Session,
                    Hash = hash,
                    PrincipalId = start.User.Id,
                    WorkspaceId = start.WorkspaceId,
                    CreationTime = now,
                    LastUsedTime = now,
                    ExpiryTime = now + options.SessionLifetime,
                    CreatorId = start.User.Id,
                    Origin = origin,
                };
                var oldest = state.Sessions.Where(known => known.PrincipalId == start.User.Id).OrderByDescending(known => known.CreationTime).Skip(MostOfOne - 1);
                var change = start.Change with { AddedTokens = [.. start.Change.AddedTokens, begun], DeletedTokens = [.. start.Change.DeletedTokens, .. oldest.Select(known => known.Id)] };
                return (change, begun);
            },
            cancellationToken);
        var caller = accounts.AuthenticateSession(secret, options.SessionIdleTime) ?? throw new SignInRefusedException(403, "The user was removed meanwhile.");
        return new StartedSession(secret, session, caller);
    }

    /// <summary>The sessions of a user that have not ended, the newest first.</summary>
    public IReadOnlyList<AccessToken> Of(string principalId) =>
        [.. accounts.State.Sessions.Where(session => session.PrincipalId == principalId && !HasEnded(session)).OrderByDescending(session => session.CreationTime)];

    /// <summary>The session that a caller came with; NULL when it came with a token.</summary>
    public AccessToken? Find(Caller caller) => accounts.State.Sessions.FirstOrDefault(session => session.Id == caller.TokenId);

    /// <summary>Ends sessions of a user; requests with them are refused as soon as this returns.</summary>
    /// <param name="principalId">Whose.</param>
    /// <param name="which">Which of them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many.</returns>
    public Task<int> EndAsync(string principalId, Func<AccessToken, bool> which, CancellationToken cancellationToken) => accounts.ChangeAsync(
        state =>
        {
            List<string> ended = [.. state.Sessions.Where(session => session.PrincipalId == principalId && which(session)).Select(session => session.Id)];
            return (new AccountChange { DeletedTokens = ended }, ended.Count);
        },
        cancellationToken);

    /// <summary>Moves a session to another workspace of its user.</summary>
    /// <exception cref="Http.ApiException">The user is no member there.</exception>
    public Task SwitchAsync(Caller caller, string workspaceId, CancellationToken cancellationToken) => accounts.ChangeAsync(
        state =>
        {
            var session = state.Sessions.FirstOrDefault(known => known.Id == caller.TokenId) ?? throw Http.ApiException.Invalid("Only a session can change its workspace; a token is for one workspace.");
            return state.FindWorkspace(workspaceId) is null || state.RoleIn(workspaceId, caller.PrincipalId) is null
                ? throw Http.ApiException.Forbidden($"You are no member of a workspace '{workspaceId}'.")
                : (new AccountChange { ChangedTokens = [session with { WorkspaceId = workspaceId, LastUsedTime = accounts.LastUsedTimeOf(session) }] }, true);
        },
        cancellationToken);

    /// <summary>When a session ends if nobody uses it again.</summary>
    internal DateTime EndOf(AccessToken token)
    {
        var end = token.ExpiryTime ?? DateTime.MaxValue;
        var idle = token.Kind == TokenKind.Session ? accounts.LastUsedTimeOf(token) + options.SessionIdleTime : null;
        return idle < end ? idle.Value : end;
    }

    /// <summary>Deletes the sessions that have ended, and the links that nobody used in time.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await accounts.ReadSessionUsesAsync(cancellationToken);
        if (Ended(accounts.State).Count > 0)
        {
            await accounts.ChangeAsync(state => (new AccountChange { DeletedTokens = Ended(state) }, true), cancellationToken);
        }
    }

    private List<string> Ended(AccountState state) => [.. state.Sessions.Concat(state.SignInLinks).Where(HasEnded).Select(ended => ended.Id)];

    private bool HasEnded(AccessToken token) => EndOf(token) <= time.GetUtcNow().UtcDateTime;
}

/// <summary>Whose session begins, where, and what changes with it (a link is used up, a user is made).</summary>
public sealed record SessionStart(Principal User, string WorkspaceId, AccountChange Change)
{
    /// <summary>The session of a user who exists: active, and a member of at least one workspace.</summary>
    /// <exception cref="SignInRefusedException">They are not.</exception>
    public static SessionStart Of(AccountState state, Principal user, AccountChange? change = null)
    {
        if (!user.IsActive)
        {
            throw new SignInRefusedException(403, "This user is deactivated. An account admin can activate it again.");
        }

        var workspace = state.Workspaces.FirstOrDefault(workspace => state.RoleIn(workspace.Id, user.Id) is not null)
            ?? throw new SignInRefusedException(403, "This user is a member of no workspace. An account admin, or an admin of a workspace, can add it to one.");
        return new SessionStart(user, workspace.Id, change ?? new AccountChange());
    }
}

/// <summary>A session that has begun.</summary>
/// <param name="Secret">What the cookie holds; it is kept nowhere else.</param>
/// <param name="Session">What is stored.</param>
/// <param name="Caller">Whom it stands for.</param>
public sealed record StartedSession(string Secret, AccessToken Session, Caller Caller);
