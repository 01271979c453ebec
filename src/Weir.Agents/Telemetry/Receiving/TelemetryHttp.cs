using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Weir.Agents.Telemetry.Protocol;
using RpcStatus = Weir.Agents.Telemetry.Protocol.Rpc.Status;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>OTLP over HTTP, as JSON or protocol buffers.</summary>
internal sealed class TelemetryHttp(TelemetryReceiver receiver, BodyRoom room, TelemetryOptions options, TimeProvider time)
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    // A number above 2^53 that stands in JSON as a number, and not as the text that the protocol asks for, loses its last digits here: less than a microsecond of a time.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Takes a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="signal">Its signal; NULL where the body tells.</param>
    public async Task HandleAsync(HttpContext context, TelemetrySignal? signal)
    {
        var mediaType = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        var isJson = mediaType is not (Protobuf or "application/protobuf" or "application/vnd.google.protobuf");
        try
        {
            await AnswerAsync(context, isJson, 200, await TakeAsync(context, signal, isJson, mediaType));
        }
        catch (TelemetryRefusal refusal)
        {
            await RefuseAsync(context, isJson, refusal);
        }
        catch (BadHttpRequestException malformed)
        {
            await RefuseAsync(context, isJson, new TelemetryRefusal(malformed.StatusCode, StatusCode.InvalidArgument, "The request is not valid HTTP: " + malformed.Message));
        }
        catch (Exception ended) when (ended is ConnectionResetException || (ended is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // Nobody reads an answer any more; the sender sends the body again.
        }
    }

    private async Task<IMessage> TakeAsync(HttpContext context, TelemetrySignal? signal, bool isJson, string? mediaType)
    {
        var caller = receiver.Authenticate(context.Request);
        if (isJson && mediaType != Json)
        {
            throw new TelemetryRefusal(415, StatusCode.InvalidArgument, $"Content-Type '{mediaType}' is not supported. Send {Json} or {Protobuf} (OTEL_EXPORTER_OTLP_PROTOCOL=http/json or http/protobuf), or OTLP/gRPC to the port for it.");
        }

        if (signal is null && !isJson)
        {
            throw TelemetryRefusal.Invalid("A body of protocol buffers does not tell its signal. Send it to /v1/metrics, /v1/logs or /v1/traces, or send JSON here.");
        }

        using var body = await TelemetryBody.ReadAsync(context, options, room, time);
        signal ??= JsonSignal.Of(body.Bytes);
        var sender = receiver.SenderOf(context.Request, caller, signal);
        return signal == TelemetrySignal.Metrics ? await receiver.TakeAsync(Read(ExportMetricsServiceRequest.Parser, body, isJson), sender)
            : signal == TelemetrySignal.Logs ? await receiver.TakeAsync(Read(ExportLogsServiceRequest.Parser, body, isJson), sender)
            : await receiver.TakeAsync(Read(ExportTraceServiceRequest.Parser, body, isJson), sender);
    }

    private static T Read<T>(MessageParser<T> parser, TelemetryBody body, bool isJson)
        where T : IMessage<T>, new()
    {
        try
        {
            if (!isJson)
            {
                return parser.ParseFrom(body.Bytes);
            }

            using var reader = new StreamReader(body.OpenRead(), Encoding.UTF8);
            return Parser.Parse<T>(reader);
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw TelemetryRefusal.Invalid($"The body is not OTLP {(isJson ? "JSON" : "protobuf")}: {malformed.Message}");
        }
    }

    private static Task RefuseAsync(HttpContext context, bool isJson, TelemetryRefusal refusal)
    {
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.HttpStatus == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return AnswerAsync(context, isJson, refusal.HttpStatus, new RpcStatus { Code = (int)refusal.Code, Message = refusal.Message });
    }

    private static async Task AnswerAsync(HttpContext context, bool isJson, int status, IMessage message)
    {
        // JSON says even of a full success that nothing of it was left out; in protocol buffers that is the empty message.
        var bytes = !isJson ? message.ToByteArray() : message.CalculateSize() == 0 ? "{\"partialSuccess\":{}}"u8.ToArray() : Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message));
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
