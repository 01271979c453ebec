namespace Weir.Gateway.Endpoints.Testing;

/// <summary>What is to be tested.</summary>
internal sealed record ConnectionTestDocument
{
    /// <summary>The destination, as an endpoint has it.</summary>
    public DestinationDocument? Destination { get; init; }

    /// <summary>The endpoint whose stored secret is used where the destination states none; NULL for a destination that no endpoint has yet.</summary>
    public string? EndpointName { get; init; }
}

/// <summary>What came of a test.</summary>
/// <param name="Succeeded">Whether the provider answered with what the model made.</param>
/// <param name="StatusCode">The provider's HTTP status; NULL when it did not answer.</param>
/// <param name="LatencyMs">From the beginning, a new connection included, to the answer's end, in milliseconds.</param>
/// <param name="TimeToFirstByteMs">The same to the first byte of the answer's body; NULL when there is none.</param>
/// <param name="Model">The model, as the provider names it in its answer, else as it was asked for.</param>
/// <param name="Message">A sentence that a person can act on.</param>
/// <param name="ProviderError">What the provider said, without the secrets that it was sent and cut to 2,000 characters; NULL where it said nothing wrong.</param>
internal sealed record ConnectionTestAnswer(bool Succeeded, int? StatusCode, long LatencyMs, long? TimeToFirstByteMs, string Model, string Message, string? ProviderError);
