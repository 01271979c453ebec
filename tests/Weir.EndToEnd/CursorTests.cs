using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Cursor's path takes the bodies that its servers send (by what other gateways know of them): chat, chat with flat tools, and those of the responses API.</summary>
public sealed class CursorTests(RunningWeir weir)
{
    private const string FlatTools = """[{"type":"function","name":"read_file","description":"Reads.","parameters":{"type":"object","properties":{"path":{"type":"string"} } } },{"type":"custom","name":"ApplyPatch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: PATCH"} }]""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"model":"MODEL","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},"user":"u","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[],"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"ApplyPatch","input":"*** Begin Patch"} }]},{"role":"tool","tool_call_id":"c1","content":"ok"}],"tools":TOOLS}""")]
    [InlineData("""{"model":"MODEL","stream":true,"stream_options":{"include_usage":true},"user":"u","reasoning":{"effort":"medium"},"input":[{"role":"user","content":"hi"},{"type":"custom_tool_call","call_id":"c1","name":"ApplyPatch","input":"*** Begin Patch"},{"type":"custom_tool_call_output","call_id":"c1","output":"ok"}],"tools":TOOLS}""")]
    public async Task Tools_in_the_responses_shape_reach_a_model_of_chat_and_are_answered_in_chunks(string body)
    {
        var model = $"cursor-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { ContentType = "text/event-stream", Body = Encoding.UTF8.GetBytes(string.Concat(new[]
        {
            """{"id":"x","model":"m","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"c2","type":"function","function":{"name":"ApplyPatch","arguments":"{\"input\":\"*** Begin"} }]} }]}""",
            """{"id":"x","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":" Patch\\n+a\"}"} }]} }]}""",
            """{"id":"x","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
            """{"id":"x","model":"m","choices":[],"usage":{"prompt_tokens":1200,"completion_tokens":42,"total_tokens":1242} }""",
            "[DONE]",
        }.Select(data => $"data: {data}\n\n"))) });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var response = await weir.Client.PostAsync("/cursor/v1/chat/completions", ByteFidelityTests.Json(body.Replace("MODEL", endpoint, StringComparison.Ordinal).Replace("TOOLS", FlatTools, StringComparison.Ordinal)), Stop);
        var answer = await response.Content.ReadAsStringAsync(Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer);
        var chunks = answer.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..]).ToList();
        chunks[^1].ShouldBe("[DONE]");
        var parsed = chunks[..^1].Select(chunk => JsonNode.Parse(chunk)!).ToList();
        parsed.ShouldAllBe(chunk => (string)chunk["object"]! == "chat.completion.chunk");
        var calls = parsed.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => choice!["delta"]!["tool_calls"]?[0]).Where(call => call is not null).ToList();
        ((string?)calls[0]!["type"], (string?)calls[0]!["custom"]!["name"]).ShouldBe(("custom", "ApplyPatch"));
        string.Concat(calls.Select(call => (string?)call!["custom"]!["input"])).ShouldBe("*** Begin Patch\n+a");

        var seen = JsonNode.Parse(weir.Provider.Seen.Single(request => Encoding.UTF8.GetString(request.Body).Contains(model, StringComparison.Ordinal)).Body)!;
        seen["tools"]!.AsArray().Select(tool => (string)tool!["function"]!["name"]!).ShouldBe(["read_file", "ApplyPatch"]);
        ((string)seen["tools"]![1]!["function"]!["description"]!).ShouldContain("start: PATCH");
        seen["messages"]!.AsArray().Select(message => (string)message!["role"]!).ShouldBe(["user", "assistant", "tool"]);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        (row["api_type"], row["agent"], row["input_tokens"], row["output_tokens"]).ShouldBe(("cursor/v1/chat/completions", "Cursor", "1200", "42"));
    }

    [Fact]
    public async Task Genuine_chat_passes_untouched()
    {
        var endpoint = await weir.EndpointAsync("openai", "openai-chat/json");
        var body = $$"""{ "model":"{{endpoint}}",  "messages":[{"role":"user","content":"hi {{Guid.NewGuid()}}"}],"tools":[{"type":"function","function":{"name":"f"} }] }""";
        using var response = await weir.Client.PostAsync("/cursor/v1/chat/completions", ByteFidelityTests.Json(body), Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        weir.Provider.Seen.ShouldContain(request => Encoding.UTF8.GetString(request.Body) == body.Replace(endpoint, "openai-chat/json", StringComparison.Ordinal));
    }
}
