using Weir.Accounts.OAuth;

namespace Weir.Accounts.Tokens;

/// <summary>Finds the caller behind a token of any kind.</summary>
internal sealed class TokenAuthenticator(AccountDirectory accounts, SignedTokenAuthenticator signed) : ITokenAuthenticator
{
    /// <inheritdoc/>
    public Caller? Authenticate(ReadOnlySpan<char> token) =>
        (SignedTokenAuthenticator.IsSigned(token) ? signed.Authenticate(token) : null) ?? accounts.Authenticate(token);
}
