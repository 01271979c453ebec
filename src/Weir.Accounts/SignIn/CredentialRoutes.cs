using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;

namespace Weir.Accounts.SignIn;

/// <summary>What people sign in with: their own password, and links that account admins make. No limited token may set or make either: it would be more than the token itself.</summary>
internal static class CredentialRoutes
{
    public static void MapCredentials(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir");
        group.MapPut("/me/password", ChangeAsync).Audits("accounts", "changePassword", []);
        group.MapDelete("/users/{user_name}/password", RemoveAsync).Audits("accounts", "removePassword", ["user_name"], isAccountLevel: true);
        group.MapPost("/sign-in-links", CreateLinkAsync).Audits("accounts", "createSignInLink", ["user_name"], isAccountLevel: true);
    }

    private static async Task<Ok<EmptyAnswer>> ChangeAsync(HttpContext context, Passwords passwords, ChangePassword request)
    {
        try
        {
            await passwords.ChangeAsync(context.CallerOf(), request.Password, request.CurrentPassword, context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }
        catch (TooManyAttemptsException tooMany)
        {
            context.Response.Headers.RetryAfter = tooMany.Seconds.ToString(CultureInfo.InvariantCulture);
            throw new ApiException(429, "RESOURCE_EXHAUSTED", $"Too many wrong passwords. Try again in {tooMany.Seconds} seconds.");
        }
    }

    private static async Task<Ok<EmptyAnswer>> RemoveAsync(HttpContext context, AccountDirectory accounts, Passwords passwords, string user_name)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can remove a user's password.");
        }

        return accounts.State.FindPrincipal(PrincipalType.User, user_name) is { } user && await passwords.RemoveAsync(user, context.RequestAborted)
            ? TypedResults.Ok(new EmptyAnswer())
            : throw ApiException.NotFound($"There is no user '{user_name}' with a password.");
    }

    private static async Task<Ok<SignInLinkAnswer>> CreateLinkAsync(HttpContext context, SignInLinks links, CreateSignInLink request)
    {
        var caller = context.CallerOf();
        if (!caller.IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can make sign-in links.");
        }

        var name = string.IsNullOrEmpty(request.UserName) ? caller.PrincipalName : request.UserName;
        var (secret, end) = await links.CreateAsync(name, caller.PrincipalId, context.RequestAborted);
        var server = $"{context.Request.Scheme}://{context.Request.Host.Value}";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SignInLinkAnswer(SignInLinks.UrlOf(server, secret), name, Milliseconds.Of(end)));
    }
}

/// <summary>The body of PUT me/password. The current one is asked for in a session that was begun with it.</summary>
internal sealed record ChangePassword([property: JsonPropertyName("password")] string? Password, [property: JsonPropertyName("current_password")] string? CurrentPassword);

/// <summary>A link that signs its user in once, and until when (milliseconds since 1970).</summary>
internal sealed record SignInLinkAnswer(string Url, string UserName, long ExpiryTime);

/// <summary>The body of POST sign-in-links: oneself when it names nobody.</summary>
internal sealed record CreateSignInLink([property: JsonPropertyName("user_name")] string? UserName);
