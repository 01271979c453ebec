namespace Weir.Generation;

/// <summary>How an attempt ends.</summary>
/// <param name="Status">The attempt's status.</param>
/// <param name="Error">What went wrong, as a word; NULL when nothing did.</param>
/// <param name="Progress">How far the answer got, from 0 to 1; below zero when not even its first byte came.</param>
internal readonly record struct AttemptFate(int Status, string? Error, double Progress)
{
    public const string ConnectFailed = "CONNECT_FAILED";
    public const string FirstByteTimeout = "FIRST_BYTE_TIMEOUT";
    public const string CircuitOpen = "CIRCUIT_OPEN";

    private static readonly AttemptFate Success = new(200, null, 1);

    /// <summary>Whether the gateway asks the next destination.</summary>
    public bool MayFallBack => Progress < 0 && (Status == 429 || Status >= 500);

    /// <summary>Whether the client hung up.</summary>
    public bool IsHangUp => Status == 499;

    /// <summary>Draws it.</summary>
    /// <param name="model">The destination's model.</param>
    /// <param name="outage">Which part of the provider's calls fails at the moment.</param>
    /// <param name="throttled">Which part of the endpoint's calls finds the provider's quota used up.</param>
    /// <param name="isStream">Whether the answer is streamed.</param>
    /// <param name="random">The call's numbers.</param>
    public static AttemptFate Draw(ModelProfile model, double outage, double throttled, bool isStream, ref SeededRandom random)
    {
        if (random.Chance(outage))
        {
            return random.NextDouble() switch
            {
                < 0.2 => new AttemptFate(503, CircuitOpen, -1),
                < 0.35 => new AttemptFate(504, FirstByteTimeout, -1),
                < 0.42 => new AttemptFate(502, ConnectFailed, -1),
                _ => Overloaded(model),
            };
        }

        if (random.Chance(throttled))
        {
            return TooMany(model);
        }

        return random.NextDouble() switch
        {
            < 0.0022 => Overloaded(model),
            < 0.0027 => new AttemptFate(500, model.Provider switch { "anthropic" => "api_error", "gemini" => "INTERNAL", "bedrock" => "InternalServerException", _ => "server_error" }, -1),
            < 0.0030 => new AttemptFate(504, FirstByteTimeout, -1),
            < 0.0062 => TooMany(model),
            < 0.0115 => new AttemptFate(400, model.Provider switch { "gemini" => "INVALID_ARGUMENT", "anthropic" => "invalid_request_error", "bedrock" => "ValidationException", _ => "context_length_exceeded" }, -1),
            < 0.0121 => new AttemptFate(401, model.Provider switch { "gemini" => "UNAUTHENTICATED", "anthropic" => "authentication_error", _ => "invalid_api_key" }, -1),
            < 0.0126 => new AttemptFate(403, model.Provider switch { "gemini" => "PERMISSION_DENIED", "anthropic" => "permission_error", "bedrock" => "AccessDeniedException", _ => "unsupported_country_region_territory" }, -1),
            < 0.0150 => new AttemptFate(499, "CLIENT_CLOSED_REQUEST", -1),
            < 0.0190 when isStream => new AttemptFate(499, "CLIENT_CLOSED_REQUEST", random.NextDouble()),
            < 0.0196 when isStream => new AttemptFate(502, "STREAM_INTERRUPTED", random.NextDouble()),
            _ => Success,
        };
    }

    private static AttemptFate Overloaded(ModelProfile model) => model.Provider switch
    {
        "anthropic" => new AttemptFate(529, "overloaded_error", -1),
        "gemini" => new AttemptFate(503, "UNAVAILABLE", -1),
        "bedrock" => new AttemptFate(503, "ServiceUnavailableException", -1),
        _ => new AttemptFate(503, "server_error", -1),
    };

    private static AttemptFate TooMany(ModelProfile model) => new(429, model.Provider switch
    {
        "anthropic" => "rate_limit_error",
        "gemini" => "RESOURCE_EXHAUSTED",
        "bedrock" => "ThrottlingException",
        _ => "rate_limit_exceeded",
    }, -1);
}
