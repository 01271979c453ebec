using System.Net;
using System.Net.Http.Json;
using System.Text;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Every way a request can end leaves one row that says so.</summary>
public sealed class EndingTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai-chat/stream-usage", 3, null, "NONE")]
    [InlineData("anthropic-messages/stream", 4, "1200", "PROVIDER_PARTIAL")]
    [InlineData("openai-responses/stream", 3, null, "NONE")]
    [InlineData("gemini-generate-content/stream-of-three", 1, "10", "PROVIDER_PARTIAL")]
    public async Task A_client_that_hangs_up_mid_stream_leaves_a_499_with_what_was_stated(string id, int events, string? inputTokens, string source)
    {
        var known = Corpus.Get(id);
        var model = $"hang-{Guid.NewGuid():N}";
        var never = new TaskCompletionSource();
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [EndOfEvent(known.Body, events)], BeforePiece = (1, never.Task) });
        var endpoint = await weir.EndpointAsync(RunningWeir.ProviderOf(known.Folder), model);

        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using (var body = await response.Content.ReadAsStreamAsync(Stop))
        {
            (await body.ReadAsync(new byte[64], Stop)).ShouldBeGreaterThan(0);
        }

        response.Dispose();
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe("499");
        row["input_tokens"].ShouldBe(inputTokens);
        row["usage_source"].ShouldBe(source);
        row["routing_information"]!.ShouldContain("CLIENT_CLOSED_REQUEST");

        // The provider is stopped: nobody pays for what nobody reads.
        await weir.Provider.Seen.Single(seen => Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal) || seen.Path.Contains(model, StringComparison.Ordinal)).Abandoned.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Fact]
    public async Task A_client_that_hangs_up_before_the_first_byte_leaves_a_499()
    {
        var model = $"early-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { BeforeHeaders = new TaskCompletionSource().Task });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var hangUp = new CancellationTokenSource();
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        var sent = weir.Client.SendAsync(request, hangUp.Token);
        await RunningWeir.EventuallyAsync(() =>
        {
            weir.Provider.Seen.ShouldContain(seen => Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sent);
        (await RowOfAsync(endpoint))["status_code"].ShouldBe("499");
    }

    [Fact]
    public async Task Codex_closing_right_after_its_terminal_event_is_a_success()
    {
        var known = Corpus.Get("openai-responses/stream");
        var model = $"codex-{Guid.NewGuid():N}";
        var never = new TaskCompletionSource();

        // The provider never ends the body, as the client does not wait for it either.
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [known.Body.Length], BeforePiece = (1, never.Task) });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using (var body = await response.Content.ReadAsStreamAsync(Stop))
        {
            await body.ReadExactlyAsync(new byte[known.Body.Length], Stop);
        }

        response.Dispose();
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe("200");
        row["input_tokens"].ShouldBe("1200");
        row["usage_source"].ShouldBe("PROVIDER");
    }

    [Fact]
    public async Task A_provider_that_cuts_the_stream_breaks_the_client_s_too_and_leaves_a_502()
    {
        var known = Corpus.Get("anthropic-messages/stream");
        var model = $"cut-{Guid.NewGuid():N}";
        var received = new TaskCompletionSource();
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [EndOfEvent(known.Body, 4)], CutAfter = (1, received.Task) });
        var endpoint = await weir.EndpointAsync("anthropic", model);
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        await body.ReadExactlyAsync(new byte[EndOfEvent(known.Body, 4)], Stop);
        received.SetResult();
        var broken = await Record.ExceptionAsync(() => body.CopyToAsync(Stream.Null, Stop));
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        broken.ShouldBeAssignableTo<IOException>($"{row["status_code"]} {row["routing_information"]}");
        row["status_code"].ShouldBe("502");
        row["input_tokens"].ShouldBe("1200");
        row["usage_source"].ShouldBe("PROVIDER_PARTIAL");
        row["routing_information"]!.ShouldContain("STREAM_INTERRUPTED");
    }

    [Fact]
    public async Task A_provider_that_cuts_the_stream_after_its_headers_gives_the_client_no_whole_answer()
    {
        var known = Corpus.Get("openai-chat/stream-usage");
        var model = $"headers-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [0], CutAfter = (1, Task.CompletedTask) });
        var endpoint = await weir.EndpointAsync("openai", model);
        for (var i = 0; i < 20; i++)
        {
            using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
            var broken = await Record.ExceptionAsync(async () =>
            {
                using var response = await weir.Client.SendAsync(request, Stop);
                response.IsSuccessStatusCode.ShouldBeFalse("an empty 200 would pass for an answer");
            });
            (broken is null or HttpRequestException).ShouldBeTrue(broken?.ToString());
        }

        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT status_code, count(*) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}' GROUP BY 1")).Single().ShouldBe(["502", "20"]));
    }

    [Fact]
    public async Task A_provider_that_falls_silent_within_the_stream_leaves_a_504()
    {
        var known = Corpus.Get("openai-chat/stream-usage");
        var model = $"silent-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [EndOfEvent(known.Body, 2)], BeforePiece = (1, new TaskCompletionSource().Task) });
        var endpoint = await ImpatientEndpointAsync("openai", model, new { idle_seconds = 0.3 });
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await Should.ThrowAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Stop));
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["status_code"].ShouldBe("504");
    }

    [Fact]
    public async Task A_provider_that_never_answers_leaves_a_504_in_the_dialect_s_shape()
    {
        var model = $"slow-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { BeforeHeaders = new TaskCompletionSource().Task });
        var endpoint = await ImpatientEndpointAsync("anthropic", model, new { first_token_seconds = 0.2 });
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("anthropic-messages/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("\"type\":\"timeout_error\"");
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe("504");
        row["routing_information"]!.ShouldContain("FIRST_BYTE_TIMEOUT");
    }

    [Fact]
    public async Task A_provider_that_is_down_leaves_a_502()
    {
        var endpoint = $"down{Guid.NewGuid():N}";
        using var made = await weir.Client.PostAsync("/api/ai-gateway/v2/endpoints", ByteFidelityTests.Json($$$"""{"name":"{{{endpoint}}}","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"openai","model":"m","base_url":"http://127.0.0.1:1/v1"}}]}}"""), Stop);
        made.EnsureSuccessStatusCode();
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["routing_information"]!.ShouldContain("CONNECT_FAILED");
    }

    [Fact]
    public async Task A_fallback_answers_when_the_primary_is_overloaded_and_the_row_holds_both_attempts()
    {
        var overloaded = $"overloaded-{Guid.NewGuid():N}";
        weir.Provider.Answer(overloaded, new StandInAnswer { Status = 429, Body = """{"error":{"message":"no","code":"rate_limit_exceeded"}}"""u8.ToArray() });
        var endpoint = await weir.EndpointAsync("openai", overloaded, weir.Destination("second", "openai-compatible", "openai-chat/json"));
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["destination_name"].ShouldBe("second");
        row["input_tokens"].ShouldBe("1200");
        var attempts = await weir.SqlAsync($"SELECT a.priority, a.action, a.destination, a.status_code FROM (SELECT explode(routing_information.attempts) AS a FROM system.ai_gateway.usage WHERE request_id = '{RunningWeir.RequestIdOf(response)}')");
        attempts.ShouldBe([["1", "PRIMARY", "primary", "429"], ["2", "FALLBACK", "second", "200"]]);
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_passes_and_is_recorded_without_tokens()
    {
        var model = $"html-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { ContentType = "text/html", Body = "<h1>hello</h1>"u8.ToArray() });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe("<h1>hello</h1>");
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["usage_source"].ShouldBe("NONE");
    }

    [Fact]
    public async Task A_large_answer_is_streamed_on_and_its_usage_read()
    {
        var model = $"large-{Guid.NewGuid():N}";
        var body = Encoding.UTF8.GetBytes($$$"""{"data":[{"embedding":"{{{new string('A', 12_000_000)}}}"}],"usage":{"prompt_tokens":77,"total_tokens":77}}""");
        weir.Provider.Answer(model, new StandInAnswer { Body = body, StatesLength = true });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-embeddings/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(body);
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["input_tokens"].ShouldBe("77");
    }

    private async Task<string> ImpatientEndpointAsync(string provider, string model, object timeouts)
    {
        var name = $"impatient{Guid.NewGuid():N}";
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { weir.Destination("d", provider, model, 100, timeouts) } } }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task<Dictionary<string, string?>> RowOfAsync(string endpoint)
    {
        var id = string.Empty;
        await RunningWeir.EventuallyAsync(async () => id = (await weir.SqlAsync($"SELECT request_id FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).Single()[0]!);
        return await weir.RowAsync(id);
    }

    internal static int EndOfEvent(byte[] body, int events)
    {
        var at = 0;
        for (var i = 0; i < events; i++)
        {
            var unix = body.AsSpan(at).IndexOf("\n\n"u8);
            var windows = body.AsSpan(at).IndexOf("\r\n\r\n"u8);
            at += windows >= 0 && (unix < 0 || windows < unix) ? windows + 4 : unix + 2;
        }

        return at;
    }
}
