namespace Weir.Gateway.Endpoints;

/// <summary>How long a destination may take.</summary>
/// <param name="Connect">To be connected to.</param>
/// <param name="FirstToken">From the request to the first byte of the answer's body.</param>
/// <param name="Idle">Between two pieces of an answer.</param>
/// <param name="Total">For the whole attempt; NULL for as long as it lasts.</param>
public sealed record Timeouts(TimeSpan Connect, TimeSpan FirstToken, TimeSpan Idle, TimeSpan? Total);

/// <summary>Retries at the same destination, on connect failure, first-token time-out, 429 and 5xx.</summary>
/// <param name="MaxRetries">How many, for each destination; 0 for none.</param>
/// <param name="InitialBackoff">The first pause; each further one is twice as long.</param>
/// <param name="MaxBackoff">The longest pause, also of those that a provider asks for by <c>Retry-After</c>: a longer one is not waited for.</param>
public sealed record RetrySettings(int MaxRetries, TimeSpan InitialBackoff, TimeSpan MaxBackoff)
{
    /// <summary>None: the clients' SDKs retry themselves, and a retry here would multiply theirs.</summary>
    public static RetrySettings Default { get; } = new(0, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(8));
}

/// <summary>When a failing destination is passed over.</summary>
/// <param name="Failures">Failures in a row that open the circuit; 0 for never.</param>
/// <param name="Open">How long it stays open.</param>
public sealed record CircuitBreakerSettings(int Failures, TimeSpan Open)
{
    /// <summary>Five failures, fifteen seconds.</summary>
    public static CircuitBreakerSettings Default { get; } = new(5, TimeSpan.FromSeconds(15));
}
