using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Weir.Gateway.WebSockets;

/// <summary>The request that a message stands for: a POST by the connection's client to the connection's path.</summary>
internal static class CallContext
{
    private const string CodexPrefix = "x-codex-";

    // Of the connection, not of what is asked over it; a cookie is no token, and comments and trailers have no place in messages.
    private static readonly HashSet<string> NotCarried = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.Upgrade, HeaderNames.KeepAlive, HeaderNames.SecWebSocketKey, HeaderNames.SecWebSocketVersion, HeaderNames.SecWebSocketExtensions,
        HeaderNames.SecWebSocketProtocol, HeaderNames.SecWebSocketAccept, HeaderNames.Cookie, HeaderNames.TE, HeaderNames.ContentLength, HeaderNames.ContentType,
        HeaderNames.ContentEncoding, HeaderNames.TransferEncoding, HeaderNames.Expect, "Weir-Keep-Alive",
    };

    /// <summary>Makes the request.</summary>
    /// <param name="connection">The request that became the WebSocket.</param>
    /// <param name="message">The message.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="lifetime">Ends when nobody waits for its answer.</param>
    public static DefaultHttpContext Of(HttpContext connection, ClientMessage message, ReadOnlyMemory<byte> body, IServiceProvider services, CallLifetime lifetime)
    {
        var from = connection.Request;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = from.Protocol,
            Scheme = from.Scheme,
            Method = HttpMethods.Post,
            PathBase = from.PathBase,
            Path = from.Path,
            QueryString = from.QueryString.Value ?? string.Empty,
            Headers = HeadersOf(from.Headers, message, body.Length),
            Body = MemoryMarshal.TryGetArray(body, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(body.ToArray(), writable: false),
        });
        features.Set(connection.Features.Get<IHttpConnectionFeature>());
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        features.Set<IHttpResponseFeature>(new CallResponse());
        return new DefaultHttpContext(features) { RequestServices = services, TraceIdentifier = connection.TraceIdentifier };
    }

    private static IHeaderDictionary HeadersOf(IHeaderDictionary connection, ClientMessage message, int length)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, values) in connection)
        {
            if (!NotCarried.Contains(name) && !values.ToString().StartsWith("responses_websockets", StringComparison.Ordinal))
            {
                headers[name] = values;
            }
        }

        // Codex opens a connection with the headers of its first request; those of later ones are in the messages.
        foreach (var (name, value) in message.Metadata)
        {
            if (name.StartsWith(CodexPrefix, StringComparison.OrdinalIgnoreCase) && headers.ContainsKey(name) && value.All(character => character is >= ' ' and <= '~'))
            {
                headers[name] = value;
            }
        }

        headers.ContentType = "application/json";
        headers.ContentLength = length;
        headers.Accept = "text/event-stream";
        return headers;
    }
}
