using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Weir.EndToEnd;

/// <summary>A server that takes webhooks.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _failures;

    private WebhookReceiver(WebApplication app, int failures)
    {
        _app = app;
        _failures = failures;
        app.MapPost("/hook", (Delegate)TakeAsync);
    }

    public string Url => _app.Urls.Single() + "/hook";

    /// <summary>What came, those that were answered with an error among them.</summary>
    public ConcurrentQueue<(string Id, string Timestamp, string Signature, string Body)> Taken { get; } = new();

    /// <param name="failures">So many are answered 500 first.</param>
    public static async Task<WebhookReceiver> StartAsync(int failures)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build(), failures);
        await receiver._app.StartAsync();
        return receiver;
    }

    public IEnumerable<JsonElement> Bodies() => Taken.Select(taken => JsonSerializer.Deserialize<JsonElement>(taken.Body));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Taken.Enqueue((context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!, context.Request.Headers["webhook-signature"]!, await reader.ReadToEndAsync()));
        return Interlocked.Decrement(ref _failures) >= 0 ? Results.StatusCode(500) : Results.NoContent();
    }
}
