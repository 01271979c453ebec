using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Accounts.SignIn;

/// <summary>The page, in each of its states. Whatever comes from outside is encoded.</summary>
internal sealed class SignInPage(SignInOptions options, AccountDirectory accounts)
{
    // Nothing but our own style, our own script and our own forms; no frame around it.
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static SignInPage For(HttpContext context, SignInOptions options) => new(options, context.RequestServices.GetRequiredService<AccountDirectory>());

    /// <summary>Sets the headers that every answer of the sign-in carries.</summary>
    public static void Harden(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";

        // Not no-referrer: with that, browsers send 'Origin: null' with our own forms, and the origin is what we judge them by.
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>The forms.</summary>
    public IResult SignIn(int status, string? returnTo, string? trouble)
    {
        var hidden = returnTo is null ? string.Empty : $"""<input type="hidden" name="return_to" value="{Encode(returnTo)}">""";
        var provider = !options.OpenIdConnect.IsSet ? string.Empty : $"""
            <a class="button" href="/sign-in/provider{(returnTo is null ? string.Empty : "?return_to=" + Uri.EscapeDataString(returnTo))}">Sign in with {Encode(options.OpenIdConnect.DisplayName)}</a>
            """;
        var password = !options.Passwords ? string.Empty : $"""
            <form method="post" action="/sign-in/password">
              {hidden}
              <label for="user_name">User name</label>
              <input id="user_name" name="user_name" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="256" required>
              <label for="password">Password</label>
              <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
              <button type="submit"{(options.OpenIdConnect.IsSet ? " class=\"second\"" : string.Empty)}>Sign in</button>
            </form>
            """;
        var divider = options.OpenIdConnect.IsSet && options.Passwords ? """<p class="or"><span>or</span></p>""" : string.Empty;
        var isOnly = !options.OpenIdConnect.IsSet && !options.Passwords;
        return Page(status, "Sign in", $"""
            {Message(trouble)}
            {provider}
            {divider}
            {password}
            <details id="with-link"{(isOnly ? " open" : string.Empty)}>
              <summary>Use a one-time link</summary>
              <form method="post" action="/sign-in/link">
                {hidden}
                <label for="link">Link</label>
                <input id="link" name="link" type="password" autocomplete="off" spellcheck="false" maxlength="512" required aria-describedby="link-help">
                <p id="link-help" class="help">The first start prints one, and an account admin makes them: <code>weir sign-in-link</code>. It works once, within 15 minutes.</p>
                <button type="submit" class="second">Sign in with the link</button>
              </form>
            </details>
            """);
    }

    /// <summary>Who is signed in, and the way out.</summary>
    public IResult SignedIn(int status, Caller? caller, string? message)
    {
        if (caller is null)
        {
            return SignIn(status, null, message);
        }

        var role = caller.IsAccountAdmin ? "account admin" : caller.IsWorkspaceAdmin ? "admin of the workspace" : "member of the workspace";
        var password = !options.Passwords ? string.Empty : $"""
            <details>
              <summary>Set a password</summary>
              <form method="post" action="/sign-in/new-password">
                <input type="hidden" name="user_name" autocomplete="username" value="{Encode(caller.PrincipalName)}">
                <label for="current_password">Current password, if you signed in with it</label>
                <input id="current_password" name="current_password" type="password" autocomplete="current-password" maxlength="256">
                <label for="password">New password</label>
                <input id="password" name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required aria-describedby="password-help">
                <p id="password-help" class="help">At least 12 characters. Your other sessions end.</p>
                <button type="submit" class="second">Set the password</button>
              </form>
            </details>
            """;
        return Page(status, "Signed in", $"""
            {Message(message, isTrouble: status >= 400)}
            <dl>
              <dt>User</dt><dd>{Encode(caller.PrincipalName)}</dd>
              <dt>Workspace</dt><dd>{Encode(accounts.State.FindWorkspace(caller.WorkspaceId)?.Name ?? caller.WorkspaceId)}</dd>
              <dt>Role</dt><dd>{role}</dd>
            </dl>
            <a class="button" href="{ReturnPath.Home}">Open Weir</a>
            <form method="post" action="/sign-out"><button type="submit" class="second">Sign out</button></form>
            <form method="post" action="/sign-out"><input type="hidden" name="everywhere" value="true"><button type="submit" class="second">Sign out everywhere</button></form>
            {password}
            """);
    }

    /// <summary>A page that only says something.</summary>
    public static IResult Notice(int status, string title, string text) => Page(status, title, $"""
        <p>{Encode(text)}</p>
        <p><a href="/sign-in">Back to the sign-in page</a></p>
        """);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Message(string? text, bool isTrouble = true) =>
        text is null ? string.Empty : $"""<p class="{(isTrouble ? "trouble" : "done")}" role="{(isTrouble ? "alert" : "status")}">{Encode(text)}</p>""";

    private static IResult Page(int status, string title, string body) => Results.Content(
        string.Create(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{Encode(title)} - Weir</title>
              <link rel="stylesheet" href="/sign-in/style.css">
              <script src="/sign-in/script.js" defer></script>
            </head>
            <body>
              <main>
                <p class="brand" aria-hidden="true"><span class="mark"></span>Weir</p>
                <h1>{Encode(title)}</h1>
                {body}
              </main>
            </body>
            </html>

            """),
        "text/html; charset=utf-8",
        statusCode: status);
}
