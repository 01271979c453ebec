using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Shouldly;
using Weir.Agents.Traffic;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>Bodies that no agent sends break nothing, and take no more than their time.</summary>
public sealed class StrangeBodyTests
{
    private static readonly string[] Names = ["messages", "input", "contents", "role", "content", "tool_calls", "tool_use_id", "type", "name", "id", "call_id", "arguments", "function", "parts", "functionCall", "functionResponse", "response", "output", "error", "args", "is_error", "tool_call_id", "command", "file_path", "edits", "text"];
    private static readonly string[] Texts = ["assistant", "user", "model", "tool", "tool_use", "tool_result", "function_call", "function_call_output", "custom_tool_call", "Write", "Edit", "Bash", "exec", "apply_patch", "x", "", "{\"command\":7}", "git commit", "tools.apply_patch(", "{"];

    [Property(MaxTest = 500, Arbitrary = [typeof(StrangeJson)])]
    public void Any_JSON_is_read_or_left(JsonNode body)
    {
        foreach (var format in Enum.GetValues<AgentWireFormat>())
        {
            foreach (var agent in new[] { CodingAgents.ClaudeCode, CodingAgents.Codex, CodingAgents.Cursor })
            {
                TrafficReading.Read(Told.Request(agent, format, body.ToJsonString()));
            }
        }
    }

    [Property]
    public void Any_text_is_left(string text) => Told.By(CodingAgents.Codex, AgentWireFormat.Responses, text ?? string.Empty).ShouldBe(Told.Nothing);

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{\"messages\":\"text\"}")]
    [InlineData("{\"messages\":[]}")]
    [InlineData("{\"messages\":[7,null,[],\"x\",{}]}")]
    [InlineData("{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Write\",\"input\":{\"content\":\"\\ud800\"}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"}]}]}")]
    public void Other_shapes_tell_nothing(string body) => Told.By(CodingAgents.ClaudeCode, AgentWireFormat.Messages, body).ShouldBe(Told.Nothing);

    [Fact]
    public void A_body_of_32_megabytes_is_passed_over_once()
    {
        var body = new StringBuilder("{\"messages\":[");
        var text = new string('x', 4000);
        while (body.Length < 32 * 1024 * 1024)
        {
            body.Append("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"").Append(text).Append("\"}]},{\"role\":\"assistant\",\"content\":\"").Append(text).Append("\"},");
        }

        body.Append("""{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Write","input":{"file_path":"/a","content":"1"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"File created successfully"}]}]}""");
        var request = Told.Request(CodingAgents.ClaudeCode, AgentWireFormat.Messages, body.ToString());
        TrafficReading.Read(request).Count.ShouldBe(2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        TrafficReading.Read(request).Count.ShouldBe(2);
        TestContext.Current.SendDiagnosticMessage($"32 MB took {watch.ElapsedMilliseconds} ms and {GC.GetAllocatedBytesForCurrentThread() - before} bytes.");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1024 * 1024);
    }

    [Fact]
    public void Very_many_results_are_read_in_time()
    {
        var results = string.Join(',', Enumerable.Range(0, 20_000).Select(index => $$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"t{{index}}","content":"updated"}]}"""));
        var calls = string.Join(',', Enumerable.Range(0, 20_000).Select(index => $$$"""{"type":"tool_use","id":"t{{{index}}}","name":"Write","input":{"file_path":"/a","content":"1"}}"""));
        var request = Told.Request(CodingAgents.ClaudeCode, AgentWireFormat.Messages, $$"""{"messages":[{"role":"assistant","content":[{{calls}}]},{{results}}]}""");
        var watch = Stopwatch.StartNew();
        TrafficReading.Read(request).Count.ShouldBe(256);
        TestContext.Current.SendDiagnosticMessage($"20000 results took {watch.ElapsedMilliseconds} ms.");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    /// <summary>JSON of the words that the formats have, in any order.</summary>
    internal static class StrangeJson
    {
        public static Arbitrary<JsonNode> Nodes() => Arb.From(Gen.Sized(size => Object(Math.Min(size, 6))));

        private static Gen<JsonNode> Object(int depth) =>
            from count in Gen.Choose(0, 6)
            from names in Gen.Elements(Names).ArrayOf(count)
            from values in Value(depth - 1).ArrayOf(count)
            select (JsonNode)new JsonObject(names.Zip(values).DistinctBy(member => member.First).Select(member => KeyValuePair.Create(member.First, (JsonNode?)member.Second.DeepClone())));

        private static Gen<JsonNode> Value(int depth) => depth <= 0
            ? Gen.Elements(Texts).Select(text => (JsonNode)JsonValue.Create(text))
            : Gen.Frequency(
                (3, Gen.Elements(Texts).Select(text => (JsonNode)JsonValue.Create(text))),
                (1, Gen.Elements(true, false).Select(value => (JsonNode)JsonValue.Create(value))),
                (1, Gen.Choose(-1, 9).Select(value => (JsonNode)JsonValue.Create(value))),
                (3, Object(depth)),
                (3, from count in Gen.Choose(0, 4) from items in Value(depth - 1).ArrayOf(count) select (JsonNode)new JsonArray([.. items.Select(item => item.DeepClone())])));
    }
}
