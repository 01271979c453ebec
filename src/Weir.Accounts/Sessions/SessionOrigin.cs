using Microsoft.AspNetCore.Http;
using Weir.Accounts.Auditing;

namespace Weir.Accounts.Sessions;

/// <summary>How and where a session was begun: what its owner recognises it by.</summary>
/// <param name="Method">How.</param>
/// <param name="UserAgent">The browser, as it names itself, cut to 512 characters.</param>
/// <param name="IpAddress">The client's address.</param>
public sealed record SessionOrigin(SignInMethod Method, string? UserAgent, string? IpAddress)
{
    /// <summary>The origin of a session that a request begins.</summary>
    public static SessionOrigin Of(HttpContext context, SignInMethod method, TimeProvider time)
    {
        var origin = context.Features.Get<AuditOrigin>() ?? AuditOrigin.Of(context, time);
        return new SessionOrigin(method, origin.UserAgent, origin.SourceIpAddress);
    }
}

/// <summary>The ways to sign in.</summary>
public enum SignInMethod
{
    /// <summary>A one-time link.</summary>
    Link,

    /// <summary>A password that Weir keeps.</summary>
    Password,

    /// <summary>An OpenID Connect provider.</summary>
    OpenIdConnect,
}
