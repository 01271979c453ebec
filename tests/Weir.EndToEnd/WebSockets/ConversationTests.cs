using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd.WebSockets;

/// <summary>Responses one after the other over one connection: each has a row of its own, and asks its provider for the whole.</summary>
public sealed class ConversationTests(WebSocketWeir server) : IClassFixture<WebSocketWeir>
{
    private static readonly object[] Question = [new { type = "message", role = "user", content = "first" }];
    private static readonly object[] Next = [new { type = "message", role = "user", content = "second" }];

    private readonly RunningWeir weir = server.Weir;

    [Theory]
    [InlineData("/codex/v1/responses", false)]
    [InlineData("/openai/v1/responses", true)]
    [InlineData("/ai-gateway/codex/v1/responses", false)]
    public async Task Two_responses_are_two_rows_and_the_second_is_asked_with_all_that_was_said(string path, bool compresses)
    {
        var (endpoint, model) = await EndpointAsync();
        using var socket = await ResponsesSocket.ConnectAsync(weir, path: path, compresses: compresses);
        await socket.CreateAsync(endpoint, Question, new { store = false });
        var events = await socket.AnswerAsync();
        var expected = Encoding.UTF8.GetString(Corpus.Get("openai-responses/stream").Body).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!.ToJsonString());
        events.Select(message => message.ToJsonString()).ShouldBe(expected);
        var first = events[^1]["response"]!["id"]!.GetValue<string>();
        await socket.CreateAsync(endpoint, Next, new { store = false, previous_response_id = first });
        await socket.CompletedAsync();
        await socket.CloseAsync();

        var rows = await RowsAsync(endpoint, 2);
        rows.ShouldAllBe(row => row[0] == "200" && row[1] == "PROVIDER" && row[2] == "1200" && row[3] == "42" && row[4]!.EndsWith(path, StringComparison.Ordinal));
        rows.Select(row => row[5]).Distinct().Count().ShouldBe(2);
        var asked = AskedOf(model);
        asked.Count.ShouldBe(2);
        asked[0].ToJsonString().ShouldBe($$"""{"store":false,"model":"{{model}}","input":[{"type":"message","role":"user","content":"first"}],"stream":true}""");
        var whole = asked[1]["input"]!.AsArray().Select(item => item!["type"]!.GetValue<string>() + " " + item["role"]?.GetValue<string>()).ToList();
        whole[0].ShouldBe("message user");
        whole[^1].ShouldBe("message user");
        whole.Count.ShouldBe(2 + expected.Count(data => data.Contains("\"response.output_item.done\"")));
        asked[1]["previous_response_id"].ShouldBeNull();
    }

    [Fact]
    public async Task A_warm_up_asks_nobody_and_the_next_message_adds_to_it()
    {
        var (endpoint, model) = await EndpointAsync();
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint, Question, new { store = false, generate = false });
        var events = await socket.AnswerAsync();
        events.Select(message => message["type"]!.GetValue<string>()).ShouldBe(["response.created", "response.completed"]);
        events[^1]["response"]!["output"]!.AsArray().ShouldBeEmpty();
        AskedOf(model).ShouldBeEmpty();
        await socket.CreateAsync(endpoint, Next, new { store = false, previous_response_id = events[^1]["response"]!["id"]!.GetValue<string>() });
        await socket.CompletedAsync();
        AskedOf(model).ShouldHaveSingleItem()["input"]!.AsArray().Select(item => item!["content"]!.GetValue<string>()).ShouldBe(["first", "second"]);
        await RowsAsync(endpoint, 1);
    }

    [Fact]
    public async Task A_response_that_the_connection_does_not_know_is_the_provider_s_where_that_keeps_any()
    {
        var (endpoint, model) = await EndpointAsync();
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint, Next, new { store = false, previous_response_id = "resp_gone" });
        var (status, code, whole) = await socket.ErrorAsync();
        (status, code, whole["error"]!["param"]!.GetValue<string>()).ShouldBe((400, "previous_response_not_found", "previous_response_id"));
        await socket.CreateAsync(endpoint, Next, new { generate = false, previous_response_id = "resp_gone" });
        (await socket.ErrorAsync()).Code.ShouldBe("previous_response_not_found");
        AskedOf(model).ShouldBeEmpty();

        // The connection outlives that; and what it has not seen whole it does not pretend to know.
        await socket.CreateAsync(endpoint, Next, new { previous_response_id = "resp_kept" });
        var partly = await socket.CompletedAsync();
        await socket.CreateAsync(endpoint, Next, new { store = true, previous_response_id = partly });
        await socket.CompletedAsync();
        AskedOf(model).Select(asked => asked["previous_response_id"]!.GetValue<string>()).ShouldBe(["resp_kept", partly]);
        await RowsAsync(endpoint, 2);
    }

    [Fact]
    public async Task A_provider_of_another_dialect_is_asked_in_its_own_words()
    {
        var known = Corpus.Get("anthropic-messages/stream");
        var endpoint = await weir.EndpointAsync("anthropic", known.Id);
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        var id = string.Empty;
        for (var turn = 0; turn < 2; turn++)
        {
            await socket.CreateAsync(endpoint, turn == 0 ? Question : Next, turn == 0 ? new { store = false } : new { store = false, previous_response_id = id });
            id = await socket.CompletedAsync();
        }

        (await RowsAsync(endpoint, 2)).ShouldAllBe(row => row[0] == "200" && row[2] == "1200" && row[3] == "42");
        var asked = weir.Provider.Seen.Where(seen => seen.Path == "/v1/messages").Select(seen => JsonNode.Parse(seen.Body)!["messages"]!.AsArray()).ToList();
        asked[^1].Select(message => message!["role"]!.GetValue<string>()).ShouldBe(["user", "assistant", "user"]);
    }

    [Fact]
    public async Task A_fallback_answers_where_the_first_destination_does_not()
    {
        var failing = $"failing-{Guid.NewGuid():N}";
        weir.Provider.Answer(failing, StandInAnswer.Of(Corpus.Get("openai-responses/error-500")));
        var endpoint = await weir.EndpointAsync("openai", failing, weir.Destination("second", "openai", "openai-responses/stream"));
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint, Question);
        await socket.CompletedAsync();
        var row = (await RowsAsync(endpoint, 1)).Single();
        row[0].ShouldBe("200");
        (await weir.SqlAsync($"SELECT size(routing_information.attempts) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).Single()[0].ShouldBe("2");
    }

    [Fact]
    public async Task A_provider_that_sends_the_whole_at_once_is_understood()
    {
        var endpoint = await weir.EndpointAsync("openai", "openai-responses/json");
        using var socket = await ResponsesSocket.ConnectAsync(weir);
        await socket.CreateAsync(endpoint, Question);
        await socket.CompletedAsync();
        (await RowsAsync(endpoint, 1)).Single()[2].ShouldBe("1200");
    }

    [Fact]
    public async Task The_frames_of_a_real_Codex_session_tell_its_lines_and_its_commit()
    {
        var file = Path.Combine(SdkTests.RepositoryRoot(), "tests", "Weir.Agents.Tests", "Captures", "codex", "0.169.0", "exec-tools-websocket", "requests.jsonl");
        var captured = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        var headers = captured.Single(one => one["method"]?.GetValue<string>() == "GET")["headers"]!.AsArray()
            .Select(header => (header![0]!.GetValue<string>(), header[1]!.GetValue<string>()))
            .Where(header => !header.Item1.StartsWith("sec-", StringComparison.OrdinalIgnoreCase) && header.Item1 != "Upgrade").ToArray();
        var frames = captured.Where(one => one["webSocketFrame"] is not null).Select(one => one["body"]!).ToList();
        frames.Count.ShouldBe(5);

        // What the model answered is that of the same scenario over HTTP, by the identifiers that Codex's results name.
        var (endpoint, model) = await EndpointAsync();
        var calls = frames.Skip(2).Select((frame, index) => CallAnsweredBy(frame["input"]![0]!, index)).ToList();
        weir.Provider.Answer(model, [.. calls.Select(AnswerOf), StandInAnswer.Of(Corpus.Get("openai-responses/stream"))]);
        var (email, user) = await weir.UserClientAsync();
        await weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}", new { access_control_list = new[] { new { user_name = email, permission_level = "CAN_QUERY" } } });
        using (user)
        using (var socket = await ResponsesSocket.ConnectAsync(weir, user.DefaultRequestHeaders.Authorization!.Parameter, headers: headers))
        {
            var id = string.Empty;
            for (var at = 0; at < frames.Count; at++)
            {
                var frame = frames[at].DeepClone();
                frame["model"] = endpoint;
                frame["store"] = false;
                if (at == 0)
                {
                    frame["generate"] = false;
                }

                if (frame["previous_response_id"] is not null)
                {
                    frame["previous_response_id"] = id;
                }

                await socket.SendAsync(frame.ToJsonString());
                id = await socket.CompletedAsync();
            }
        }

        (await RowsAsync(endpoint, 4)).ShouldAllBe(row => row[0] == "200");
        (await weir.SqlAsync($"SELECT DISTINCT agent, agent_version, agent_session_id FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).ShouldBe([["Codex CLI", "0.169.0", "01a20a02-16a4-7db0-80cc-a21971f9475e"]]);
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT sum(lines_added), sum(lines_removed), sum(commits) FROM system.ai_gateway.coding_agent_activity WHERE requester = '{email}' AND kind IN ('edit', 'commit')")).ShouldBe([["5", "2", "1"]]));
    }

    private static JsonObject CallAnsweredBy(JsonNode result, int index)
    {
        var call = new JsonObject { ["call_id"] = result["call_id"]!.GetValue<string>(), ["status"] = "completed" };
        if (index == 2)
        {
            call["type"] = "function_call";
            call["name"] = "exec_command";
            call["arguments"] = """{"cmd":"git add -A && git commit -q -m \"feat: add hello\" && git log --oneline | head -1"}""";
            return call;
        }

        call["type"] = "custom_tool_call";
        call["name"] = "apply_patch";
        call["input"] = index == 0
            ? "*** Begin Patch\n*** Add File: hello.py\n+def hello():\n+    print(\"hello\")\n+    return 1\n*** End Patch\n"
            : "*** Begin Patch\n*** Update File: hello.py\n@@\n def hello():\n-    print(\"hello\")\n-    return 1\n+    print(\"hello, world\")\n+    print(\"again\")\n*** End Patch\n";
        return call;
    }

    private static StandInAnswer AnswerOf(JsonObject item)
    {
        var id = $"resp_{Guid.NewGuid():N}";
        var done = new JsonObject { ["type"] = "response.output_item.done", ["output_index"] = 0, ["item"] = item.DeepClone() };
        var usage = new JsonObject { ["input_tokens"] = 1200, ["output_tokens"] = 42, ["total_tokens"] = 1242 };
        var completed = new JsonObject { ["type"] = "response.completed", ["response"] = new JsonObject { ["id"] = id, ["object"] = "response", ["status"] = "completed", ["model"] = "m", ["output"] = new JsonArray(), ["usage"] = usage } };
        var stream = $"event: response.output_item.done\ndata: {done.ToJsonString()}\n\nevent: response.completed\ndata: {completed.ToJsonString()}\n\n";
        return new StandInAnswer { ContentType = "text/event-stream", Body = Encoding.UTF8.GetBytes(stream) };
    }

    private async Task<(string Endpoint, string Model)> EndpointAsync()
    {
        var model = $"ws-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-responses/stream")));
        return (await weir.EndpointAsync("openai", model), model);
    }

    private List<JsonNode> AskedOf(string model) => [.. weir.Provider.Seen.Where(seen => seen.Path == "/v1/responses").Select(seen => JsonNode.Parse(seen.Body)!).Where(body => body["model"]!.GetValue<string>() == model)];

    // Exactly so many, once a later request is visible too.
    private async Task<List<string?[]>> RowsAsync(string endpoint, int count)
    {
        using var later = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), TestContext.Current.CancellationToken);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
        await weir.RowAsync(RunningWeir.RequestIdOf(later));
        var rows = await weir.SqlAsync($"SELECT status_code, usage_source, input_tokens, output_tokens, url, request_id FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'");
        rows.Count.ShouldBe(count);
        return rows;
    }
}
