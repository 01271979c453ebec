using System.Diagnostics;
using System.Diagnostics.Metrics;
using Weir.Gateway.Dialects;
using Weir.Gateway.Recording;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Every metric of the data plane, named by the OpenTelemetry GenAI conventions where they have a name.
/// Requester and tags stay out (cardinality): they stand in the usage table.
/// </summary>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Weir.Gateway";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _unmetered;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _limited;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<long> _tokens;
    private readonly Counter<double> _spend;
    private readonly Counter<long> _unpriced;

    /// <summary>Makes the instruments.</summary>
    public GatewayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _active = _meter.CreateUpDownCounter<long>("weir.gateway.active_requests", "{request}", "Requests on their way.");
        _unmetered = _meter.CreateCounter<long>("weir.gateway.unmetered_requests", "{request}", "Probes, listings and token counts: answered, not usage.");
        _refused = _meter.CreateCounter<long>("weir.gateway.unauthenticated_requests", "{request}", "Requests without a valid token.");
        _limited = _meter.CreateCounter<long>("weir.gateway.rate_limited_requests", "{request}", "Requests refused by a rate limit, by the limit's key.");
        _spend = _meter.CreateCounter<double>("weir.gateway.spend", "USD", "The list cost of calls; system.ai_gateway.spend has it exactly.");
        _unpriced = _meter.CreateCounter<long>("weir.gateway.unpriced_attempts", "{attempt}", "Billed attempts whose cost is not known: a price or a count is missing.");
        double[] seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
        _duration = _meter.CreateHistogram("gen_ai.server.request.duration", "s", "From a request's headers to its last bytes being ready.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = seconds });
        _firstToken = _meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "From a request's headers to its first bytes being ready.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = seconds });
        _tokens = _meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens by type.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void RateLimited(string key) => _limited.Add(1, new KeyValuePair<string, object?>("weir.limit.key", key));

    internal void ObserveDrains(Func<int> active) =>
        _meter.CreateObservableGauge("weir.gateway.active_drains", active, "{answer}", "Answers being read on to their usage after their clients have hung up.");

    internal void Started() => _active.Add(1);

    internal void Ended() => _active.Add(-1);

    internal void Unmetered(string kind) => _unmetered.Add(1, new KeyValuePair<string, object?>("weir.kind", kind));

    internal void Unauthenticated() => _refused.Add(1);

    internal void Spent(Exchange exchange)
    {
        foreach (var cost in exchange.Costs)
        {
            var attempt = exchange.Attempts[cost.Priority - 1];
            var tags = new TagList { { "gen_ai.provider.name", attempt.Provider }, { "gen_ai.request.model", attempt.Model }, { "weir.endpoint.name", exchange.Endpoint?.Name ?? "none" } };
            if (cost.ListCost is { } known)
            {
                _spend.Add((double)known, tags);
            }
            else
            {
                _unpriced.Add(1, tags);
            }
        }
    }

    internal void Finished(Exchange exchange, int statusCode, string? errorCode)
    {
        if (!_duration.Enabled && !_tokens.Enabled)
        {
            return;
        }

        var last = exchange.Attempts.Count > 0 ? exchange.Attempts[^1] : null;
        var tags = new TagList
        {
            { "gen_ai.operation.name", exchange.Route.Operation.TelemetryName() },
            { "gen_ai.provider.name", last?.Provider ?? "none" },
            { "gen_ai.request.model", last?.Model ?? "none" },
            { "weir.endpoint.name", exchange.Endpoint?.Name ?? "none" },
            { "http.response.status_code", statusCode },
        };
        if ((errorCode ?? last?.ErrorCode) is { } error)
        {
            tags.Add("error.type", error);
        }

        _duration.Record(exchange.Elapsed.TotalSeconds, tags);
        if (exchange.TimeToFirstByteMs is { } first)
        {
            _firstToken.Record(first / 1000.0, tags);
        }

        if (last is not null)
        {
            Count(last.Usage.InputTokens, "input", tags);
            Count(last.Usage.OutputTokens, "output", tags);
        }
    }

    private void Count(long? tokens, string type, TagList tags)
    {
        if (tokens is { } known)
        {
            tags.Add("gen_ai.token.type", type);
            _tokens.Record(known, tags);
        }
    }
}
