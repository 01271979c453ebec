using Microsoft.AspNetCore.Http;
using Weir.Accounts.SignIn;

namespace Weir.Accounts.Sessions;

/// <summary>Finds the caller behind a request's cookie. It is asked only where no token was sent: requests with a token pay nothing for it.</summary>
public sealed class SessionAuthentication(AccountDirectory accounts, SignInOptions options)
{
    /// <summary>The caller, or NULL when the request has no living session.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refusal">Why the session may not be used for this request, or NULL.</param>
    public Caller? Authenticate(HttpRequest request, out string? refusal)
    {
        refusal = null;
        if (SessionCookie.Read(request) is not { } secret || accounts.AuthenticateSession(secret, options.SessionIdleTime) is not { } caller)
        {
            return null;
        }

        refusal = RequestSource.RefusalOf(request);
        return caller;
    }
}
