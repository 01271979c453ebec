using Grpc.Core;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>Why a body is not taken, in words that its sender can act on.</summary>
internal sealed class TelemetryRefusal(int httpStatus, StatusCode code, string message) : Exception(message)
{
    /// <summary>The status of HTTP.</summary>
    public int HttpStatus => httpStatus;

    /// <summary>The status of gRPC, which is also the code in a body of HTTP.</summary>
    public StatusCode Code => code;

    /// <summary>After how many seconds to send it again; NULL where that changes nothing.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static TelemetryRefusal Invalid(string message) => new(400, StatusCode.InvalidArgument, message);

    public static TelemetryRefusal Unauthenticated() =>
        new(401, StatusCode.Unauthenticated, "The token is missing, unknown or expired. Send a token of this gateway as 'Authorization: Bearer <token>', for example in OTEL_EXPORTER_OTLP_HEADERS.");

    public static TelemetryRefusal JournalUnavailable() =>
        new(503, StatusCode.Unavailable, "The gateway cannot write telemetry down at the moment, so it takes none. Send it again later.") { RetryAfterSeconds = 5 };
}
