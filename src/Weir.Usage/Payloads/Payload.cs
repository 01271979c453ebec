namespace Weir.Usage.Payloads;

/// <summary>What a request and its answer said, for the inference table of its endpoint (original-product.md 2.3).</summary>
public sealed record Payload
{
    /// <summary>The inference table's full name, for example <c>main.default.chat_payload</c>.</summary>
    public required string Table { get; init; }

    /// <summary>The request's id: the row's in <c>system.ai_gateway.usage</c>.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>When the request's headers were read, UTC.</summary>
    public required DateTime EventTime { get; init; }

    /// <summary>How long the row is kept, in days.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>The request's tags.</summary>
    public IReadOnlyDictionary<string, string>? RequestTags { get; init; }

    /// <summary>The status that the client got.</summary>
    public int StatusCode { get; init; }

    /// <summary>The part of the requests that is kept, above 0 and at most 1.</summary>
    public double SamplingFraction { get; init; } = 1;

    /// <summary>From the event time to the end, in milliseconds.</summary>
    public long LatencyMs { get; init; }

    /// <summary>From the event time to the first bytes, in milliseconds; NULL when there were none.</summary>
    public long? TimeToFirstByteMs { get; init; }

    /// <summary>The destination of the last attempt.</summary>
    public string? DestinationId { get; init; }

    /// <summary>Who asked.</summary>
    public required string Requester { get; init; }

    /// <summary>The request's body in UTF-8; empty where it is not kept.</summary>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>The answer's bytes as the client got them; empty where they are not kept.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>Makes one JSON answer of a stream's bytes; run where nobody waits for it. NULL for an answer that is one already.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Aggregate { get; init; }

    /// <summary>Why a body is missing: of <see cref="PayloadErrors"/>.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}

/// <summary>The words of the column <c>logging_error_codes</c>.</summary>
public static class PayloadErrors
{
    /// <summary>The request was larger than 10 MiB.</summary>
    public const string RequestTooLarge = "MAX_REQUEST_SIZE_EXCEEDED";

    /// <summary>The answer was larger than 10 MiB.</summary>
    public const string ResponseTooLarge = "MAX_RESPONSE_SIZE_EXCEEDED";

    /// <summary>More came at once than the memory set aside for payloads holds.</summary>
    public const string Dropped = "PAYLOAD_DROPPED";
}
