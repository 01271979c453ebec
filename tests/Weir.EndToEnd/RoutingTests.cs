using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Retries, time-outs, the circuit breaker and the traffic split of the real server, as its rows show them.</summary>
public sealed class RoutingTests(RunningWeir weir)
{
    private static readonly StandInAnswer Unavailable = new() { Status = 503, Body = """{"error":{"message":"no","code":"unavailable"}}"""u8.ToArray() };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static StandInAnswer Good => StandInAnswer.Of(Corpus.Get("openai-chat/json"));

    [Fact]
    public async Task A_destination_is_tried_again_and_every_try_is_an_attempt()
    {
        var model = New("retry");
        weir.Provider.Answer(model, Unavailable, Unavailable, Good);
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d", model, 100) }, retries = new { max_retries = 2, initial_backoff_seconds = 0.01 } });
        using var response = await AskAsync(endpoint);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AttemptsAsync(response)).ShouldBe([["1", "PRIMARY", "d", "503", "unavailable"], ["2", "RETRY", "d", "503", "unavailable"], ["3", "RETRY", "d", "200", null]]);
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["input_tokens"].ShouldBe("1200");
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_tried_again()
    {
        var model = New("once");
        weir.Provider.Answer(model, Unavailable, Good);
        using var response = await AskAsync(await EndpointAsync(new { destinations = new[] { Of("d", model, 100) } }));
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await AttemptsAsync(response)).ShouldBe([["1", "PRIMARY", "d", "503", "unavailable"]]);
    }

    [Fact]
    public async Task The_pause_is_the_one_that_the_provider_asks_for()
    {
        var model = New("after");
        weir.Provider.Answer(model, Unavailable with { Status = 429, Headers = new Dictionary<string, string> { ["retry-after-ms"] = "700" } }, Good);
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d", model, 100) }, retries = new { max_retries = 1, initial_backoff_seconds = 0.001 } });
        using var response = await AskAsync(endpoint);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        // A timer may fire within its own tick before the time.
        long.Parse((await weir.RowAsync(RunningWeir.RequestIdOf(response)))["latency_ms"]!, CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(680);
    }

    [Fact]
    public async Task A_provider_that_asks_for_a_long_pause_is_left_for_the_fallback_at_once()
    {
        var model = New("long");
        weir.Provider.Answer(model, Unavailable with { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" } });
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d", model, 100) }, fallbacks = new[] { Of("second", "openai-chat/json") }, retries = new { max_retries = 3 } });
        using var response = await AskAsync(endpoint);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AttemptsAsync(response)).ShouldBe([["1", "PRIMARY", "d", "429", "unavailable"], ["2", "FALLBACK", "second", "200", null]]);
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_pause_leaves_a_499_with_the_attempt_that_was()
    {
        var model = New("pause");
        weir.Provider.Answer(model, Unavailable with { Headers = new Dictionary<string, string> { ["Retry-After"] = "8" } });
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d", model, 100) }, retries = new { max_retries = 1 } });
        using var hangUp = new CancellationTokenSource();
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        var sent = weir.Client.SendAsync(request, hangUp.Token);
        await RunningWeir.EventuallyAsync(() =>
        {
            weir.Provider.Seen.ShouldContain(seen => System.Text.Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sent);
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT status_code, size(routing_information.attempts) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).Single()[0].ShouldBe("499"));
    }

    [Fact]
    public async Task A_stream_whose_first_token_is_late_goes_to_the_fallback_though_its_headers_came()
    {
        var known = Corpus.Get("openai-chat/stream-usage");
        var model = New("late");
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { BeforePiece = (0, new TaskCompletionSource().Task) });
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d", model, 100, new { first_token_seconds = 0.2 }) }, fallbacks = new[] { Of("second", known.Id) } });
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        (await AttemptsAsync(response)).ShouldBe([["1", "PRIMARY", "d", "504", "FIRST_BYTE_TIMEOUT"], ["2", "FALLBACK", "second", "200", null]]);
    }

    [Fact]
    public async Task A_destination_that_keeps_failing_is_passed_over_while_its_circuit_is_open()
    {
        var model = New("broken");
        weir.Provider.Answer(model, Unavailable);
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d", model, 100) }, fallbacks = new[] { Of("second", "openai-chat/json") }, circuit_breaker = new { failures = 2, open_seconds = 600 } });
        for (var i = 0; i < 3; i++)
        {
            using var response = await AskAsync(endpoint);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var first = (await AttemptsAsync(response))[0];
            first.ShouldBe(i < 2 ? ["1", "PRIMARY", "d", "503", "unavailable"] : ["1", "PRIMARY", "d", "503", "CIRCUIT_OPEN"]);
        }

        weir.Provider.Seen.Count(seen => System.Text.Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_chain_of_three_shows_each_attempt_and_the_last_failure_is_the_row_s()
    {
        var (one, two, three) = (New("one"), New("two"), New("three"));
        weir.Provider.Answer(one, Unavailable);
        weir.Provider.Answer(two, Unavailable with { Status = 429 });
        weir.Provider.Answer(three, Unavailable with { Status = 500 });
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("d1", one, 100) }, fallbacks = new[] { Of("d2", two), Of("d3", three) } });
        using var response = await AskAsync(endpoint);
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await AttemptsAsync(response)).Select(attempt => attempt[3]).ShouldBe(["503", "429", "500"]);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["destination_name"].ShouldBe("d3");
        row["status_code"].ShouldBe("500");
    }

    [Fact]
    public async Task Traffic_is_split_by_percentage_and_each_row_names_its_destination()
    {
        var endpoint = await EndpointAsync(new { destinations = new[] { Of("most", "openai-chat/json", 75), Of("least", "openai-chat/stream-cumulative-no-done", 25), Of("never", "openai-chat/error-429", 0) } });
        await Parallel.ForAsync(0, 200, Stop, async (_, _) =>
        {
            using var response = await AskAsync(endpoint);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        });
        await RunningWeir.EventuallyAsync(async () =>
        {
            var rows = await weir.SqlAsync($"SELECT destination_name, count(*) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}' GROUP BY 1 ORDER BY 2 DESC");
            rows.Sum(row => int.Parse(row[1]!, CultureInfo.InvariantCulture)).ShouldBe(200);
            rows.Select(row => row[0]).ShouldBe(["most", "least"]);

            // Six standard deviations around 150.
            int.Parse(rows[0][1]!, CultureInfo.InvariantCulture).ShouldBeInRange(113, 187);
        });
    }

    [Theory]
    [InlineData("""{"retries":{"max_retries":99}}""", "config.retries.max_retries")]
    [InlineData("""{"circuit_breaker":{"open_seconds":0}}""", "config.circuit_breaker.open_seconds")]
    [InlineData("""{"retries":{"tries":1}}""", "tries")]
    public async Task A_setting_that_is_wrong_is_refused_by_its_name(string settings, string name)
    {
        var config = """{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"sandbox","model":"m"}}],""" + settings[1..];
        using var made = await weir.Client.PostAsync("/api/ai-gateway/v2/endpoints", ByteFidelityTests.Json($$"""{"name":"{{New("x")}}","config":{{config}}}"""), Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await made.Content.ReadAsStringAsync(Stop)).ShouldContain(name);
    }

    private static string New(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    private object Of(string name, string model, int? percentage = null, object? timeouts = null) => new
    {
        name,
        traffic_percentage = percentage,
        external_model_config = new { provider = "openai", model, base_url = weir.Provider.Address + "/v1", timeouts },
    };

    private async Task<string> EndpointAsync(object config)
    {
        var name = New("r");
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.OK, await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task<HttpResponseMessage> AskAsync(string endpoint)
    {
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        return await weir.Client.SendAsync(request, Stop);
    }

    private async Task<List<string?[]>> AttemptsAsync(HttpResponseMessage response)
    {
        var id = RunningWeir.RequestIdOf(response);
        await weir.RowAsync(id);
        return await weir.SqlAsync($"SELECT a.priority, a.action, a.destination, a.status_code, a.error_code FROM (SELECT explode(routing_information.attempts) AS a FROM system.ai_gateway.usage WHERE request_id = '{id}') ORDER BY 1");
    }
}
