using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Dialects;

namespace Weir.Gateway.Routes;

/// <summary>
/// OpenAI's images, audio, files and batches (platform.openai.com/docs/api-reference). The endpoint is named by the header <c>Weir-Endpoint</c>, or, for
/// images and audio, by the request's <c>model</c>.
/// </summary>
internal static class PassThroughRoutes
{
    private const string Prefix = "openai/v1";

    private static readonly (string Method, string Path, Operation Operation, string ApiType, bool IsListing)[] Calls =
    [
        (HttpMethods.Post, "/images/generations", Operation.Images, "/images/generations", false),
        (HttpMethods.Post, "/images/edits", Operation.Images, "/images/edits", false),
        (HttpMethods.Post, "/images/variations", Operation.Images, "/images/variations", false),
        (HttpMethods.Post, "/audio/speech", Operation.Audio, "/audio/speech", false),
        (HttpMethods.Post, "/audio/transcriptions", Operation.Audio, "/audio/transcriptions", false),
        (HttpMethods.Post, "/audio/translations", Operation.Audio, "/audio/translations", false),
        (HttpMethods.Post, "/files", Operation.Files, "/files", false),
        (HttpMethods.Get, "/files", Operation.Files, "/files", true),
        (HttpMethods.Get, "/files/{id}", Operation.Files, "/files", false),
        (HttpMethods.Delete, "/files/{id}", Operation.Files, "/files", false),
        (HttpMethods.Get, "/files/{id}/content", Operation.Files, "/files", false),
        (HttpMethods.Post, "/batches", Operation.Batches, "/batches", false),
        (HttpMethods.Get, "/batches", Operation.Batches, "/batches", true),
        (HttpMethods.Get, "/batches/{id}", Operation.Batches, "/batches", false),
        (HttpMethods.Post, "/batches/{id}/cancel", Operation.Batches, "/batches", false),
    ];

    /// <summary>Maps them below a root.</summary>
    public static void Map(IEndpointRouteBuilder app, string root, RequestHandler handler)
    {
        foreach (var (method, path, operation, apiType, isListing) in Calls)
        {
            var route = new ApiRoute(OpenAIPassThrough.Instance, operation, Prefix + apiType) { IsListing = isListing };
            app.MapMethods($"{root}/{Prefix}{path}", [method], (RequestDelegate)(context =>
            {
                // The id is one segment and stays one, whatever stands in it.
                var id = context.GetRouteValue("id") as string;
                var providerPath = id is null ? path : path.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
                return handler.HandleAsync(context, route, providerPath: providerPath);
            }));
        }
    }
}
