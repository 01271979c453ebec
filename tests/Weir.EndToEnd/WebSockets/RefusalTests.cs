using System.Net.WebSockets;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd.WebSockets;

/// <summary>What is refused over a WebSocket: as over HTTP, before anything is accepted and before each response.</summary>
public sealed class RefusalTests(WebSocketWeir server) : IClassFixture<WebSocketWeir>
{
    private readonly RunningWeir weir = server.Weir;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_valid_token_no_connection_is_accepted()
    {
        (await ResponsesSocket.RefusalAsync(weir, null)).ShouldBe(401);
        (await ResponsesSocket.RefusalAsync(weir, "nobody's")).ShouldBe(401);
        (await ResponsesSocket.RefusalAsync(weir, RunningWeir.AdminToken, "/anthropic/v1/messages")).ShouldBe(404);
        using var limited = await weir.ClientOfAsync("admin@weir.local", ["sql"]);
        (await ResponsesSocket.RefusalAsync(weir, limited.DefaultRequestHeaders.Authorization!.Parameter)).ShouldBe(403);
        using var plain = await weir.Client.GetAsync("/codex/v1/responses", Stop);
        ((int)plain.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task A_token_that_is_revoked_asks_for_nothing_more()
    {
        var (_, email) = await weir.UserAsync();
        var (_, made) = await weir.Client.CallAsync("POST", "/api/2.0/token-management/on-behalf-of/tokens", new { application_id = email });
        using var socket = await ResponsesSocket.ConnectAsync(weir, made.GetProperty("token_value").GetString());
        await socket.CreateAsync("sandbox", "hello");
        await socket.CompletedAsync();
        (await weir.Client.CallAsync("POST", "/api/2.0/token/delete", new { token_id = made.GetProperty("token_info").GetProperty("token_id").GetString() })).Status.ShouldBe(200);
        await socket.CreateAsync("sandbox", "hello");
        var (status, code, _) = await socket.ErrorAsync();
        (status, code).ShouldBe((401, "invalid_api_key"));
        await socket.CreateAsync("sandbox", "hello", new { generate = false });
        (await socket.ErrorAsync()).Status.ShouldBe(401);
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT status_code FROM system.ai_gateway.usage WHERE requester = '{email}'")).ShouldBe([["200"]]));
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back_and_has_a_row()
    {
        await ClockHour.AwaitRoomAsync();
        var name = $"lim{Guid.NewGuid():N}";
        var config = new { destinations = new[] { weir.Destination("d", "openai", "openai-responses/stream", 100) }, rate_limits = new[] { new { key = "ENDPOINT", renewal_period = "HOUR", requests = 1 } } };
        (await weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config })).Status.ShouldBe(200);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(name);
        await socket.CompletedAsync();
        await socket.CreateAsync(name);
        var (status, _, whole) = await socket.ErrorAsync();
        status.ShouldBe(429);
        whole["error"]!["type"]!.GetValue<string>().ShouldBe("rate_limit_error");
        int.Parse(whole["headers"]!["Retry-After"]!.GetValue<string>()).ShouldBeInRange(1, 3600);
        (await weir.RowAsync(whole["headers"]!["x-request-id"]!.GetValue<string>()))["status_code"].ShouldBe("429");
    }

    [Theory]
    [InlineData("openai-responses/error-429", 429)]
    [InlineData("openai-responses/error-500", 500)]
    public async Task A_provider_s_error_is_told_with_its_status(string id, int status)
    {
        var endpoint = await weir.EndpointAsync("openai", id);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint);
        var only = (await socket.AnswerAsync()).ShouldHaveSingleItem();
        only["status"]!.GetValue<int>().ShouldBe(status);
        only["error"]!.ToJsonString().ShouldBe(System.Text.Json.Nodes.JsonNode.Parse(Corpus.Get(id).Body)!["error"]!.ToJsonString());
        (await weir.RowAsync(only["headers"]!["x-request-id"]!.GetValue<string>()))["status_code"].ShouldBe(status.ToString());
    }

    [Theory]
    [InlineData("openai-responses/stream-error", "error")]
    [InlineData("openai-responses/stream-failed", "response.failed")]
    [InlineData("openai-responses/stream-incomplete", "response.incomplete")]
    public async Task An_end_that_is_none_of_the_good_ones_ends_the_response_too(string id, string type)
    {
        var endpoint = await weir.EndpointAsync("openai", id);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint);
        var last = (await socket.AnswerAsync())[^1];
        last["type"]!.GetValue<string>().ShouldBe(type);
        if (type == "error")
        {
            last["status"]!.GetValue<int>().ShouldBe(429);
        }

        await socket.CreateAsync("sandbox", "hello");
        await socket.CompletedAsync();
    }

    [Fact]
    public async Task One_response_at_a_time()
    {
        var known = Corpus.Get("openai-responses/stream");
        var model = $"slow-{Guid.NewGuid():N}";
        var gate = new TaskCompletionSource();
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [10], BeforePiece = (1, gate.Task) });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint);
        await socket.CreateAsync(endpoint);
        var (status, code, _) = await socket.ErrorAsync();
        (status, code).ShouldBe((400, "conversation_already_has_active_response"));
        await socket.SendAsync("""{"type":"response.processed","response_id":"resp_1"}""");
        gate.SetResult();
        await socket.CompletedAsync();
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT status_code FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).ShouldBe([["200"]]));
    }

    [Theory]
    [InlineData("nonsense", "invalid_request_body")]
    [InlineData("{}", "invalid_value")]
    [InlineData("""{"type":"response.cancel"}""", "invalid_value")]
    [InlineData("""{"type":"response.create","input":[]}""", "invalid_request_body")]
    [InlineData("""{"type":"response.create","model":"no-such-endpoint","input":[]}""", "model_not_found")]
    public async Task A_message_that_asks_for_nothing_is_answered_and_the_connection_goes_on(string text, string code)
    {
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.SendAsync(text);
        (await socket.ErrorAsync()).Code.ShouldBe(code);
        await socket.CreateAsync("sandbox", "hello");
        await socket.CompletedAsync();
    }

    [Fact]
    public async Task A_message_that_is_too_long_closes_the_connection()
    {
        // The server under test takes two million bytes.
        using var socket = await ResponsesSocket.ConnectAsync(weir, compresses: true);
        await socket.CreateAsync("sandbox", new string('x', 1_900_000));
        await socket.CompletedAsync();
        await socket.CreateAsync("sandbox", new string('x', 2_100_000));
        (await socket.NextAsync()).ShouldBeNull();
        socket.Closed.Status.ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task A_conversation_that_is_too_long_is_a_413()
    {
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync("sandbox", new string('x', 1_500_000), new { generate = false, store = false });
        var id = await socket.CompletedAsync();
        await socket.CreateAsync("sandbox", new string('x', 1_500_000), new { store = false, previous_response_id = id });
        (await socket.ErrorAsync()).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Bytes_close_the_connection()
    {
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.SendBytesAsync([1, 2, 3]);
        (await socket.NextAsync()).ShouldBeNull();
        socket.Closed.Status.ShouldBe(WebSocketCloseStatus.InvalidMessageType);
    }
}
