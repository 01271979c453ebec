using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Weir.Agents.Setup;

namespace Weir.CommandLine.Agents;

/// <summary>Sends what an agent sends, and looks for what it left.</summary>
internal sealed class AgentCheckClient : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly StatementClient _statements;
    private readonly TimeProvider _time;

    public AgentCheckClient(Uri gateway, string token, TimeProvider time)
    {
        _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(120) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _statements = new StatementClient(gateway, token);
        _time = time;
    }

    /// <summary>Where the gateway is.</summary>
    public Uri Gateway => _http.BaseAddress!;

    /// <summary>Sends the call.</summary>
    /// <exception cref="HttpRequestException">The gateway cannot be reached.</exception>
    public async Task<CheckedCall> CallAsync(AgentCheck check, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, check.Path) { Content = new StringContent(check.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in check.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var started = _time.GetTimestamp();
        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var requestId = response.Headers.TryGetValues("x-request-id", out var values) ? values.FirstOrDefault() : null;
        return new CheckedCall((int)response.StatusCode, body, Guid.TryParse(requestId, out _) ? requestId : null, _time.GetElapsedTime(started));
    }

    /// <summary>Sends a metric of the agent.</summary>
    /// <returns>The status and the body.</returns>
    public async Task<(int Status, string Body)> SendMetricAsync(AgentSetup agent, Guid session, CancellationToken cancellationToken)
    {
        using var content = new StringContent(AgentCheck.Telemetry(agent, session, _time.GetUtcNow()), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("/api/2.0/otel/v1/metrics", content, cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The usage row of a request and its cost, or NULL when it does not come in half a minute.</summary>
    /// <exception cref="StatementException">The table cannot be read.</exception>
    public async Task<ArrivedRow?> RowAsync(string requestId, CancellationToken cancellationToken)
    {
        var usage = await WaitAsync(
            $"SELECT status_code, requester, endpoint_name, agent, agent_version, agent_session_id, input_tokens, output_tokens, latency_ms FROM system.ai_gateway.usage WHERE request_id = '{requestId}'",
            cancellationToken);
        return usage is not [var status, var requester, var endpoint, var agent, var version, var session, var input, var output, var latency]
            ? null
            : new ArrivedRow(status, requester, endpoint, agent, version, session, input, output, latency);
    }

    /// <summary>The list cost of a request in USD; NULL when nobody has a price of it.</summary>
    /// <exception cref="StatementException">The table cannot be read.</exception>
    public async Task<string?> CostAsync(string requestId, CancellationToken cancellationToken)
    {
        var spend = await _statements.RunAsync($"SELECT CASE WHEN count(list_cost) = count(*) THEN sum(list_cost) END FROM system.ai_gateway.spend WHERE request_id = '{requestId}'", () => { }, cancellationToken);
        return spend.Rows is [[{ } cost]] && decimal.TryParse(cost, CultureInfo.InvariantCulture, out var amount) ? amount.ToString("0.##################", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether the metric of a check is there within half a minute.</summary>
    /// <exception cref="StatementException">The table cannot be read.</exception>
    public async Task<bool> HasMetricAsync(Guid session, CancellationToken cancellationToken) =>
        await WaitAsync($"SELECT name FROM system.ai_gateway.otel_metrics WHERE name = '{AgentCheck.Metric}' AND `sum`.attributes['session.id'] = '{session}'", cancellationToken) is not null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _statements.Dispose();
    }

    private async Task<string?[]?> WaitAsync(string sql, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var result = await _statements.RunAsync(sql, () => { }, cancellationToken);
            if (result.Rows.Count > 0 || _time.GetElapsedTime(started) > LongestWait)
            {
                return result.Rows.Count > 0 ? result.Rows[0] : null;
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }
}

/// <summary>How a call was answered.</summary>
internal sealed record CheckedCall(int Status, string Body, string? RequestId, TimeSpan Took)
{
    /// <summary>Whether the endpoint answered it.</summary>
    public bool IsAnswered => Status is >= 200 and < 300;
}

/// <summary>What the usage table says of a call.</summary>
internal sealed record ArrivedRow(string? Status, string? Requester, string? Endpoint, string? Agent, string? AgentVersion, string? Session, string? InputTokens, string? OutputTokens, string? LatencyMs);
