namespace Weir.Usage.Records;

/// <summary>What is known of a request when it ends: the rest of its record.</summary>
public readonly record struct RequestOutcome
{
    /// <summary>The HTTP status that the client got, 499 when it hung up first, 500 when the gateway died in between.</summary>
    public required int StatusCode { get; init; }

    /// <summary>From the event time to the moment the last bytes were ready, in milliseconds; NULL for an interrupted request.</summary>
    public long? LatencyMs { get; init; }

    /// <summary>From the event time to the first bytes being ready, in milliseconds; NULL when there were none.</summary>
    public long? TimeToFirstByteMs { get; init; }

    /// <summary>For example <c>application/json</c> or <c>text/event-stream</c>.</summary>
    public string? ResponseContentType { get; init; }

    /// <summary>The destination type of the attempt that the row speaks of, without the prefix <c>DESTINATION_TYPE_</c>.</summary>
    public string? DestinationType { get; init; }

    /// <summary>The attempts in their order; the row speaks of the first success or the last failure, which is always the last.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>What those of the attempts cost that their providers bill.</summary>
    public IReadOnlyList<AttemptCost> Costs { get; init; }

    /// <summary>An error of the gateway's own, as a word, for requests that ended before any attempt (<c>ENDPOINT_NOT_FOUND</c>, ...).</summary>
    public string? ErrorCode { get; init; }
}
