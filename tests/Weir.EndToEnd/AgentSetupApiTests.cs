using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary><c>/api/2.0/weir/agents</c>.</summary>
public sealed class AgentSetupApiTests(RunningWeir weir)
{
    private const string Agents = "/api/2.0/weir/agents";

    [Fact]
    public async Task Every_agent_that_is_listed_can_be_set_up_and_no_answer_holds_a_token()
    {
        var (status, list) = await weir.Client.CallAsync("GET", Agents);
        status.ShouldBe(200);
        var agents = list.GetProperty("agents").EnumerateArray().ToList();
        agents.Select(agent => agent.Text("name")).ShouldBe(["Claude Code", "Codex CLI", "Gemini CLI", "Cursor", "opencode", "Copilot CLI", "Qwen Code"]);
        foreach (var agent in agents)
        {
            var (answered, setup) = await weir.Client.CallAsync("GET", $"{Agents}/{agent.Text("key")}/setup?endpoint=gpt-5.5&telemetry=true");
            answered.ShouldBe(200);
            var text = setup.ToString();
            text.ShouldContain(weir.Address);
            text.ShouldContain("gpt-5.5");
            text.ShouldNotContain(RunningWeir.AdminToken);
        }
    }

    [Fact]
    public async Task Telemetry_is_in_unless_it_is_not_wanted_and_an_endpoint_that_is_not_named_has_a_placeholder()
    {
        (await weir.Client.CallAsync("GET", $"{Agents}/claude-code/setup")).Body.ToString().ShouldSatisfyAllConditions(text => text.ShouldContain("/api/2.0/otel"), text => text.ShouldContain("your-endpoint"), text => text.ShouldContain("$WEIR_TOKEN"));
        (await weir.Client.CallAsync("GET", $"{Agents}/claude-code/setup?telemetry=false")).Body.ToString().ShouldNotContain("/api/2.0/otel");
    }

    [Fact]
    public async Task What_there_is_not_is_refused_with_a_sentence()
    {
        (await weir.Client.CallAsync("GET", $"{Agents}/emacs/setup")).ShouldSatisfyAllConditions(answer => answer.Status.ShouldBe(404), answer => answer.Body.Text("message").ShouldContain("claude-code"));
        (await weir.Client.CallAsync("GET", $"{Agents}/codex/setup?endpoint=%24(id)")).ShouldSatisfyAllConditions(answer => answer.Status.ShouldBe(400), answer => answer.Body.Text("message").ShouldContain("'endpoint'"));
        (await weir.Client.CallAsync("GET", $"{Agents}/codex/setup?telemetry=perhaps")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("serving.serving-endpoints-query", 200)]
    [InlineData("model-serving", 200)]
    [InlineData("sql", 403)]
    public async Task Whoever_may_call_models_may_ask(string scope, int expected)
    {
        var token = (await weir.Client.CallAsync("POST", "/api/2.0/token/create", new { comment = "agents", scopes = new[] { scope } })).Body.Text("token_value");
        using var client = weir.NewClient(token);
        (await client.CallAsync("GET", $"{Agents}/codex/setup")).Status.ShouldBe(expected);
    }
}
