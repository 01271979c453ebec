namespace Weir.Agents.Setup;

/// <summary>What an agent is to be set up with.</summary>
/// <param name="Gateway">Where the gateway is reached; of it the scheme, the host and the port are taken.</param>
/// <param name="Endpoint">The endpoint, which is the agent's model. <see cref="AgentSetup.IsEndpointName"/> holds.</param>
/// <param name="Token">The token, or <see cref="TokenPlaceholder"/>.</param>
/// <param name="WithTelemetry">Whether the agent shall send its telemetry to the gateway, where it has any.</param>
public sealed record SetupInput(Uri Gateway, string Endpoint, string Token, bool WithTelemetry)
{
    /// <summary>What stands for a token that nobody told: a shell puts the token in its place, a file needs it put there.</summary>
    public const string TokenPlaceholder = "$WEIR_TOKEN";

    /// <summary>What stands for an endpoint that nobody chose.</summary>
    public const string EndpointPlaceholder = "your-endpoint";

    /// <summary>The gateway's address without a slash at its end.</summary>
    public string Address => Gateway.GetLeftPart(UriPartial.Authority);

    /// <summary>Where OpenTelemetry's signals go: their own paths, <c>/v1/metrics</c> and so on, follow.</summary>
    public string TelemetryAddress => Address + "/api/2.0/otel";

    /// <summary>Whether the token is a real one.</summary>
    public bool HasToken => Token != TokenPlaceholder;
}
