using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Dialects;
using Weir.Gateway.Estimates;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Forwarding;

/// <summary>Delivers a provider's answer: its status and headers, then its body as it came or translated, by <see cref="AnswerForwarder"/>.</summary>
internal sealed partial class AnswerDelivery(AnswerForwarder answers, UsageEstimator estimator, GatewayOptions options, ILogger<AnswerDelivery> logger)
{
    public async Task DeliverAsync(Exchange exchange, AttemptInProgress attempt, ProviderCall call, SentCall sent, AttemptClock clock)
    {
        attempt.Dialect = estimator.Listen(exchange, call.Dialect);
        try
        {
            if (call.Translation is null)
            {
                await DeliverAsItCameAsync(exchange, attempt, call, sent, clock);
            }
            else
            {
                await DeliverTranslatedAsync(exchange, attempt, call, call.Translation, sent, clock);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or HttpRequestException or InvalidDataException)
        {
            var ending = clock.IsClientGone || exchange.Aborted.IsCancellationRequested ? AnswerEnding.ClientClosed
                : ended is OperationCanceledException ? clock.Ending : AnswerEnding.Interrupted;
            await answers.FinishAsync(exchange, attempt, ending);

            // The client must see that the answer is not whole.
            exchange.Context.Abort();
            BrokenOff(logger, exchange.RequestIdText, attempt.Destination.Name, ending.ErrorCode, ended.Message);
        }
    }

    private async Task DeliverAsItCameAsync(Exchange exchange, AttemptInProgress attempt, ProviderCall call, SentCall sent, AttemptClock clock)
    {
        var client = exchange.Context.Response;
        client.StatusCode = sent.Status;
        ProviderHeaders.CopyResponse(sent.Response!, client);
        var mediaType = sent.Response!.Content.Headers.ContentType?.MediaType;
        exchange.ResponseContentType = mediaType;
        var isEventStream = IsEventStream(mediaType);
        var isJson = IsJson(mediaType);
        var isArray = isJson && call.Operation == Operation.StreamGenerateContent && client.StatusCode < 400;
        await using var body = PlainBody(sent.Body!, client.Headers.ContentEncoding, client);
        if (isEventStream || isArray)
        {
            CostHeaders.Announce(exchange);
            var withholdsUsage = isEventStream && call.WithholdsUsage;
            if (withholdsUsage)
            {
                client.ContentLength = null;
            }

            using IAnswerTap tap = isEventStream ? new EventStreamTap(attempt.Dialect, attempt.Observation) : new JsonArrayTap(attempt.Dialect, attempt.Observation);
            await answers.ForwardStreamAsync(exchange, attempt, body, tap, withholdsUsage, clock);
        }
        else
        {
            await answers.ForwardBodyAsync(exchange, attempt, body, client.ContentLength, isJson, clock);
        }
    }

    private async Task DeliverTranslatedAsync(Exchange exchange, AttemptInProgress attempt, ProviderCall call, RequestTranslation translation, SentCall sent, AttemptClock clock)
    {
        var client = exchange.Context.Response;
        var provider = sent.Response!;
        client.StatusCode = sent.Status;
        ProviderHeaders.CopyRetryAdvice(provider, client);
        if (translation.Prompt.NotCarried.Count > 0)
        {
            client.Headers["weir-not-translated"] = string.Join(", ", translation.Prompt.NotCarried);
        }

        await using var body = PlainBody(sent.Body!, provider.Content.Headers.ContentEncoding.ToString(), null);
        var writer = translation.NewWriter();
        var reader = RequestTranslation.NewReader(call.Operation, attempt.Destination.Model.Name);
        if (sent.Status < 400 && IsEventStream(provider.Content.Headers.ContentType?.MediaType))
        {
            client.ContentType = exchange.ResponseContentType = writer.StreamContentType;
            CostHeaders.Announce(exchange);
            await using var translated = new TranslatedStream(body, attempt.Dialect, reader, writer, attempt.Observation, clock.AwaitNext);
            var seen = new AnswerObservation();
            using IAnswerTap tap = IsEventStream(writer.StreamContentType) ? new EventStreamTap(exchange.Route.Dialect, seen) : new JsonArrayTap(exchange.Route.Dialect, seen);
            await answers.ForwardStreamAsync(exchange, attempt, translated, tap, withholdUsage: false, clock);
            return;
        }

        var whole = await BoundedBody.ReadAsync(body, options.MaxTranslatedBodyBytes, clock.Token);
        BodyMeter.Read(attempt.Dialect, whole.Span, truncated: false, attempt.Observation);
        client.ContentType = exchange.ResponseContentType = "application/json";
        var answer = Translate(exchange, attempt, reader, writer, sent.Status, whole);
        client.StatusCode = answer.Status;
        client.ContentLength = answer.Body.Length;
        exchange.MarkFirstByte();
        await answers.FinishAsync(exchange, attempt, clock.IsDraining ? AnswerEnding.ClientClosed : new AnswerEnding(answer.Status, answer.ErrorCode));
        exchange.Capture?.Add(answer.Body.Span);
        if (!clock.IsClientGone)
        {
            await client.Body.WriteAsync(answer.Body, exchange.Aborted);
            await client.CompleteAsync();
        }
    }

    private static (int Status, string? ErrorCode, ReadOnlyMemory<byte> Body) Translate(Exchange exchange, AttemptInProgress attempt, AnswerReader reader, AnswerWriter writer, int status, ReadOnlyMemory<byte> body)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        if (status < 400)
        {
            try
            {
                using var document = JsonDocument.Parse(body);
                var answer = Answer.Of(reader.ReadBody(document.RootElement), attempt.Observation.ToUsage(isEmbedding: false));
                using var json = AnswerWriter.JsonTo(output);
                writer.WriteBody(answer, json);
                json.Flush();
                return (status, null, output.WrittenMemory);
            }
            catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
            {
                output = new ArrayBufferWriter<byte>();
                return (502, RefusalCodes.MalformedAnswer, Written(new Refusal(502, RefusalCodes.MalformedAnswer, $"The destination '{attempt.Destination.Name}' answered what cannot be understood: {malformed.Message}")));
            }
        }

        return (status, null, Written(ProviderErrors.Read(status, body, attempt.Observation.ErrorCode)));

        ReadOnlyMemory<byte> Written(Refusal refusal)
        {
            using var json = AnswerWriter.JsonTo(output);
            exchange.Route.Dialect.WriteError(json, refusal, exchange.RequestIdText);
            json.Flush();
            return output.WrittenMemory;
        }
    }

    // Asked for identity, yet some servers compress: the client then gets the plain bytes.
    private static Stream PlainBody(Stream body, string? encoding, HttpResponse? client)
    {
        Stream? plain = encoding?.ToLowerInvariant() switch
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

        if (client is not null)
        {
            client.Headers.ContentEncoding = default;
            client.ContentLength = null;
        }

        return plain;
    }

    /// <summary>Whether an answer of that media type is a stream of events.</summary>
    internal static bool IsEventStream(string? mediaType) => string.Equals(mediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string? mediaType) =>
        mediaType is not null && (mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(3, LogLevel.Information, "Request {RequestId}: answer of destination {Destination} broke off: {ErrorCode} ({Reason})")]
    private static partial void BrokenOff(ILogger logger, string requestId, string destination, string? errorCode, string reason);
}
