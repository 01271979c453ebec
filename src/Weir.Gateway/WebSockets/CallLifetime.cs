using Microsoft.AspNetCore.Http.Features;

namespace Weir.Gateway.WebSockets;

/// <summary>How long somebody waits for a call's answer.</summary>
internal sealed class CallLifetime : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CallLifetime() => RequestAborted = _source.Token;

    public CancellationToken RequestAborted { get; set; }

    /// <summary>Nobody waits any more.</summary>
    public void Abort() => _source.Cancel();

    public void Dispose() => _source.Dispose();
}
