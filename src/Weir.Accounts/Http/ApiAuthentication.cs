using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Auditing;
using Weir.Accounts.Scim;
using Weir.Accounts.Sessions;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Http;

/// <summary>Lets nobody into <c>/api</c> without a token, and words every refusal of it in the API's shape.</summary>
public static class ApiAuthentication
{
    /// <summary>Adds the check. Handlers find the caller by <see cref="CallerOf"/>.</summary>
    public static void UseApiAuthentication(this IApplicationBuilder app)
    {
        var authenticator = app.ApplicationServices.GetRequiredService<ITokenAuthenticator>();
        var sessions = app.ApplicationServices.GetService<SessionAuthentication>();
        var reports = app.ApplicationServices.GetService<ReportSessions>();

        // Routes are matched whatever the case of a path, so this is too.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !context.Request.Path.StartsWithSegments("/api/hello", StringComparison.OrdinalIgnoreCase)
                && context.GetEndpoint()?.Metadata.GetMetadata<OwnAuthentication>() is null,
            branch => branch.Use(async (context, next) =>
            {
                var caller = authenticator.Authenticate(AccessTokenReader.Read(context.Request, allowQuery: false));
                string? refusal = null;
                if (caller is null && ((caller = sessions?.Authenticate(context.Request, out refusal)) is not null || (caller = reports?.Authenticate(context.Request, out refusal)) is not null))
                {
                    // What a browser was answered must not be there for who uses it next.
                    context.Response.Headers.CacheControl = "no-store";
                }

                if (refusal is not null)
                {
                    context.Features.Get<AuditOrigin>()?.ClaimedIdentity = caller?.PrincipalName;
                    await RefuseAsync(context, 403, "PERMISSION_DENIED", refusal);
                    return;
                }

                if (caller is null)
                {
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    await RefuseAsync(context, 401, "UNAUTHENTICATED", "The request has no valid token. Send one as 'Authorization: Bearer <token>', or sign in at /sign-in.");
                    return;
                }

                var accepted = (context.GetEndpoint()?.Metadata.GetMetadata<RouteScopes>() ?? RouteScopes.Unlimited).Accepted;
                if (!caller.HasScope(accepted))
                {
                    await RefuseAsync(context, 403, "PERMISSION_DENIED", TokenScopes.Refusal(accepted));
                    return;
                }

                context.Features.Set(caller);
                context.Features.Get<AuditOrigin>()?.Caller = caller;
                await RunAsync(context, next);
            }));
    }

    /// <summary>States that a route looks at the caller's token itself, since its refusals are in a protocol's own shape.</summary>
    public static TBuilder AuthenticatesItself<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OwnAuthentication());

    /// <summary>Who calls the API.</summary>
    public static Caller CallerOf(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route is outside the authenticated API.");

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ApiException refused)
        {
            await RefuseAsync(context, refused.Status, refused.ErrorCode, refused.Message);
        }
        catch (BadHttpRequestException malformed)
        {
            // The framework's own sentence speaks to whoever wrote the route.
            var why = malformed.InnerException is JsonException json ? json.Message
                : malformed.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "The request has no body. Send a JSON object; {} where there is nothing to say."
                : malformed.Message;
            await RefuseAsync(context, malformed.StatusCode, "MALFORMED_REQUEST", why);
        }
        catch (JsonException malformed)
        {
            await RefuseAsync(context, 400, "MALFORMED_REQUEST", malformed.Message);
        }
    }

    // An identity provider's client reads errors in SCIM's shape alone.
    private static Task RefuseAsync(HttpContext context, int status, string errorCode, string message) =>
        context.Request.Path.Value!.Contains("/scim/v2", StringComparison.OrdinalIgnoreCase)
            ? ScimError.Result(status, null, message).ExecuteAsync(context)
            : ApiError.Result(status, errorCode, message).ExecuteAsync(context);
}

/// <summary>A route that authenticates its callers itself.</summary>
internal sealed class OwnAuthentication;
