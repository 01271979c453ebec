namespace Weir.Gateway.Receiving;

/// <summary>A request that the gateway itself answers with an error.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="RefusalCodes"/>; the row's <c>error_code</c>.</param>
/// <param name="Message">A sentence that a person can act on.</param>
/// <param name="RetryAfterSeconds">When to try again, in seconds.</param>
internal sealed record Refusal(int Status, string Code, string Message, int? RetryAfterSeconds = null);

/// <summary>The gateway's own error codes.</summary>
internal static class RefusalCodes
{
    public const string InvalidToken = "INVALID_TOKEN";
    public const string InvalidTags = "INVALID_REQUEST_TAGS";
    public const string InvalidBody = "INVALID_REQUEST_BODY";
    public const string BodyTooLarge = "REQUEST_TOO_LARGE";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string RequestTimeout = "REQUEST_TIMEOUT";
    public const string EndpointNotFound = "ENDPOINT_NOT_FOUND";
    public const string DialectNotSpoken = "DIALECT_NOT_SUPPORTED";
    public const string RouteNotFound = "ROUTE_NOT_FOUND";
    public const string FeatureDisabled = "FEATURE_DISABLED";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string UpgradeRequired = "WEBSOCKET_NOT_SUPPORTED";
    public const string ConnectFailed = "CONNECT_FAILED";
    public const string FirstByteTimeout = "FIRST_BYTE_TIMEOUT";
    public const string MalformedAnswer = "MALFORMED_PROVIDER_ANSWER";
    public const string StreamInterrupted = "STREAM_INTERRUPTED";
    public const string IdleTimeout = "IDLE_TIMEOUT";
    public const string TotalTimeout = "TOTAL_TIMEOUT";
    public const string RequestLimitExceeded = "REQUEST_LIMIT_EXCEEDED";
    public const string PermissionDenied = "PERMISSION_DENIED";
    public const string BudgetExceeded = "BUDGET_EXCEEDED";
    public const string BudgetUnknown = "BUDGET_UNKNOWN";
    public const string CircuitOpen = "CIRCUIT_OPEN";
    public const string NotTranslatable = "NOT_TRANSLATABLE";
    public const string CredentialsFailed = "CREDENTIALS_FAILED";
    public const string ClientClosed = "CLIENT_CLOSED_REQUEST";
    public const string JournalUnavailable = "JOURNAL_UNAVAILABLE";
    public const string Internal = "INTERNAL_ERROR";
}
