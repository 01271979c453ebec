using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Http;

namespace Weir.Accounts.Auditing;

/// <summary>
/// The one place where calls of the API are audited. A change is answered once its row is on the disk: the answer is held until then. A route that
/// changes something and states no <see cref="AuditedAction"/> is audited all the same, by its method and path and without parameters.
/// </summary>
public static class RequestAuditing
{
    private const int LargestBody = 16 * 1024 * 1024;

    private static readonly string[] Paths = ["/api", "/oidc", "/metrics", "/sign-in", "/sign-out"];

    /// <summary>Adds it; before authentication, since denied callers are audited too.</summary>
    public static void UseRequestAuditing(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<IAuditLog>();
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.UseWhen(
            context => Array.Exists(Paths, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)),
            branch => branch.Use(async (context, next) =>
            {
                var origin = AuditOrigin.Of(context, time);
                origin.Enter();
                context.Features.Set(origin);
                if (ActionOf(context) is { } action)
                {
                    await ChangeAsync(context, next, log, action, origin);
                    return;
                }

                await next(context);
                if (context.Response.StatusCode is 401 or 403)
                {
                    log.Denied(new AuditEvent("accounts", NameOf(context), context.Response.StatusCode) { Origin = origin });
                }
            }));
    }

    /// <summary>The routes that change something without stating what is audited.</summary>
    public static IEnumerable<string> Unstated(EndpointDataSource routes) =>
        routes.Endpoints.OfType<RouteEndpoint>()
            .Where(route => Changes(route) && route.Metadata.GetMetadata<AuditedAction>() is null && Array.Exists(Paths, path => route.RoutePattern.RawText?.StartsWith(path, StringComparison.Ordinal) == true))
            .Select(Describe);

    private static AuditedAction? ActionOf(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint route)
        {
            return null;
        }

        return route.Metadata.GetMetadata<AuditedAction>() ?? (Changes(route) ? new AuditedAction("accounts", Describe(route), [], null) : null);
    }

    private static bool Changes(RouteEndpoint route) =>
        route.Metadata.GetMetadata<NotAudited>() is null
        && route.Metadata.GetMetadata<IHttpMethodMetadata>() is { } methods
        && methods.HttpMethods.Any(method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method));

    private static string Describe(RouteEndpoint route) =>
        $"{string.Join(',', route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} {route.RoutePattern.RawText}";

    private static string NameOf(HttpContext context) => context.GetEndpoint() is RouteEndpoint route ? Describe(route) : "unknown";

    private static async Task ChangeAsync(HttpContext context, RequestDelegate next, IAuditLog log, AuditedAction action, AuditOrigin origin)
    {
        try
        {
            await log.EnsureWritableAsync();
        }
        catch (IOException)
        {
            await RefuseAsync(context, "Nothing was changed: the audit log cannot be written at the moment. Try again later.");
            return;
        }

        // In memory whatever its size: what a body says must not reach the disk.
        context.Request.EnableBuffering(bufferThreshold: LargestBody, bufferLimit: LargestBody);
        var answer = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
        }
        catch (Exception)
        {
            context.Response.Body = answer;
            var failed = await EventAsync(context, action, origin, 500, default);
            if (origin.Caller is null)
            {
                log.Denied(failed);
            }
            else
            {
                await log.WriteAsync(failed);
            }

            throw;
        }

        context.Response.Body = answer;
        var status = context.Response.StatusCode;
        var auditEvent = await EventAsync(context, action, origin, status, held.GetBuffer().AsMemory(0, (int)held.Length));
        if (status is 401 or 403 || (status >= 400 && origin.Caller is null))
        {
            // Whoever is nobody writes no more than denials may.
            log.Denied(auditEvent);
        }
        else
        {
            try
            {
                await log.WriteAsync(auditEvent);
            }
            catch (IOException)
            {
                context.Response.Clear();
                await RefuseAsync(context, "The audit log could not be written, so this is not confirmed. Read what you changed before you try again.");
                return;
            }
        }

        held.Position = 0;
        await held.CopyToAsync(answer, context.RequestAborted);
    }

    private static async Task<AuditEvent> EventAsync(HttpContext context, AuditedAction action, AuditOrigin origin, int status, ReadOnlyMemory<byte> answer) =>
        new(action.ServiceName, action.ActionName, status)
        {
            Origin = origin,
            Parameters = ShownParameters.Of(context, status == 401 ? default : await BodyOfAsync(context.Request), action.Parameters),
            ErrorMessage = status >= 400 ? ShownParameters.In(answer, "error_code") ?? ShownParameters.In(answer, "scimType") : null,
            Result = status < 400 && action.Result is { } result ? ShownParameters.In(answer, result) : null,
            IsAccountLevel = action.IsAccountLevel,
        };

    private static async Task<ReadOnlyMemory<byte>> BodyOfAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && !request.Headers.TransferEncoding.Contains("chunked", StringComparer.OrdinalIgnoreCase))
        {
            return default;
        }

        try
        {
            request.Body.Position = 0;
            using var copy = new MemoryStream();
            await request.Body.CopyToAsync(copy, CancellationToken.None);
            return copy.ToArray();
        }
        catch (Exception unreadable) when (unreadable is IOException or OperationCanceledException)
        {
            // The client is gone, or sends more than is taken: the row goes without parameters.
            return default;
        }
    }

    private static Task RefuseAsync(HttpContext context, string message) => ApiError.Result(503, "TEMPORARILY_UNAVAILABLE", message).ExecuteAsync(context);
}
