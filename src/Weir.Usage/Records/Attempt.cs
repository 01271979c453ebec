namespace Weir.Usage.Records;

/// <summary>One call to one destination, made for a request: an element of <c>routing_information.attempts</c>, and what only the record holds of it.</summary>
public sealed record Attempt
{
    /// <summary>The order of the attempt within its request, from 1. A STRING in the table.</summary>
    public required int Priority { get; init; }

    /// <summary><c>PRIMARY</c>, <c>RETRY</c> or <c>FALLBACK</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The destination's name.</summary>
    public required string Destination { get; init; }

    /// <summary>The destination's id, 32 hexadecimal digits.</summary>
    public required string DestinationId { get; init; }

    /// <summary>The model asked of the provider.</summary>
    public required string Model { get; init; }

    /// <summary>The provider's name, for example <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's HTTP status, or the gateway's own where the provider did not answer (502, 504, 499).</summary>
    public int? StatusCode { get; init; }

    /// <summary>What went wrong, as a word (<c>CONNECT_FAILED</c>, <c>FIRST_BYTE_TIMEOUT</c>, <c>STREAM_INTERRUPTED</c>, <c>CLIENT_CLOSED_REQUEST</c>, a provider's own code); NULL when nothing did.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>From the attempt's start to its end, in milliseconds.</summary>
    public long LatencyMs { get; init; }

    /// <summary>When the attempt was sent, UTC.</summary>
    public required DateTime StartTime { get; init; }

    /// <summary>When the attempt ended, UTC.</summary>
    public required DateTime EndTime { get; init; }

    /// <summary>The tokens that the provider stated for this attempt.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Where <see cref="Usage"/> comes from.</summary>
    public UsageSource UsageSource { get; init; }

    /// <summary>Whether the provider bills the attempt, or may do so: it stated usage, answered, or was broken off while it worked.</summary>
    public bool IsBilled { get; init; }

    /// <summary>The service tier that the provider said it used, for example <c>default</c>, <c>flex</c>, <c>priority</c>, <c>batch</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The model that the provider said it used.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>The provider's own id of the request, from its response headers.</summary>
    public string? ProviderRequestId { get; init; }
}
