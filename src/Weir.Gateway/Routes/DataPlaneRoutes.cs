using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Previews;
using Weir.Gateway.Dialects;
using Weir.Gateway.Receiving;
using Weir.Gateway.Telemetry;
using Weir.Gateway.WebSockets;

namespace Weir.Gateway.Routes;

/// <summary>The paths of the data plane (original-product.md 1.7), at the root and under <c>/ai-gateway</c>.</summary>
public static class DataPlaneRoutes
{
    private static readonly (string Path, ApiRoute Route)[] Posts =
    [
        ("/mlflow/v1/chat/completions", new(OpenAIChat.Instance, Operation.ChatCompletions, "mlflow/v1/chat/completions")),
        ("/mlflow/v1/embeddings", new(OpenAIChat.Instance, Operation.Embeddings, "mlflow/v1/embeddings")),
        ("/openai/v1/chat/completions", new(OpenAIChat.Instance, Operation.ChatCompletions, "openai/v1/chat/completions")),
        ("/openai/v1/completions", new(OpenAIChat.Instance, Operation.Completions, "openai/v1/completions")),
        ("/openai/v1/responses", new(OpenAIResponses.Instance, Operation.Responses, "openai/v1/responses")),
        ("/openai/v1/embeddings", new(OpenAIChat.Instance, Operation.Embeddings, "openai/v1/embeddings")),
        ("/anthropic/v1/messages", new(AnthropicMessages.Instance, Operation.Messages, "anthropic/v1/messages")),
        ("/anthropic/v1/messages/count_tokens", new(AnthropicMessages.Instance, Operation.CountMessageTokens, "anthropic/v1/messages")),
        ("/cursor/v1/chat/completions", new(OpenAIChat.Instance, Operation.ChatCompletions, "cursor/v1/chat/completions") { TakesResponsesBodies = true }),
        ("/codex/v1/responses", new(OpenAIResponses.Instance, Operation.Responses, "openai/v1/responses") { LeavesOutHostedTools = true }),
    ];

    private static readonly Dictionary<string, ApiRoute> GeminiVerbs = new(StringComparer.Ordinal)
    {
        ["generateContent"] = new(GeminiGenerateContent.Instance, Operation.GenerateContent, "gemini/v1/generateContent"),
        ["streamGenerateContent"] = new(GeminiGenerateContent.Instance, Operation.StreamGenerateContent, "gemini/v1/generateContent"),
        ["embedContent"] = new(GeminiGenerateContent.Instance, Operation.EmbedContent, "gemini/v1/embedContent"),
        ["batchEmbedContents"] = new(GeminiGenerateContent.Instance, Operation.BatchEmbedContents, "gemini/v1/embedContent"),
        ["countTokens"] = new(GeminiGenerateContent.Instance, Operation.CountContentTokens, "gemini/v1/generateContent"),
    };

    private static readonly (string Prefix, Dialect Dialect)[] Prefixes =
    [
        ("mlflow", OpenAIChat.Instance), ("openai", OpenAIChat.Instance), ("cursor", OpenAIChat.Instance), ("codex", OpenAIResponses.Instance),
        ("anthropic", AnthropicMessages.Instance), ("gemini", GeminiGenerateContent.Instance),
    ];

    /// <summary>Maps the data plane.</summary>
    public static void MapDataPlane(this IEndpointRouteBuilder app)
    {
        var handler = app.ServiceProvider.GetRequiredService<RequestHandler>();
        var listing = app.ServiceProvider.GetRequiredService<ModelListing>();
        var metrics = app.ServiceProvider.GetRequiredService<GatewayMetrics>();
        var gated = app.MapGroup(string.Empty).BelongsTo(Preview.AIGateway, RefuseDisabledAsync);
        foreach (var root in new[] { string.Empty, "/ai-gateway" })
        {
            foreach (var (path, route) in Posts)
            {
                gated.MapPost(root + path, (RequestDelegate)(context => handler.HandleAsync(context, route)));
            }

            PassThroughRoutes.Map(gated, root, handler);
            MapWebSockets(gated, root, app.ServiceProvider);
            MapGemini(gated, root, handler, listing);
            foreach (var prefix in new[] { "mlflow", "openai", "cursor", "codex", "anthropic" })
            {
                var dialect = Array.Find(Prefixes, known => known.Prefix == prefix).Dialect;
                gated.MapGet($"{root}/{prefix}/v1/models", (RequestDelegate)(context => listing.ListAsync(context, dialect)));
                gated.MapGet($"{root}/{prefix}/v1/models/{{name}}", (RequestDelegate)(context => listing.GetAsync(context, dialect, (string)context.GetRouteValue("name")!)));
            }

            // Codex tells its provider what its turns cost; nobody bills by it.
            gated.MapPost(root + "/codex/v1/analytics/{**rest}", (RequestDelegate)(context => AcknowledgeAsync(context, metrics)));
            foreach (var (prefix, dialect) in Prefixes)
            {
                gated.MapFallback($"{root}/{prefix}/{{**rest}}", (RequestDelegate)(context => UnknownAsync(context, dialect, metrics)));
            }
        }

        // Claude Code opens its connection with a HEAD before it has anything to ask.
        app.MapMethods("/", [HttpMethods.Head], (RequestDelegate)(context => ProbeAsync(context, metrics)));
        app.MapMethods("/api/hello", [HttpMethods.Head, HttpMethods.Get], (RequestDelegate)(context => ProbeAsync(context, metrics)));
    }

    private static void MapWebSockets(IEndpointRouteBuilder app, string root, IServiceProvider services)
    {
        if (!services.GetRequiredService<GatewayOptions>().WebSockets)
        {
            return;
        }

        var webSocket = services.GetRequiredService<ResponsesWebSocket>();
        var metrics = services.GetRequiredService<GatewayMetrics>();
        foreach (var (path, route) in Posts.Where(post => post.Route.Operation == Operation.Responses))
        {
            // In front of these routes alone: no other request pays for it.
            var pipeline = app.CreateApplicationBuilder();
            pipeline.UseWebSockets();
            pipeline.Run(context => context.WebSockets.IsWebSocketRequest ? webSocket.HandleAsync(context, route) : UnknownAsync(context, route.Dialect, metrics));
            app.MapGet(root + path, pipeline.Build());
        }
    }

    private static void MapGemini(IEndpointRouteBuilder app, string root, RequestHandler handler, ModelListing listing)
    {
        foreach (var version in new[] { "v1beta", "v1" })
        {
            var models = $"{root}/gemini/{version}/models";
            app.MapGet(models, (RequestDelegate)(context => listing.ListAsync(context, GeminiGenerateContent.Instance)));
            app.MapGet(models + "/{name}", (RequestDelegate)(context => listing.GetAsync(context, GeminiGenerateContent.Instance, (string)context.GetRouteValue("name")!)));
            app.MapPost(models + "/{call}", (RequestDelegate)(context =>
            {
                var call = (string)context.GetRouteValue("call")!;
                var colon = call.LastIndexOf(':');
                return colon > 0 && GeminiVerbs.TryGetValue(call[(colon + 1)..], out var route)
                    ? handler.HandleAsync(context, route, call[..colon], version)
                    : RefuseAsync(context, GeminiGenerateContent.Instance, NotFound(context));
            }));
        }
    }

    private static Task ProbeAsync(HttpContext context, GatewayMetrics metrics)
    {
        metrics.Unmetered("probe");
        context.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    private static Task AcknowledgeAsync(HttpContext context, GatewayMetrics metrics)
    {
        metrics.Unmetered("analytics");
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("{}", context.RequestAborted);
    }

    private static Task UnknownAsync(HttpContext context, Dialect dialect, GatewayMetrics metrics)
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method))
        {
            return ProbeAsync(context, metrics);
        }

        var isResponses = request.Path.Value?.EndsWith("/responses", StringComparison.Ordinal) == true;
        if (isResponses && HttpMethods.IsGet(request.Method) && request.Headers.Upgrade.Count > 0)
        {
            // Codex falls back to POST at once when its WebSocket is refused so.
            metrics.Unmetered("websocket");
            return RefuseAsync(context, dialect, new Refusal(426, RefusalCodes.UpgradeRequired, "WebSocket is not offered here. Send a POST; the answer streams as events."));
        }

        return RefuseAsync(context, dialect, NotFound(context));
    }

    private static Task RefuseDisabledAsync(HttpContext context, string message)
    {
        var dialect = Array.Find(Prefixes, known => context.Request.Path.Value!.Contains($"/{known.Prefix}/", StringComparison.Ordinal)).Dialect ?? OpenAIChat.Instance;
        return RefuseAsync(context, dialect, new Refusal(404, RefusalCodes.FeatureDisabled, message));
    }

    private static Refusal NotFound(HttpContext context) =>
        new(404, RefusalCodes.RouteNotFound, $"There is no {context.Request.Method} {context.Request.Path} here. The README lists the paths of each dialect.");

    private static Task RefuseAsync(HttpContext context, Dialect dialect, Refusal refusal) =>
        RefusalWriter.WriteAsync(context, dialect, refusal, Guid.CreateVersion7(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString());
}
