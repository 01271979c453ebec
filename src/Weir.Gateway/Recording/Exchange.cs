using Microsoft.AspNetCore.Http;
using Weir.Accounts;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Limits;
using Weir.Gateway.Payloads;
using Weir.Gateway.Receiving;
using Weir.Gateway.Routes;
using Weir.Gateway.Translation;
using Weir.Usage.Agents;
using Weir.Usage.Journal;
using Weir.Usage.Records;

namespace Weir.Gateway.Recording;

/// <summary>One request on its way through the gateway: what each stage has learnt, for the next stages and for the record.</summary>
internal sealed class Exchange
{
    private readonly TimeProvider _time;
    private readonly long _started;

    public Exchange(HttpContext context, ApiRoute route, TimeProvider time)
    {
        Context = context;
        Route = route;
        _time = time;
        _started = time.GetTimestamp();
        var now = time.GetUtcNow();
        EventTime = now.UtcDateTime;
        RequestId = Guid.CreateVersion7(now);
        RequestIdText = RequestId.ToString();
    }

    public HttpContext Context { get; }

    public ApiRoute Route { get; }

    /// <summary>When the request's headers were read, UTC.</summary>
    public DateTime EventTime { get; }

    public Guid RequestId { get; }

    public string RequestIdText { get; }

    /// <summary>The version in the client's path (<c>v1beta</c>), where the dialect has several.</summary>
    public string? ApiVersion { get; init; }

    public required Caller Caller { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; set; }

    /// <summary>The name that the client asked for.</summary>
    public string? EndpointName { get; set; }

    public GatewayEndpoint? Endpoint { get; set; }

    public RequestBody? Body { get; set; }

    public RequestScan? Scan { get; set; }

    /// <summary>The coding agent that sent it, once its head was written; NULL where none did.</summary>
    public CallingAgent? Agent { get; set; }

    /// <summary>The body's member <c>metadata</c> as JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> Metadata => Scan is { } scan && Body is { } body ? body.Bytes.Span[scan.MetadataRange] : default;

    /// <summary>After how long a silence within a stream the client wants a comment; NULL for never.</summary>
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>What was read of a request that is passed through; else NULL.</summary>
    public PassThroughReading? PassThrough { get; set; }

    /// <summary>The path at the provider, from its API's root on, of a request that is passed through.</summary>
    public string? ProviderPath { get; init; }

    /// <summary>The request as other dialects can say it, once a destination needed it so.</summary>
    public RequestTranslation? Translation { get; set; }

    /// <summary>The operation whose body the client sent, where it is not that of its path (Cursor); else NULL.</summary>
    public Operation? BodyOperation { get; set; }

    /// <summary>What is kept for the endpoint's inference table; NULL when nothing is.</summary>
    public PayloadCapture? Capture { get; set; }

    /// <summary>The row's status, once the record is made.</summary>
    public int RecordedStatus { get; set; }

    /// <summary>What the request has taken of its endpoint's limits; NULL when none applies.</summary>
    public Admission? Admission { get; set; }

    /// <summary>What the request has reserved of its budgets; NULL when it is charged to none.</summary>
    public IBudgetReservation? BudgetReservation { get; set; }

    public List<Attempt> Attempts { get; } = new(1);

    /// <summary>What the attempts cost that their providers bill, once the record is made.</summary>
    public List<AttemptCost> Costs { get; } = new(1);

    /// <summary>The destination of the last attempt.</summary>
    public Destination? Destination { get; set; }

    /// <summary>From the event time to the first bytes being ready, in milliseconds.</summary>
    public long? TimeToFirstByteMs { get; private set; }

    public string? ResponseContentType { get; set; }

    /// <summary>The record being written; NULL before the head and after the end.</summary>
    public RecordWriter? Writer { get; set; }

    public IntentTicket Intent { get; set; }

    /// <summary>Whether the record is in the journal, or need not be.</summary>
    public bool IsRecorded { get; set; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>How the answer is framed where trailers follow it in HTTP/1.1; else NULL.</summary>
    public ChunkedBody? Chunks { get; set; }

    /// <summary>Since the event time, in milliseconds.</summary>
    public long ElapsedMs => (long)_time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Since the event time.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Notes that the first bytes for the client are ready.</summary>
    public void MarkFirstByte() => TimeToFirstByteMs ??= ElapsedMs;
}
