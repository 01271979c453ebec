using System.Buffers;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Recording;
using Weir.Usage.Payloads;

namespace Weir.Gateway.Payloads;

/// <summary>Keeps what one request and its answer say, where its endpoint has an inference table: a copy beside the answer's way, handed over when the answer is done.</summary>
internal sealed class PayloadCapture(InferenceTable table)
{
    private ArrayBufferWriter<byte>? _answer = new(4096);

    /// <summary>A capture for a request that its endpoint's sampling drew; else NULL.</summary>
    public static PayloadCapture? For(GatewayEndpoint endpoint) =>
        endpoint.InferenceTable is { } table && (table.SamplingFraction >= 1 || Random.Shared.NextDouble() < table.SamplingFraction) ? new PayloadCapture(table) : null;

    /// <summary>Keeps bytes that go to the client.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_answer is null)
        {
            return;
        }

        if (_answer.WrittenCount + bytes.Length > PayloadJournal.LargestBody)
        {
            _answer = null;
            return;
        }

        _answer.Write(bytes);
    }

    /// <summary>The payload of a request that has been answered.</summary>
    public Payload ToPayload(Exchange exchange)
    {
        var body = exchange.Body?.Bytes ?? default;
        var isTooLong = body.Length > PayloadJournal.LargestBody;
        var errors = new List<string>();
        if (isTooLong)
        {
            errors.Add(PayloadErrors.RequestTooLarge);
        }

        if (_answer is null)
        {
            errors.Add(PayloadErrors.ResponseTooLarge);
        }

        var isStream = exchange.ResponseContentType == "text/event-stream";
        return new Payload
        {
            Table = table.FullName,
            RequestId = exchange.RequestId,
            EventTime = exchange.EventTime,
            RetentionDays = table.RetentionDays,
            RequestTags = exchange.Tags,
            StatusCode = exchange.RecordedStatus,
            SamplingFraction = table.SamplingFraction,
            LatencyMs = exchange.ElapsedMs,
            TimeToFirstByteMs = exchange.TimeToFirstByteMs,
            DestinationId = exchange.Attempts.Count > 0 ? exchange.Attempts[^1].DestinationId : null,
            Requester = exchange.Caller.PrincipalName,

            // The body's memory goes back to its pool with the request.
            Request = isTooLong ? default : body.ToArray(),
            Response = _answer?.WrittenMemory ?? default,
            Aggregate = isStream ? new StreamAggregation(exchange.Route.Operation, exchange.EndpointName!).ToJson : null,
            Errors = errors,
        };
    }
}
