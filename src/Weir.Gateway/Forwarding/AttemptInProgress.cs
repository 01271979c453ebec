using System.Diagnostics;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;
using Weir.Gateway.Telemetry;
using Weir.Usage.Records;

namespace Weir.Gateway.Forwarding;

/// <summary>An attempt that has not ended.</summary>
internal sealed class AttemptInProgress(int priority, string action, Operation operation, Destination destination, TimeProvider time)
{
    private readonly DateTime _start = time.GetUtcNow().UtcDateTime;
    private readonly long _started = time.GetTimestamp();
    private readonly Activity? _span = GatewayTracing.Start(operation, destination);

    public Destination Destination => destination;

    /// <summary>How its answer is read: the provider's dialect, which an endpoint that asks for estimates has listened to.</summary>
    public Dialect Dialect { get; set; } = null!;

    /// <summary>The tokens counted by a tokenizer of ours, where the provider stated none.</summary>
    public TokenUsage? Estimate { get; set; }

    /// <summary>What has been seen of its answer.</summary>
    public AnswerObservation Observation { get; } = new();

    public string? ProviderRequestId { get; set; }

    /// <summary>Ends an attempt that was not made: the row shows why the destination was passed over.</summary>
    public Attempt Skip(string errorCode) => End(503, errorCode);

    /// <summary>Ends the attempt.</summary>
    /// <param name="statusCode">The provider's status, or the gateway's own where it did not answer.</param>
    /// <param name="errorCode">What went wrong, or NULL.</param>
    public Attempt End(int statusCode, string? errorCode)
    {
        var usage = Estimate ?? Observation.ToUsage(operation.IsEmbedding());
        var error = errorCode ?? Observation.ErrorCode;
        var elapsed = time.GetElapsedTime(_started);
        var attempt = new Attempt
        {
            Priority = priority,
            Action = action,
            Destination = destination.Name,
            DestinationId = destination.Id,
            Model = destination.Model.Name,
            Provider = destination.Model.Provider,
            StatusCode = statusCode,
            ErrorCode = error,
            LatencyMs = (long)elapsed.TotalMilliseconds,
            StartTime = _start,
            EndTime = _start + elapsed,
            Usage = usage,
            UsageSource = Estimate is null ? Observation.Source : UsageSource.Estimated,
            IsBilled = !usage.IsEmpty || (!operation.IsStored() && IsWorkOfTheProvider(statusCode, error)),
            ServiceTier = Observation.ServiceTier,
            ResponseModel = Observation.ResponseModel,
            ProviderRequestId = ProviderRequestId,
        };
        GatewayTracing.End(_span, attempt);
        return attempt;
    }

    // A provider's error is free. One that the gateway gave up on, or whose client hung up, may have been at work.
    private static bool IsWorkOfTheProvider(int statusCode, string? error) => statusCode is < 400 or 499
        || error is RefusalCodes.FirstByteTimeout or RefusalCodes.StreamInterrupted or RefusalCodes.IdleTimeout or RefusalCodes.TotalTimeout or RefusalCodes.MalformedAnswer;
}
