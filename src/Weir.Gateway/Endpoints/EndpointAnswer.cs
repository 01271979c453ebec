using System.Text.Json.Serialization;

namespace Weir.Gateway.Endpoints;

/// <summary>An endpoint as the API shows it: its document without the secrets, and what the gateway knows about it.</summary>
internal sealed record EndpointAnswer(
    string Name,
    string Owner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Tags,
    ConfigDocument Config,
    string Id,
    string Creator,
    string CreationTime,
    string LastUpdatedTime,
    IEnumerable<string> SupportedApiTypes,
    [property: JsonPropertyName("ai_gateway_url")] string AIGatewayUrl);

/// <summary>A page of endpoints by name. The token asks for the next; it is left out of the last.</summary>
internal sealed record EndpointsAnswer(
    IEnumerable<EndpointAnswer> Endpoints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextPageToken);
