using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Sessions;

namespace Weir.Accounts.SignIn;

/// <summary>Signing in and out, in a browser: small pages of the server's own, with hardly a script.</summary>
internal static class SignInRoutes
{
    private const long LargestForm = 16 * 1024;

    public static void MapSignInPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in/style.css", () => PageFiles.Style);
        app.MapGet("/sign-in/script.js", () => PageFiles.Script);
        var pages = app.MapGroup(string.Empty).AddEndpointFilter(GuardAsync).WithMetadata(new FormLimit(LargestForm));
        pages.MapGet("/sign-in", Show);
        pages.MapPost("/sign-in/password", PasswordAsync).Audits("accounts", "login", [], isAccountLevel: true);
        pages.MapPost("/sign-in/link", LinkAsync).Audits("accounts", "tokenLogin", [], isAccountLevel: true);
        pages.MapPost("/sign-in/new-password", NewPasswordAsync).Audits("accounts", "changePassword", [], isAccountLevel: true);
        pages.MapPost("/sign-out", SignOutAsync).Audits("accounts", "logout", [], isAccountLevel: true);
        pages.MapGet("/sign-in/provider", ProviderSignIn.BeginAsync);
        pages.MapGet(ProviderSignIn.CallbackPath, ProviderSignIn.CompleteAsync).Audits("accounts", "oidcBrowserLogin", [], isAccountLevel: true);
    }

    /// <summary>Begins a session and goes on to where its user wanted to be.</summary>
    public static async Task<IResult> EnterAsync(HttpContext context, Func<AccountState, SessionStart> decide, SignInMethod method, string? returnTo)
    {
        var services = context.RequestServices;
        var sessions = services.GetRequiredService<SessionDirectory>();

        // Whoever had a session in this browser signs in anew: the old secret must not live on beside the new one.
        if (services.GetRequiredService<SessionAuthentication>().Authenticate(context.Request, out _) is { } before)
        {
            await sessions.EndAsync(before.PrincipalId, session => session.Id == before.TokenId, context.RequestAborted);
        }

        var started = await sessions.BeginAsync(decide, SessionOrigin.Of(context, method, services.GetRequiredService<TimeProvider>()), context.RequestAborted);
        context.Features.Get<AuditOrigin>()?.Caller = started.Caller;
        SessionCookie.Append(context, started);
        return new SeeOther(ReturnPath.Of(returnTo) ?? ReturnPath.Home);
    }

    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        SignInPage.Harden(context.Response);
        var options = context.RequestServices.GetRequiredService<SignInOptions>();
        var page = SignInPage.For(context, options);
        if (!context.Request.IsHttps && !options.AllowPlainHttp && !IsLoopback(context.Request.Host.Host))
        {
            return SignInPage.Notice(403, "Signing in needs HTTPS", "A session's cookie must not travel readable. Reach this server over https:// (behind a proxy, set WEIR_PUBLIC_URL or WEIR_TRUSTED_PROXIES), or, in a network that you trust, set WEIR_SignIn__AllowPlainHttp=true.");
        }

        if (HttpMethods.IsPost(context.Request.Method) && RequestSource.RefusalOf(context.Request) is not null)
        {
            return SignInPage.Notice(403, "Not from this page", "The form was not sent from a page of this server. Open the sign-in page here, and try again.");
        }

        try
        {
            return await next(invocation);
        }
        catch (SignInRefusedException refused)
        {
            return page.SignIn(refused.Status, ReturnPathOf(context), refused.Message);
        }
        catch (ApiException refused)
        {
            return page.SignedIn(refused.Status, CallerOf(context), refused.Message);
        }
        catch (TooManyAttemptsException tooMany)
        {
            context.Response.Headers.RetryAfter = tooMany.Seconds.ToString(CultureInfo.InvariantCulture);
            return page.SignIn(429, ReturnPathOf(context), $"{tooMany.Message} Try again in {tooMany.Seconds} seconds.");
        }
        catch (Exception malformed) when (malformed is BadHttpRequestException or InvalidDataException)
        {
            return page.SignIn(400, null, "The form could not be read. Try again.");
        }
    }

    private static IResult Show(HttpContext context, SignInOptions options)
    {
        var page = SignInPage.For(context, options);
        var returnTo = ReturnPath.Of(context.Request.Query["return_to"]);
        return CallerOf(context) is not { } caller ? page.SignIn(200, returnTo, null)
            : returnTo is not null ? new SeeOther(returnTo)
            : page.SignedIn(200, caller, null);
    }

    private static async Task<IResult> PasswordAsync(HttpContext context, SignInOptions options, AttemptLimits limits, Passwords passwords, AccountDirectory accounts)
    {
        var form = await FormAsync(context);
        Count(context, limits);
        if (!options.Passwords)
        {
            throw new SignInRefusedException(403, "Passwords are turned off here.");
        }

        var name = form["user_name"].ToString().Trim();

        // What is no user's name may be a password in the wrong field: it is not written down.
        context.Features.Get<AuditOrigin>()?.ClaimedIdentity = accounts.State.FindPrincipal(PrincipalType.User, name)?.Name;
        var user = await passwords.VerifyAsync(name, form["password"].ToString(), context.RequestAborted)
            ?? throw new SignInRefusedException(401, "The user name or the password is not right.");
        return await EnterAsync(context, state => SessionStart.Of(state, state.FindPrincipal(user.Id) ?? user with { IsActive = false }), SignInMethod.Password, form["return_to"]);
    }

    private static async Task<IResult> LinkAsync(HttpContext context, AttemptLimits limits, SignInLinks links)
    {
        var form = await FormAsync(context);
        Count(context, limits);
        return await EnterAsync(context, state => links.Use(state, form["link"].ToString()), SignInMethod.Link, form["return_to"]);
    }

    private static async Task<IResult> NewPasswordAsync(HttpContext context, SignInOptions options, Passwords passwords)
    {
        var form = await FormAsync(context);
        var caller = CallerOf(context) ?? throw new SignInRefusedException(401, "The session has ended. Sign in again.");
        context.Features.Get<AuditOrigin>()?.Caller = caller;
        await passwords.ChangeAsync(caller, form["password"].ToString(), form["current_password"].ToString(), context.RequestAborted);
        return SignInPage.For(context, options).SignedIn(200, caller, "The password is set. Your other sessions have ended.");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionDirectory sessions)
    {
        var form = await FormAsync(context);
        SessionCookie.Delete(context);
        var caller = CallerOf(context) ?? throw new SignInRefusedException(401, "The session had ended before. You are signed out.");
        context.Features.Get<AuditOrigin>()?.Caller = caller;
        var isEverywhere = form["everywhere"] == "true";
        await sessions.EndAsync(caller.PrincipalId, session => isEverywhere || session.Id == caller.TokenId, context.RequestAborted);
        return new SeeOther("/sign-in");
    }

    private static Caller? CallerOf(HttpContext context) => context.RequestServices.GetRequiredService<SessionAuthentication>().Authenticate(context.Request, out _);

    private static void Count(HttpContext context, AttemptLimits limits)
    {
        if (limits.Begin(context.Connection.RemoteIpAddress) is { } wait)
        {
            throw new TooManyAttemptsException(wait);
        }
    }

    // A body that is no form is an empty one: what is missing is said in words further on.
    private static async Task<IFormCollection> FormAsync(HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    private static string? ReturnPathOf(HttpContext context) =>
        ReturnPath.Of(context.Request.HasFormContentType && context.Features.Get<Microsoft.AspNetCore.Http.Features.IFormFeature>()?.Form is { } form ? form["return_to"] : context.Request.Query["return_to"]);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private sealed record FormLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
