using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.EndToEnd.WebSockets;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Codex CLI told that its provider serves WebSockets: where the gateway does, and where it does not.</summary>
public abstract class CodexWebSocketTest : AgentTest
{
    private const string Agent = "Codex CLI";
    private const string Version = "0.169.0";

    private readonly RunningWeir _weir;
    private readonly InstalledAgents _agents;

    protected CodexWebSocketTest(RunningWeir weir, InstalledAgents agents)
        : base(weir) => (_weir, _agents) = (weir, agents);

    /// <summary>Has it work, and counts the requests that a connection of the gateway put together.</summary>
    protected async Task<int> WorkAsync(string model)
    {
        var before = _weir.Provider.Seen.Count;
        await EndpointAsync("openai", model);
        await SetUpAsync("codex", model, withTelemetry: false);
        Folder.Change(".codex/config.toml", "wire_api = \"responses\"", "wire_api = \"responses\"\nsupports_websockets = true");
        const string nowhere = "http://127.0.0.1:9";
        var output = await WorkAsync(
            [.. _agents.Codex, "exec", "--dangerously-bypass-approvals-and-sandbox", "--json"],
            ("WEIR_TOKEN", Token),
            ("HTTPS_PROXY", nowhere),
            ("HTTP_PROXY", nowhere),
            ("NO_PROXY", "127.0.0.1"));
        var session = JsonSerializer.Deserialize<JsonElement>(output.Split('\n')[0]).GetProperty("thread_id").GetString()!;
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await SessionShouldBeAsync(Agent, Version, session);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), "TRAFFIC");
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 1);
        return _weir.Provider.Seen.Skip(before).Count(request => request.Path == "/v1/responses" && Encoding.UTF8.GetString(request.Body).EndsWith(",\"stream\":true}", StringComparison.Ordinal));
    }
}

/// <summary>Over the WebSocket.</summary>
public sealed class CodexOverWebSocketTests(WebSocketWeir server, InstalledAgents agents) : CodexWebSocketTest(server.Weir, agents), IClassFixture<WebSocketWeir>
{
    [Theory]
    [MemberData(nameof(CodexTests.Models), MemberType = typeof(CodexTests))]
    public async Task Its_messages_say_what_it_did(string model) => (await WorkAsync(model)).ShouldBe(4);
}

/// <summary>At a gateway that answers WebSockets 426.</summary>
public sealed class CodexWithoutWebSocketTests(RunningWeir weir, InstalledAgents agents) : CodexWebSocketTest(weir, agents)
{
    [Fact]
    public async Task It_falls_back_to_POST() => (await WorkAsync("gpt-5.5")).ShouldBe(0);
}
