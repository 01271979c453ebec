using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Tests.Providers;

/// <summary>A token endpoint on this machine: each token is numbered, so that a test sees which one it got.</summary>
internal sealed class TokenEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TokenEndpoint(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What it was asked.</summary>
    public ConcurrentQueue<(string Path, string? Authorization, Dictionary<string, string> Form)> Asked { get; } = new();

    public int ExpiresInSeconds { get; set; } = 3600;

    /// <summary>Answered instead of a token.</summary>
    public (int Status, string Body)? Failure { get; set; }

    /// <summary>Waited for before each answer.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public HttpMessageInvoker Http { get; } = new(new SocketsHttpHandler());

    public static async Task<TokenEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var endpoint = new TokenEndpoint(builder.Build());
        endpoint._app.Run(endpoint.AnswerAsync);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            // Entra's clients ask where the tenant's endpoints are.
            var tenant = "https://login.microsoftonline.com/" + context.Request.Path.Value!.Split('/')[1];
            await context.Response.WriteAsJsonAsync(new { token_endpoint = tenant + "/oauth2/v2.0/token", authorization_endpoint = tenant + "/oauth2/v2.0/authorize", issuer = tenant + "/v2.0", tenant_discovery_endpoint = tenant + "/v2.0/.well-known/openid-configuration" });
            return;
        }

        var form = await context.Request.ReadFormAsync();

        // Before the request is seen: whoever waits for that may change the answer to the next.
        var refusal = Failure;
        Asked.Enqueue((context.Request.Path, context.Request.Headers.Authorization, form.ToDictionary(field => field.Key, field => field.Value.ToString())));
        var number = Asked.Count;
        await Gate;
        if (refusal is { } failure)
        {
            context.Response.StatusCode = failure.Status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(failure.Body);
            return;
        }

        await context.Response.WriteAsJsonAsync(new { access_token = $"token-{number}", token_type = "Bearer", expires_in = ExpiresInSeconds });
    }
}
