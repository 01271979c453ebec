using System.Net.WebSockets;
using System.Text;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd.WebSockets;

/// <summary>How connections end, and what the rows say of a response that was going on.</summary>
public sealed class EndTests(WebSocketWeir server) : IClassFixture<WebSocketWeir>
{
    private readonly RunningWeir weir = server.Weir;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_goes_in_the_middle_of_a_response_leaves_a_499_and_stops_the_provider(bool closes)
    {
        var (endpoint, model) = await StuckAsync(EndOfFirstEvent);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint);
        (await socket.NextAsync())!["type"]!.GetValue<string>().ShouldBe("response.created");
        if (closes)
        {
            await socket.CloseAsync();
        }
        else
        {
            socket.Abort();
        }

        (await StatusesOfAsync(endpoint)).ShouldBe([["499", "NONE"]]);
        await weir.Provider.Seen.Single(seen => Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal)).Abandoned.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Fact]
    public async Task Where_the_destination_drains_the_answer_of_a_client_that_is_gone_is_read_to_its_usage()
    {
        var known = Corpus.Get("openai-responses/stream");
        var model = $"drain-{Guid.NewGuid():N}";
        var gone = new TaskCompletionSource();
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [EndOfFirstEvent(known.Body)], BeforePiece = (1, gone.Task) });
        var endpoint = $"e{Guid.NewGuid():N}";
        var external = new { provider = "openai", model, base_url = weir.Provider.Address + "/v1", api_key = "provider-secret-key", on_client_disconnect = "drain" };
        var destination = new { name = "primary", type = "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", traffic_percentage = 100, external_model_config = external };
        (await weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name = endpoint, config = new { destinations = new[] { destination } } })).Status.ShouldBe(200);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint);
        (await socket.NextAsync()).ShouldNotBeNull();
        await socket.CloseAsync();
        gone.SetResult();
        (await StatusesOfAsync(endpoint)).ShouldBe([["499", "PROVIDER"]]);
    }

    [Fact]
    public async Task A_client_that_closes_after_the_last_event_has_succeeded()
    {
        // The provider never ends its body.
        var (endpoint, _) = await StuckAsync(body => body.Length);
        using (var socket = await ResponsesSocket.ConnectAsync(weir))
        {
            await socket.CreateAsync(endpoint);
            await socket.CompletedAsync();
            socket.Abort();
        }

        (await StatusesOfAsync(endpoint)).ShouldBe([["200", "PROVIDER"]]);
    }

    [Fact]
    public async Task A_provider_that_does_not_end_its_body_keeps_nobody_from_the_next_response()
    {
        var (endpoint, _) = await StuckAsync(body => body.Length);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        for (var i = 0; i < 3; i++)
        {
            await socket.CreateAsync(endpoint);
            await socket.CompletedAsync();
        }

        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT status_code, count(*) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}' GROUP BY 1")).ShouldBe([["200", "3"]]));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_closes_the_connection()
    {
        var known = Corpus.Get("openai-responses/stream");
        var model = $"cut-{Guid.NewGuid():N}";
        var received = new TaskCompletionSource();
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [EndOfFirstEvent(known.Body)], CutAfter = (1, received.Task) });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint);
        (await socket.NextAsync()).ShouldNotBeNull();
        received.SetResult();
        (await socket.NextAsync()).ShouldBeNull();
        socket.Closed.ShouldBe((WebSocketCloseStatus.InternalServerError, "The answer broke off before its end."));
        (await StatusesOfAsync(endpoint)).ShouldBe([["502", "NONE"]]);
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_the_response_first()
    {
        await using var own = new RunningWeir();
        own.Set("WEIR_Gateway__WebSockets", "true");
        await own.InitializeAsync();
        var known = Corpus.Get("openai-responses/stream");
        var gate = new TaskCompletionSource();
        own.Provider.Answer("held", StandInAnswer.Of(known) with { SplitAt = [EndOfFirstEvent(known.Body)], BeforePiece = (1, gate.Task) });
        var endpoint = await own.EndpointAsync("openai", "held");
        using var idle = await ResponsesSocket.ConnectAsync(own);
        using var busy = await ResponsesSocket.ConnectAsync(own);
        await busy.CreateAsync(endpoint);
        (await busy.NextAsync()).ShouldNotBeNull();
        var stopping = own.StopAsync();
        (await idle.NextAsync()).ShouldBeNull();
        idle.Closed.ShouldBe((WebSocketCloseStatus.EndpointUnavailable, "The gateway is shutting down."));
        await idle.CloseAsync();
        gate.SetResult();
        await busy.CompletedAsync();
        (await busy.NextAsync()).ShouldBeNull();
        busy.Closed.Status.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await busy.CloseAsync();
        await stopping;
    }

    [Fact]
    public async Task A_client_that_asks_for_nothing_is_closed_after_a_while()
    {
        await using var own = new RunningWeir();
        own.Set("WEIR_Gateway__WebSockets", "true");
        own.Set("WEIR_Gateway__WebSocketIdleTimeout", "00:00:01");
        await own.InitializeAsync();
        using var socket = await ResponsesSocket.ConnectAsync(own);
        await socket.CreateAsync("sandbox", "hello");
        await socket.CompletedAsync();
        (await socket.NextAsync()).ShouldBeNull();
        socket.Closed.ShouldBe((WebSocketCloseStatus.EndpointUnavailable, "Nothing was asked for too long."));
    }

    [Fact]
    public async Task More_than_may_be_open_are_told_to_send_posts()
    {
        await using var own = new RunningWeir();
        own.Set("WEIR_Gateway__WebSockets", "true");
        own.Set("WEIR_Gateway__MaxWebSockets", "1");
        await own.InitializeAsync();
        using (var socket = await ResponsesSocket.ConnectAsync(own))
        {
            (await ResponsesSocket.RefusalAsync(own, RunningWeir.AdminToken)).ShouldBe(426);
            await socket.CreateAsync("sandbox", "hello");
            await socket.CompletedAsync();
            await socket.CloseAsync();
        }

        await RunningWeir.EventuallyAsync(async () =>
        {
            using var next = await ResponsesSocket.ConnectAsync(own);
            await next.CloseAsync();
        });
    }

    private static int EndOfFirstEvent(byte[] body) => Encoding.UTF8.GetString(body).IndexOf("\n\n", StringComparison.Ordinal) + 2;

    private async Task<(string Endpoint, string Model)> StuckAsync(Func<byte[], int> at)
    {
        var known = Corpus.Get("openai-responses/stream");
        var model = $"stuck-{Guid.NewGuid():N}";
        var never = new TaskCompletionSource();
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [at(known.Body)], BeforePiece = (1, never.Task) });
        return (await weir.EndpointAsync("openai", model), model);
    }

    private async Task<List<string?[]>> StatusesOfAsync(string endpoint)
    {
        var rows = new List<string?[]>();
        await RunningWeir.EventuallyAsync(async () =>
        {
            rows = await weir.SqlAsync($"SELECT status_code, usage_source FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'");
            rows.ShouldNotBeEmpty();
        });
        return rows;
    }
}
