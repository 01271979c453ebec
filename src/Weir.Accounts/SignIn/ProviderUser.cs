using System.Security.Claims;
using Weir.Accounts.Principals;
using Weir.Accounts.Sessions;

namespace Weir.Accounts.SignIn;

/// <summary>Who somebody is in Weir whom the provider vouches for.</summary>
internal static class ProviderUser
{
    private const int LongestName = 256;

    /// <summary>The session of the user; a new user where the settings admit one.</summary>
    /// <exception cref="SignInRefusedException">It is nobody who may come in.</exception>
    public static SessionStart Of(AccountState state, ClaimsPrincipal claims, ProviderOptions provider, TimeProvider time)
    {
        if (claims.FindFirst(provider.NameClaim)?.Value.Trim() is not { Length: > 0 and <= LongestName } name || name.Any(char.IsControl))
        {
            throw new SignInRefusedException(403, $"{provider.DisplayName} does not say who you are: its answer has no usable claim '{provider.NameClaim}'. An admin can ask for another scope, or name another claim.");
        }

        if (claims.FindAll("email_verified").Any(claim => !claim.Value.Equals("true", StringComparison.OrdinalIgnoreCase)))
        {
            throw new SignInRefusedException(403, $"{provider.DisplayName} has not verified your e-mail address. Verify it there, and try again.");
        }

        if (state.FindPrincipal(PrincipalType.User, name) is { } user)
        {
            return SessionStart.Of(state, user);
        }

        if (!provider.Admits(name))
        {
            throw new SignInRefusedException(403, $"{name} is no user here. An account admin can add you.");
        }

        var now = time.GetUtcNow().UtcDateTime;
        var added = new Principal(PrincipalId.New(), name, PrincipalType.User, IsAccountAdmin: false)
        {
            DisplayName = claims.FindFirst("name")?.Value is { Length: <= LongestName } shown ? shown : null,
            CreationTime = now,
            LastUpdatedTime = now,
        };
        var workspace = state.Workspaces[0].Id;
        return new SessionStart(added, workspace, new AccountChange { AddedPrincipals = [added], SavedAssignments = [new WorkspaceAssignment(workspace, added.Id, WorkspaceRole.User)] });
    }
}
