using System.Net;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Providers;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Forwarding;

/// <summary>What a destination is asked: the request itself with a few bytes rewritten, or its translation.</summary>
/// <param name="Request">The call, but for the credential.</param>
/// <param name="Model">What is asked of the provider.</param>
/// <param name="Dialect">How it answers.</param>
/// <param name="Translation">Where the client's dialect is another one; else NULL.</param>
internal sealed record ProviderCall(HttpRequestMessage Request, ModelCall Model, Dialect Dialect, RequestTranslation? Translation)
{
    public Operation Operation => Model.Operation;

    /// <summary>Whether the usage that a stream states must be kept from a client that did not ask for it.</summary>
    public bool WithholdsUsage { get; private init; }

    /// <summary>Makes the call of an attempt.</summary>
    /// <exception cref="UntranslatableException">The destination's dialect has no words for something in the request.</exception>
    public static ProviderCall For(Exchange exchange, DestinationTarget target) =>
        exchange.PassThrough is { } reading ? PassedThrough(exchange, reading, target)
        : exchange.BodyOperation is null && target.Provider.Speaks(target.Destination.Model.Name, exchange.Route.Operation) ? Direct(exchange, target) : Translated(exchange, target);

    /// <summary>Makes a call of the gateway's own, which no client asked for.</summary>
    /// <param name="operation">What is asked.</param>
    /// <param name="body">In the operation's dialect, with the model as the provider names it.</param>
    /// <param name="target">Whom.</param>
    public static ProviderCall Own(Operation operation, ReadOnlyMemory<byte> body, DestinationTarget target) => Written(new ModelCall(operation), body, target, "weir");

    /// <summary>Shows the provider who is calling; signs the body where it must be signed.</summary>
    /// <exception cref="Providers.Credentials.CredentialsException">The credential did not work.</exception>
    public async ValueTask AuthorizeAsync(DestinationTarget target, CancellationToken cancellationToken)
    {
        var credential = target.Credential;
        ReadOnlyMemory<byte>? signed = credential.SignsBody ? await Request.Content!.ReadAsByteArrayAsync(cancellationToken) : null;
        await credential.AuthorizeAsync(Request, signed, cancellationToken);
    }

    private static ProviderCall Direct(Exchange exchange, DestinationTarget target)
    {
        var client = exchange.Context.Request;
        var scan = exchange.Scan!;
        var provider = target.Provider;
        var call = new ModelCall(exchange.Route.Operation, exchange.ApiVersion, scan.Stream);
        var request = RequestTo(target.AddressOf(call, RequestUrl.QueryOf(client)));
        ProviderHeaders.CopyRequest(client.Headers, request.Headers);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");

        // The client did not ask for usage in the stream itself.
        var mayWithhold = call.Operation.AsksForStreamUsage() && scan is { Stream: true, AsksForUsage: false };
        if (provider.Adapt(request.Headers, exchange.Body!.Bytes.Span, target.Destination.Model, call) is { } adapted)
        {
            request.Content = new SplicedContent(adapted, Splice.None, Splice.None, client.ContentType);
        }
        else
        {
            var model = provider.NamesModelInBody(call.Operation) ? Splice.Of(scan.ModelRange, target.ModelJson) : Splice.None;
            var usage = mayWithhold && provider.StreamUsage == StreamUsage.OnRequest ? Splice.Of(scan.UsageRange, scan.UsageRequest) : Splice.None;
            request.Content = new SplicedContent(exchange.Body.Bytes, model, usage, client.ContentType);
        }

        return new ProviderCall(request, call, exchange.Route.Dialect, null) { WithholdsUsage = mayWithhold };
    }

    private static ProviderCall PassedThrough(Exchange exchange, PassThroughReading reading, DestinationTarget target)
    {
        var client = exchange.Context.Request;
        var call = new ModelCall(exchange.Route.Operation, Path: exchange.ProviderPath);
        var request = RequestTo(target.AddressOf(call, RequestUrl.QueryOf(client)), new HttpMethod(client.Method));
        ProviderHeaders.CopyRequest(client.Headers, request.Headers);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        request.Content = reading switch
        {
            { Body: { } body } => new SplicedContent(body.Bytes, ModelOf(reading, call.Operation, target), Splice.None, client.ContentType),
            { IsUpload: true } => new UploadContent(client, target.MaxUploadBytes),
            _ => null,
        };
        return new ProviderCall(request, call, exchange.Route.Dialect, null);
    }

    // The model is always the destination's: also where the client leaves it out and means its provider's default.
    private static Splice ModelOf(PassThroughReading reading, Operation operation, DestinationTarget target)
    {
        if (operation.IsStored())
        {
            return Splice.None;
        }

        var model = target.Destination.Model.Name;
        if (reading.Form is { } form)
        {
            return Splice.Of(form.ModelRange, form.Model is null ? form.FieldFor(model) : Encoding.UTF8.GetBytes(model));
        }

        if (reading.Json!.Model is not null)
        {
            return Splice.Of(reading.Json.ModelRange, target.ModelJson);
        }

        var body = reading.Body!.Bytes.Span;
        var start = body.IndexOf((byte)'{') + 1;
        var isEmpty = body[start..].TrimStart(" \t\r\n"u8)[0] == (byte)'}';
        return Splice.Of(start..start, Encoding.UTF8.GetBytes($"\"model\":{JsonSerializer.Serialize(model)}{(isEmpty ? string.Empty : ",")}"));
    }

    private static ProviderCall Translated(Exchange exchange, DestinationTarget target)
    {
        var translation = exchange.Translation ??= RequestTranslation.Read(exchange);
        var model = target.Destination.Model;
        var operation = RequestTranslation.TargetOf(target.Provider, model.Name, translation.Prompt.Stream)!.Value;
        var body = translation.Write(operation, model.Name, target.Provider.StreamUsage == StreamUsage.OnRequest);

        // The client's own headers speak of its own dialect (versions, betas); who called is told.
        var call = Written(new ModelCall(operation, null, translation.Prompt.Stream), body, target, exchange.Context.Request.Headers.UserAgent.ToString());
        return call with { Translation = translation };
    }

    private static ProviderCall Written(ModelCall call, ReadOnlyMemory<byte> body, DestinationTarget target, string userAgent)
    {
        var request = RequestTo(target.AddressOf(call, call.Operation == Operation.StreamGenerateContent ? "?alt=sse" : string.Empty));
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.TryAddWithoutValidation("Accept", call.Stream ? "text/event-stream" : "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        var adapted = target.Provider.Adapt(request.Headers, body.Span, target.Destination.Model, call);
        request.Content = new SplicedContent(adapted ?? body, Splice.None, Splice.None, "application/json");
        return new ProviderCall(request, call, RequestTranslation.DialectOf(call.Operation), null);
    }

    private static HttpRequestMessage RequestTo(Uri address, HttpMethod? method = null) => new(method ?? HttpMethod.Post, address)
    {
        Version = HttpVersion.Version11,
        VersionPolicy = address.Scheme == Uri.UriSchemeHttps ? HttpVersionPolicy.RequestVersionOrHigher : HttpVersionPolicy.RequestVersionExact,
    };
}
