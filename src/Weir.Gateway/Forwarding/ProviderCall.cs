using System.Net;
using Weir.Gateway.Dialects;
using Weir.Gateway.Recording;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Forwarding;

/// <summary>What a destination is asked: the request itself with a few bytes rewritten, or its translation.</summary>
/// <param name="Request">The call.</param>
/// <param name="Operation">What is asked of the provider.</param>
/// <param name="Dialect">How it answers.</param>
/// <param name="Translation">Where the client's dialect is another one; else NULL.</param>
internal sealed record ProviderCall(HttpRequestMessage Request, Operation Operation, Dialect Dialect, RequestTranslation? Translation)
{
    /// <summary>Whether the usage that a stream states must be kept from a client that did not ask for it.</summary>
    public bool WithholdsUsage { get; private init; }

    /// <summary>Makes the call of an attempt.</summary>
    /// <exception cref="UntranslatableException">The destination's dialect has no words for something in the request.</exception>
    public static ProviderCall For(Exchange exchange, DestinationTarget target)
    {
        var operation = exchange.Route.Operation;
        return target.Provider.Speaks(operation) ? Direct(exchange, target) : Translated(exchange, target);
    }

    private static ProviderCall Direct(Exchange exchange, DestinationTarget target)
    {
        var client = exchange.Context.Request;
        var scan = exchange.Scan!;
        var operation = exchange.Route.Operation;
        var request = RequestTo(target.AddressOf(operation, exchange.ApiVersion, RequestUrl.QueryOf(client)));
        ProviderHeaders.CopyRequest(client.Headers, request.Headers);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        target.Provider.Authenticate(request.Headers, target.Destination.Model);
        var asksForUsage = operation.AsksForStreamUsage() && scan is { Stream: true, AsksForUsage: false };
        var model = target.Provider.NamesModelInBody(operation) ? Splice.Of(scan.ModelRange, target.ModelJson) : Splice.None;
        var usage = asksForUsage ? Splice.Of(scan.UsageRange, scan.UsageRequest) : Splice.None;
        request.Content = new SplicedContent(exchange.Body!.Bytes, model, usage, client.ContentType);
        return new ProviderCall(request, operation, exchange.Route.Dialect, null) { WithholdsUsage = asksForUsage };
    }

    private static ProviderCall Translated(Exchange exchange, DestinationTarget target)
    {
        var translation = exchange.Translation ??= RequestTranslation.Read(exchange);
        var operation = RequestTranslation.TargetOf(target.Provider, translation.Prompt.Stream)!.Value;
        var model = target.Destination.Model.Name;
        var body = translation.Write(operation, model, takesStreamOptions: true);
        var query = operation == Operation.StreamGenerateContent ? "?alt=sse" : string.Empty;
        var request = RequestTo(target.AddressOf(operation, null, query));

        // The client's own headers speak of its own dialect (versions, betas); who called is told.
        request.Headers.TryAddWithoutValidation("User-Agent", exchange.Context.Request.Headers.UserAgent.ToString());
        request.Headers.TryAddWithoutValidation("Accept", translation.Prompt.Stream ? "text/event-stream" : "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        target.Provider.Authenticate(request.Headers, target.Destination.Model);
        request.Content = new SplicedContent(body, Splice.None, Splice.None, "application/json");
        return new ProviderCall(request, operation, RequestTranslation.DialectOf(operation), translation);
    }

    private static HttpRequestMessage RequestTo(Uri address) => new(HttpMethod.Post, address)
    {
        Version = HttpVersion.Version11,
        VersionPolicy = address.Scheme == Uri.UriSchemeHttps ? HttpVersionPolicy.RequestVersionOrHigher : HttpVersionPolicy.RequestVersionExact,
    };
}
