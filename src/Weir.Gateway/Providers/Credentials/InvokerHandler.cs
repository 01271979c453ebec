namespace Weir.Gateway.Providers.Credentials;

/// <summary>A destination's way to the network, as a handler for client libraries that want one. Disposing it closes nothing.</summary>
internal sealed class InvokerHandler(HttpMessageInvoker invoker) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);
}
