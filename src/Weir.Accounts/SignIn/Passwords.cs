using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Weir.Accounts.Http;
using Weir.Accounts.Sessions;

namespace Weir.Accounts.SignIn;

/// <summary>Passwords that Weir keeps itself: for a first start, and where there is no provider.</summary>
internal sealed class Passwords(AccountDirectory accounts, SessionDirectory sessions, IPasswordStore store, AttemptLimits limits, FailedPasswords failures, SignInOptions options)
{
    private const int Shortest = 12;
    private const int Longest = 256;

    // PBKDF2 with HMAC-SHA512, as many rounds as OWASP's password storage page asks for.
    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // Whom nobody knows is checked against this, so that it takes as long.
    private static readonly string NobodysHash = Hasher.HashPassword(string.Empty, Guid.NewGuid().ToString());

    /// <summary>The user whose name and password these are, or NULL: which of the two was wrong is nobody's to know.</summary>
    /// <exception cref="SignInRefusedException">It has to wait (<see cref="TooManyAttemptsException"/>).</exception>
    public async Task<Principal?> VerifyAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (failures.Begin(name) is { } wait)
        {
            throw new TooManyAttemptsException(wait);
        }

        var user = accounts.State.FindPrincipal(PrincipalType.User, name);
        var hash = await store.FindAsync(user?.Id ?? string.Empty, cancellationToken);
        var result = await HashAsync(() => Hasher.VerifyHashedPassword(name, hash ?? NobodysHash, password), cancellationToken);
        if (hash is null || user is not { IsActive: true } || result == PasswordVerificationResult.Failed)
        {
            return null;
        }

        failures.Succeeded(name);
        return user;
    }

    /// <summary>Sets the password of a session's user, and ends the user's other sessions.</summary>
    /// <exception cref="ApiException">It may not, or the password is not one.</exception>
    public async Task ChangeAsync(Caller caller, string? password, string? current, CancellationToken cancellationToken)
    {
        Require(options.Passwords, 403, "Passwords are turned off here (WEIR_SignIn__Passwords).");
        var session = sessions.Find(caller);
        Require(session is not null, 403, "A password is set in a session: sign in first. A token cannot set one, or whoever found it could stay.");
        Require(password is { Length: >= Shortest and <= Longest }, 400, $"A password has from {Shortest} to {Longest} characters.");
        Require(!string.Equals(password, caller.PrincipalName, StringComparison.OrdinalIgnoreCase), 400, "A password that is the user's name is none.");
        if (session!.Origin?.Method == SignInMethod.Password && await store.FindAsync(caller.PrincipalId, cancellationToken) is not null)
        {
            Require(await VerifyAsync(caller.PrincipalName, current ?? string.Empty, cancellationToken) is not null, 403, "The current password is not right.");
        }

        var hash = await HashAsync(() => Hasher.HashPassword(caller.PrincipalName, password!), cancellationToken);
        await store.SaveAsync(caller.PrincipalId, hash, cancellationToken);
        await sessions.EndAsync(caller.PrincipalId, other => other.Id != caller.TokenId, CancellationToken.None);
    }

    /// <summary>Removes a user's password, and ends the sessions that were begun with it.</summary>
    public async Task<bool> RemoveAsync(Principal user, CancellationToken cancellationToken)
    {
        var isRemoved = await store.RemoveAsync(user.Id, cancellationToken);
        await sessions.EndAsync(user.Id, session => session.Origin?.Method == SignInMethod.Password, CancellationToken.None);
        return isRemoved;
    }

    private static void Require(bool holds, int status, string message)
    {
        if (!holds)
        {
            throw status == 403 ? ApiException.Forbidden(message) : ApiException.Invalid(message);
        }
    }

    private async Task<TResult> HashAsync<TResult>(Func<TResult> compute, CancellationToken cancellationToken)
    {
        using var turn = await limits.EnterHashAsync(cancellationToken);
        return turn.IsAcquired ? await Task.Run(compute, cancellationToken) : throw new TooManyAttemptsException(TimeSpan.FromSeconds(5));
    }
}
