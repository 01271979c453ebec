using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Gateway.Endpoints;

/// <summary>An endpoint as the API and the declarative file write it (design.md 10). A member that is not known is refused by name: a typo must not be dropped in silence.</summary>
public sealed record EndpointDocument
{
    /// <summary>How documents are read and written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    public string? Name { get; init; }

    public string? Owner { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    public ConfigDocument? Config { get; init; }
}

/// <summary>The member <c>config</c>.</summary>
public sealed record ConfigDocument
{
    public List<DestinationDocument>? Destinations { get; init; }

    public List<DestinationDocument>? Fallbacks { get; init; }

    public List<RateLimitDocument>? RateLimits { get; init; }

    public InferenceTableDocument? InferenceTable { get; init; }

    public RetriesDocument? Retries { get; init; }

    public CircuitBreakerDocument? CircuitBreaker { get; init; }

    public bool? EstimateUsage { get; init; }

    public bool? ReportCost { get; init; }
}

/// <summary>Retries at the same destination.</summary>
public sealed record RetriesDocument
{
    public int? MaxRetries { get; init; }

    public double? InitialBackoffSeconds { get; init; }

    public double? MaxBackoffSeconds { get; init; }
}

/// <summary>When a failing destination is passed over.</summary>
public sealed record CircuitBreakerDocument
{
    public int? Failures { get; init; }

    public double? OpenSeconds { get; init; }
}

/// <summary>A destination's own time-outs, in seconds.</summary>
public sealed record TimeoutsDocument
{
    public double? ConnectSeconds { get; init; }

    public double? FirstTokenSeconds { get; init; }

    public double? IdleSeconds { get; init; }

    public double? TotalSeconds { get; init; }
}

/// <summary>A destination or fallback.</summary>
public sealed record DestinationDocument
{
    public string? Name { get; init; }

    public string? Type { get; init; }

    public double? TrafficPercentage { get; init; }

    public ModelDocument? ExternalModelConfig { get; init; }
}

/// <summary>How a model is reached. The secrets (<see cref="ModelSecret"/>) are write-only.</summary>
public sealed record ModelDocument
{
    public string? Provider { get; init; }

    public string? Model { get; init; }

    public string? BaseUrl { get; init; }

    public string? ApiKey { get; init; }

    public string? ApiVersion { get; init; }

    public string? Region { get; init; }

    public string? Project { get; init; }

    public string? Location { get; init; }

    public string? Auth { get; init; }

    public string? TenantId { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public string? AwsAccessKeyId { get; init; }

    public string? AwsSecretAccessKey { get; init; }

    public string? AwsSessionToken { get; init; }

    public string? ServiceAccountJson { get; init; }

    public string? OnClientDisconnect { get; init; }

    public TimeoutsDocument? Timeouts { get; init; }

    // A record's own ToString would print the credentials.
    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}

/// <summary>A limit.</summary>
public sealed record RateLimitDocument
{
    public string? Key { get; init; }

    public string? RenewalPeriod { get; init; }

    public string? Principal { get; init; }

    public string? RequestTagKey { get; init; }

    public string? RequestTagValue { get; init; }

    public long? Requests { get; init; }

    public long? Tokens { get; init; }
}

/// <summary>Where payloads are kept.</summary>
public sealed record InferenceTableDocument
{
    public string? CatalogName { get; init; }

    public string? SchemaName { get; init; }

    public string? TableNamePrefix { get; init; }

    public double? SamplingFraction { get; init; }

    public int? RetentionDays { get; init; }
}
