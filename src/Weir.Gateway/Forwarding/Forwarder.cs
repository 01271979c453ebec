using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Metering;
using Weir.Gateway.Providers;
using Weir.Gateway.Providers.Credentials;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// Sends a request to its destinations until one answers, and carries that answer to the client.
/// <code>
/// 1  plan the destinations          4  fall back on failure before the first byte, 429, 5xx
/// 2  write the intent               5  copy status and headers
/// 3  send, wait for the headers     6  carry the body, metering; record; last bytes
/// </code>
/// </summary>
internal sealed partial class Forwarder(
    DestinationTargets targets,
    AnswerForwarder answers,
    RequestRecorder recorder,
    GatewayOptions options,
    TimeProvider time,
    ILogger<Forwarder> logger)
{
    /// <summary>Forwards a request whose endpoint, body and tags are known.</summary>
    /// <returns>What to answer instead, when no destination answered; NULL when the answer has been carried.</returns>
    public async Task<Refusal?> ForwardAsync(Exchange exchange)
    {
        // :: 1
        var endpoint = exchange.Endpoint!;
        var primary = AttemptPlan.Primary(endpoint, Random.Shared.NextDouble());

        // :: 2
        recorder.Begin(exchange);
        for (var priority = 1; ; priority++)
        {
            var destination = priority == 1 ? primary : endpoint.Fallbacks[priority - 2];
            var isLast = priority > endpoint.Fallbacks.Count;
            exchange.Destination = destination;
            var attempt = new AttemptInProgress(priority, exchange.Route.Operation, destination, time);
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted);

            // :: 3
            var (response, failure) = await SendAsync(exchange, attempt, reading);
            using (response)
            {
                // :: 4
                var status = failure?.Status ?? (int)response!.StatusCode;
                if (!isLast && AttemptPlan.MayFallBack(status))
                {
                    exchange.Attempts.Add(attempt.End(status, failure?.Code));
                    FellBack(logger, exchange.RequestIdText, destination.Name, status);
                    continue;
                }

                if (failure is not null)
                {
                    exchange.Attempts.Add(attempt.End(failure.Status, failure.Code));
                    return failure;
                }

                await CarryAsync(exchange, attempt, response!, reading);
                return null;
            }
        }
    }

    private async Task<(HttpResponseMessage? Response, Refusal? Failure)> SendAsync(Exchange exchange, AttemptInProgress attempt, CancellationTokenSource reading)
    {
        var destination = attempt.Destination;
        var target = targets.Get(destination);
        using var request = RequestFor(exchange, target, out var adapted);
        reading.CancelAfter(options.FirstByteTimeout);
        try
        {
            var credential = target.Credential;
            await credential.AuthorizeAsync(request, credential.SignsBody ? adapted ?? await request.Content!.ReadAsByteArrayAsync(reading.Token) : null, reading.Token);
            var response = await target.Invoker.SendAsync(request, reading.Token);
            attempt.ProviderRequestId = ProviderHeaders.RequestIdOf(response);
            try
            {
                await target.Provider.AdaptAsync(response, CallOf(exchange), reading.Token);
            }
            catch
            {
                response.Dispose();
                throw;
            }

            return (response, null);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            await answers.FinishAsync(exchange, attempt, AnswerEnding.ClientClosed);
            throw;
        }
        catch (OperationCanceledException)
        {
            return (null, new Refusal(504, RefusalCodes.FirstByteTimeout, $"The destination '{destination.Name}' did not begin to answer within {options.FirstByteTimeout.TotalSeconds:0.#} seconds."));
        }
        catch (CredentialsException failed)
        {
            Unauthorized(logger, failed, exchange.RequestIdText, destination.Name);
            return (null, new Refusal(502, RefusalCodes.CredentialsFailed, $"The credentials of the destination '{destination.Name}' failed. {failed.Message}"));
        }
        catch (HttpRequestException unreachable)
        {
            Unreachable(logger, exchange.RequestIdText, destination.Name, unreachable.Message);
            return (null, FailureOf(unreachable, destination));
        }
        catch (IOException broken)
        {
            Unreachable(logger, exchange.RequestIdText, destination.Name, broken.Message);
            return (null, new Refusal(502, RefusalCodes.MalformedAnswer, $"The destination '{destination.Name}' closed the connection before it answered."));
        }
    }

    private static Refusal FailureOf(HttpRequestException exception, Destination destination) => exception.HttpRequestError switch
    {
        HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError =>
            new Refusal(502, RefusalCodes.MalformedAnswer, $"The destination '{destination.Name}' broke off or sent what is not an HTTP answer."),
        HttpRequestError.NameResolutionError =>
            new Refusal(502, RefusalCodes.ConnectFailed, $"The host of the destination '{destination.Name}' was not found. Check its base_url."),
        HttpRequestError.SecureConnectionError =>
            new Refusal(502, RefusalCodes.ConnectFailed, $"The destination '{destination.Name}' could not be reached over TLS. Check its base_url and certificate."),
        _ => new Refusal(502, RefusalCodes.ConnectFailed, $"The destination '{destination.Name}' could not be reached. Check that its base_url is right and that it is up."),
    };

    private static HttpRequestMessage RequestFor(Exchange exchange, DestinationTarget target, out byte[]? adapted)
    {
        var client = exchange.Context.Request;
        var call = CallOf(exchange);
        var address = target.AddressOf(call, RequestUrl.QueryOf(client));
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = address.Scheme == Uri.UriSchemeHttps ? HttpVersionPolicy.RequestVersionOrHigher : HttpVersionPolicy.RequestVersionExact,
        };
        ProviderHeaders.CopyRequest(client.Headers, request.Headers);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        adapted = target.Provider.Adapt(request.Headers, exchange.Body!.Bytes.Span, target.Destination.Model, call);
        if (adapted is not null)
        {
            request.Content = new SplicedContent(adapted, Splice.None, Splice.None, client.ContentType);
            return request;
        }

        var scan = exchange.Scan!;
        var model = target.Provider.NamesModelInBody(call.Operation) ? Splice.Of(scan.ModelRange, target.ModelJson) : Splice.None;
        var usage = target.Provider.StreamUsage == StreamUsage.OnRequest && MayWithholdUsage(exchange) ? Splice.Of(scan.UsageRange, scan.UsageRequest) : Splice.None;
        request.Content = new SplicedContent(exchange.Body.Bytes, model, usage, client.ContentType);
        return request;
    }

    private static ModelCall CallOf(Exchange exchange) => new(exchange.Route.Operation, exchange.ApiVersion, exchange.Scan!.Stream);

    // The client did not ask for usage in the stream itself.
    private static bool MayWithholdUsage(Exchange exchange) =>
        exchange.Route.Operation.AsksForStreamUsage() && exchange.Scan is { Stream: true, AsksForUsage: false };

    private async Task CarryAsync(Exchange exchange, AttemptInProgress attempt, HttpResponseMessage provider, CancellationTokenSource reading)
    {
        // :: 5
        var client = exchange.Context.Response;
        client.StatusCode = (int)provider.StatusCode;
        ProviderHeaders.CopyResponse(provider, client);
        var contentType = provider.Content.Headers.ContentType;
        var mediaType = contentType?.MediaType;
        exchange.ResponseContentType = mediaType;
        var isEventStream = string.Equals(mediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);
        var isJson = mediaType is not null && (mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        var isArray = isJson && exchange.Route.Operation == Operation.StreamGenerateContent && client.StatusCode < 400;
        var withholdUsage = isEventStream && MayWithholdUsage(exchange);

        // :: 6
        try
        {
            await using var body = await BodyOfAsync(provider, client, reading.Token);
            if (isEventStream || isArray)
            {
                if (withholdUsage)
                {
                    client.ContentLength = null;
                }

                using IAnswerTap tap = isEventStream ? new EventStreamTap(exchange.Route.Dialect, attempt.Observation) : new JsonArrayTap(exchange.Route.Dialect, attempt.Observation);
                await answers.ForwardStreamAsync(exchange, attempt, body, tap, withholdUsage, reading);
            }
            else
            {
                await answers.ForwardBodyAsync(exchange, attempt, body, client.ContentLength, isJson, reading);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or HttpRequestException or InvalidDataException)
        {
            var isClient = exchange.Aborted.IsCancellationRequested;
            var ending = isClient ? AnswerEnding.ClientClosed : ended is OperationCanceledException ? AnswerEnding.Silent : AnswerEnding.Interrupted;
            await answers.FinishAsync(exchange, attempt, ending);

            // The client must see that the answer is not whole.
            exchange.Context.Abort();
            BrokenOff(logger, exchange.RequestIdText, attempt.Destination.Name, ending.ErrorCode, ended.Message);
        }
    }

    // Asked for identity, yet some servers compress: the client then gets the plain bytes.
    private static async Task<Stream> BodyOfAsync(HttpResponseMessage provider, Microsoft.AspNetCore.Http.HttpResponse client, CancellationToken cancellationToken)
    {
        var body = await provider.Content.ReadAsStreamAsync(cancellationToken);
        Stream? plain = client.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => null,
        };
        if (plain is null)
        {
            return body;
        }

        client.Headers.ContentEncoding = default;
        client.ContentLength = null;
        return plain;
    }

    [LoggerMessage(1, LogLevel.Information, "Request {RequestId}: destination {Destination} answered {StatusCode}, falling back")]
    private static partial void FellBack(ILogger logger, string requestId, string destination, int statusCode);

    [LoggerMessage(2, LogLevel.Warning, "Request {RequestId}: destination {Destination} could not be reached: {Reason}")]
    private static partial void Unreachable(ILogger logger, string requestId, string destination, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Request {RequestId}: the credentials of destination {Destination} failed")]
    private static partial void Unauthorized(ILogger logger, Exception exception, string requestId, string destination);

    [LoggerMessage(3, LogLevel.Information, "Request {RequestId}: answer of destination {Destination} broke off: {ErrorCode} ({Reason})")]
    private static partial void BrokenOff(ILogger logger, string requestId, string destination, string? errorCode, string reason);
}
