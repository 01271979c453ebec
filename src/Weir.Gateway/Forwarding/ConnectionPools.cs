using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// The connections to providers: one pool for each provider address, with YARP's handler settings, so that one provider's
/// trouble never takes another's connections.
/// </summary>
internal sealed class ConnectionPools(GatewayOptions options, HttpMessageHandler sandbox) : IDisposable
{
    private readonly ConcurrentDictionary<(string Address, bool AllowPrivate, TimeSpan ConnectTimeout), HttpMessageInvoker> _pools = new();
    private readonly HttpMessageInvoker _sandbox = new(sandbox, disposeHandler: false);

    /// <summary>The pool of a model's provider.</summary>
    public HttpMessageInvoker Get(ExternalModel model, TimeSpan connectTimeout)
    {
        if (model.Provider == Endpoints.Providers.Sandbox)
        {
            return _sandbox;
        }

        var address = model.BaseUrl is { } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : model.Provider;
        var allowPrivate = model.AllowPrivateAddress || options.AllowPrivateDestinations;
        return _pools.GetOrAdd((address, allowPrivate, connectTimeout), static (key, self) => self.Open(key.AllowPrivate, key.ConnectTimeout), this);
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }
    }

    private HttpMessageInvoker Open(bool allowPrivate, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = options.UseSystemProxy,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = int.MaxValue,
        };
        if (!allowPrivate)
        {
            handler.ConnectCallback = ConnectPublicAsync;
        }

        return new HttpMessageInvoker(handler);
    }

    // The resolved address is checked, and it is the one connected to: a name that resolves anew cannot slip past.
    private static async ValueTask<Stream> ConnectPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = Array.FindAll(addresses, PublicAddresses.IsPublic);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{host} resolves to a private address, which this destination may not reach.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
