using Weir.Accounts.Permissions;
using Weir.Usage.Records;

namespace Weir.Gateway.Endpoints;

/// <summary>What a client names as <c>model</c>: an immutable snapshot; a change makes a new one.</summary>
public sealed record GatewayEndpoint
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Flat lower-case name.</summary>
    public required string Name { get; init; }

    /// <summary>The workspace it belongs to, 16 digits.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The principal that created it.</summary>
    public required string Creator { get; init; }

    /// <summary>The principal that answers for it: the creator, until it is given to another.</summary>
    public string Owner { get => field ?? Creator; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTime CreationTime { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required DateTime LastUpdatedTime { get; init; }

    /// <summary>What permissions are on.</summary>
    public SecurableObject Secured => field ??= new SecurableObject(ObjectType.Endpoints, Id, WorkspaceId, Owner);

    /// <summary>Static tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where its requests go; percentages sum to 100.</summary>
    public required IReadOnlyList<Destination> Destinations { get; init; }

    /// <summary>Where they go when the primary fails, in order.</summary>
    public IReadOnlyList<Destination> Fallbacks { get; init; } = [];

    /// <summary>The limits.</summary>
    public IReadOnlyList<RateLimit> RateLimits { get; init; } = [];

    /// <summary>Where payloads are kept, when they are.</summary>
    public InferenceTable? InferenceTable { get; init; }

    /// <summary>Retries at the same destination.</summary>
    public RetrySettings Retries { get; init; } = RetrySettings.Default;

    /// <summary>When a failing destination is passed over.</summary>
    public CircuitBreakerSettings CircuitBreaker { get; init; } = CircuitBreakerSettings.Default;

    /// <summary>Whether tokens are estimated where the provider stated none (<c>usage_source</c> <c>ESTIMATED</c>).</summary>
    public bool EstimateUsage { get; init; }

    /// <summary>Whether answers say what they cost (<c>x-weir-cost</c>, <c>x-weir-usage</c>).</summary>
    public bool ReportCost { get; init; }

    /// <summary>The endpoint as rows hold it, made once for each version.</summary>
    public EndpointSnapshot Snapshot => field ??= EndpointSnapshots.Of(this);
}

/// <summary>A model at a provider, with the credentials to reach it.</summary>
public sealed record Destination
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The destination's name.</summary>
    public required string Name { get; init; }

    /// <summary>As in the API, for example <c>DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The share of requests that start here, 0 to 100.</summary>
    public double TrafficPercentage { get; init; }

    /// <summary>How to reach the model.</summary>
    public required ExternalModel Model { get; init; }
}

/// <summary>How to reach a model.</summary>
public sealed record ExternalModel
{
    /// <summary>One of <see cref="Providers"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name at the provider.</summary>
    public required string Name { get; init; }

    /// <summary>What the vendor's own SDK takes; NULL for the vendor's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The credential in clear, in memory only. Never serialised, logged or answered.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Azure OpenAI's <c>api-version</c>; NULL for its v1 API.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Whether the answer is read on to its usage when the client hangs up (<c>drain</c>), or the provider is stopped (<c>cancel</c>).</summary>
    public bool DrainsOnClientDisconnect { get; init; }

    /// <summary>The destination's own time-outs; a NULL member leaves the gateway's setting.</summary>
    public TimeoutsDocument? Timeouts { get; init; }

    /// <summary>AWS's region; NULL when the base URL names it.</summary>
    public string? Region { get; init; }

    /// <summary>Google Cloud's project.</summary>
    public string? Project { get; init; }

    /// <summary>Google Cloud's location; <c>global</c> is one.</summary>
    public string? Location { get; init; }

    /// <summary>One of <see cref="Authentications"/>; NULL for the provider's usual.</summary>
    public string? Auth { get; init; }

    /// <summary>Entra ID's tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The application, managed identity or service principal that a token is for.</summary>
    public string? ClientId { get; init; }

    /// <summary>Goes with <see cref="ClientId"/>; in clear, in memory only.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>In clear, in memory only.</summary>
    public string? AwsAccessKeyId { get; init; }

    /// <summary>In clear, in memory only.</summary>
    public string? AwsSecretAccessKey { get; init; }

    /// <summary>Goes with temporary AWS keys; in clear, in memory only.</summary>
    public string? AwsSessionToken { get; init; }

    /// <summary>A Google service account's key file; in clear, in memory only.</summary>
    public string? ServiceAccountJson { get; init; }

    /// <summary>Whether loopback and private addresses may be reached: decided when an account admin, or a setting, allowed it.</summary>
    public bool AllowPrivateAddress { get; init; }

    // A record's own ToString would print the credential.
    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Name}";
}

/// <summary>Ways to prove who is calling, where a provider has several and the credentials alone do not tell.</summary>
public static class Authentications
{
    /// <summary>Microsoft Entra ID, as what the server itself runs as.</summary>
    public const string Entra = "entra";
}

/// <summary>The names of the providers that need code of their own; <see cref="Gateway.Providers.OpenAIPreset"/> has more.</summary>
public static class Providers
{
    /// <summary>OpenAI.</summary>
    public const string OpenAI = "openai";

    /// <summary>Azure OpenAI.</summary>
    public const string AzureOpenAI = "azure-openai";

    /// <summary>Anthropic.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>Google's Gemini API.</summary>
    public const string Gemini = "gemini";

    /// <summary>Google Vertex AI.</summary>
    public const string Vertex = "vertex";

    /// <summary>Amazon Bedrock.</summary>
    public const string Bedrock = "bedrock";

    /// <summary>Databricks model serving.</summary>
    public const string Databricks = "databricks";

    /// <summary>Any server that speaks OpenAI's API.</summary>
    public const string OpenAICompatible = "openai-compatible";

    /// <summary>The model inside the process.</summary>
    public const string Sandbox = "sandbox";
}

/// <summary>A limit as it is stored.</summary>
public sealed record RateLimit(string Key, string RenewalPeriod, string? Principal, string? RequestTagKey, string? RequestTagValue, long? Requests, long? Tokens);

/// <summary>Where payloads are kept, which part of them, and for how long.</summary>
/// <param name="CatalogName">The table's catalog.</param>
/// <param name="SchemaName">Its schema.</param>
/// <param name="TableNamePrefix">What stands before <c>_payload</c>.</param>
/// <param name="SamplingFraction">The part of the requests that is kept, above 0 and at most 1.</param>
/// <param name="RetentionDays">How long a payload is kept, in days.</param>
public sealed record InferenceTable(string CatalogName, string SchemaName, string TableNamePrefix, double SamplingFraction = 1, int RetentionDays = 30)
{
    /// <summary>The table's full lower-case name.</summary>
    public string FullName => field ??= $"{CatalogName}.{SchemaName}.{TableNamePrefix}_payload".ToLowerInvariant();
}
