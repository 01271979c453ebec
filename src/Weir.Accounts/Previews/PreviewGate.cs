using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Http;

namespace Weir.Accounts.Previews;

/// <summary>A route's metadata: the preview that it belongs to.</summary>
/// <param name="Preview">The preview.</param>
/// <param name="Refuse">Answers 404 with a message in the route's own shape; NULL for the API's.</param>
public sealed record PreviewRoute(Preview Preview, Func<HttpContext, string, Task>? Refuse);

/// <summary>Answers routes of a preview that is off as if they were absent, with a message that says who can turn it on.</summary>
public static class PreviewGate
{
    /// <summary>The routes answer while the preview is on.</summary>
    public static TBuilder BelongsTo<TBuilder>(this TBuilder routes, Preview preview, Func<HttpContext, string, Task>? refuse = null)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new PreviewRoute(preview, refuse));

    /// <summary>Adds the gate; after authentication, since an absent route asks for a token too.</summary>
    public static void UsePreviews(this IApplicationBuilder app)
    {
        var switches = app.ApplicationServices.GetRequiredService<PreviewSwitches>();
        app.Use(next => context =>
            context.GetEndpoint()?.Metadata.GetMetadata<PreviewRoute>() is { } route && !switches.IsOn(route.Preview)
                ? RefuseAsync(context, route, switches.Explain(route.Preview))
                : next(context));
    }

    private static Task RefuseAsync(HttpContext context, PreviewRoute route, string message) =>
        route.Refuse?.Invoke(context, message) ?? ApiError.Result(404, "FEATURE_DISABLED", message).ExecuteAsync(context);
}
