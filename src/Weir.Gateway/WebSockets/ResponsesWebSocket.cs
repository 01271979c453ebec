using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Weir.Accounts.Previews;
using Weir.Accounts.Tokens;
using Weir.Gateway.Receiving;
using Weir.Gateway.Routes;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// Opens a WebSocket to the responses API, for a client whose token holds. It ends here: behind it are calls like those of a POST, so that each response is authorised, limited, routed, measured and
/// recorded as such. The handshake itself is no usage.
/// </summary>
internal sealed class ResponsesWebSocket(RequestHandler handler, PreviewSwitches previews, GatewayOptions options, GatewayMetrics metrics, IHostApplicationLifetime host, TimeProvider time)
{
    // Codex falls back to POST at once, which needs nothing kept.
    private static readonly Refusal TooMany = new(426, RefusalCodes.UpgradeRequired, "Too many WebSockets are open here. Send a POST; the answer streams as events.");

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private int _open;

    /// <summary>Serves a request that wants to become a WebSocket.</summary>
    public async Task HandleAsync(HttpContext context, ApiRoute route)
    {
        metrics.Unmetered("websocket");
        if (RefusalOf(context) is { } refusal)
        {
            await RefuseAsync(context, route, refusal);
            return;
        }

        try
        {
            await (Interlocked.Increment(ref _open) > options.MaxWebSockets ? RefuseAsync(context, route, TooMany) : ServeAsync(context, route));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ServeAsync(HttpContext context, ApiRoute route)
    {
        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            // The danger is in what is sent, and that is not compressed.
            DangerousEnableCompression = true,
            KeepAliveInterval = PingInterval,
            KeepAliveTimeout = LongestSilence,
        });
        using var channel = new MessageChannel(socket, options.MaxRequestBodyBytes);
        await new ResponsesConnection(context, channel, route, handler, IsOff, options, time).ServeAsync(host.ApplicationStopping);
    }

    private Task RefuseAsync(HttpContext context, ApiRoute route, Refusal refusal) => RefusalWriter.WriteAsync(context, route.Dialect, refusal, Guid.CreateVersion7(time.GetUtcNow()).ToString());

    private Refusal? RefusalOf(HttpContext context)
    {
        // A browser opens WebSockets for any page and sends its cookies along: only a token shows who asks.
        if (AccessTokenReader.Read(context.Request).IsEmpty || handler.Authenticate(context, out _) is not { } caller)
        {
            metrics.Unauthenticated();
            return RefusalWriter.Unauthenticated;
        }

        return RequestHandler.RefuseByScope(caller);
    }

    private Refusal? IsOff() => previews.IsOn(Preview.AIGateway) ? null : new Refusal(404, RefusalCodes.FeatureDisabled, previews.Explain(Preview.AIGateway));
}
