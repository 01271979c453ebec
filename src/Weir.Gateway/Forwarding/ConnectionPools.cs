using System.Collections.Concurrent;
using System.Net;
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
        return _pools.GetOrAdd((address, AllowsPrivate(model), connectTimeout), static (key, self) => self.Open(key.AllowPrivate, key.ConnectTimeout), this);
    }

    /// <summary>Connections for one call alone: it shows how the provider is reached from nothing, and leaves no pool behind. The caller disposes them.</summary>
    public HttpMessageInvoker OpenAlone(ExternalModel model, TimeSpan connectTimeout) =>
        model.Provider == Endpoints.Providers.Sandbox ? new HttpMessageInvoker(sandbox, disposeHandler: false) : Open(AllowsPrivate(model), connectTimeout);

    public void Dispose()
    {
        _sandbox.Dispose();
        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }
    }

    private bool AllowsPrivate(ExternalModel model) => model.AllowPrivateAddress || options.AllowPrivateDestinations;

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
            handler.ConnectCallback = PublicAddresses.ConnectAsync;
        }

        return new HttpMessageInvoker(handler);
    }
}

/// <summary>A destination that may have public addresses alone has a private one.</summary>
/// <param name="host">Its host.</param>
internal sealed class PrivateAddressException(string host) : HttpRequestException(HttpRequestError.ConnectionError, $"{host} resolves to a private address, which this destination may not reach.");
