using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Codex CLI, headless. It closes each connection when it has read the last event.</summary>
public sealed class CodexTests(RunningWeir weir, InstalledAgents agents) : AgentTest(weir)
{
    private const string Agent = "Codex CLI";
    private const string Version = "0.169.0";

    /// <summary>Models that it knows by their names: one that gets its tools as such, one that calls them in JavaScript.</summary>
    public static TheoryData<string> Models { get; } = ["gpt-5.5", "gpt-6-sol"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Without_telemetry_its_requests_say_what_it_did(string model)
    {
        await SetUpAsync(model, withTelemetry: false);
        var session = await CodexAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await SessionShouldBeAsync(Agent, Version, session);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), "TRAFFIC");
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 1);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_commit_that_fails_is_none(string model)
    {
        Folder.RefuseCommits();
        await SetUpAsync(model, withTelemetry: false);
        var session = await CodexAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), null);
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 0);
    }

    [Theory]
    [InlineData("gpt-5.5", "json")]
    [InlineData("gpt-6-sol", "binary")]
    public async Task With_telemetry_its_logs_count(string model, string protocol)
    {
        await SetUpAsync(model, withTelemetry: true);
        Folder.Change(".codex/config.toml", "\"binary\"", $"\"{protocol}\"");
        var session = await CodexAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await SessionShouldBeAsync(Agent, Version, session);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TELEMETRY_LOG"), "TELEMETRY_LOG");
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 1);
        await TelemetryShouldBeKeptAsync();
    }

    [Fact]
    public async Task Resumed_it_is_in_the_same_session()
    {
        await SetUpAsync("gpt-5.5", withTelemetry: false);
        var before = await Folder.GitAsync("rev-parse", "HEAD");
        var session = await CodexAsync();
        await CodexAsync("resume", "--last");
        await RequestsShouldBeAsync(5, cacheCreation: 0, reasoning: 50);
        await SessionShouldBeAsync(Agent, Version, session);

        // It asks git for these as its turn begins, and does not wait for the answer.
        var after = await Folder.GitAsync("rev-parse", "HEAD");
        string[] possible = ["NULL NULL", $"{before.Trim()} {AgentFolder.Remote}", $"{after.Trim()} {AgentFolder.Remote}"];
        (await RequestsTellAsync("agent_commit", "agent_repository")).Select(told => told[..told.LastIndexOf(' ')]).ShouldBeSubsetOf(possible);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), "TRAFFIC");
        await DashboardShouldSayAsync(requests: 5, added: 5, removed: 2, commits: 1);
    }

    private async Task SetUpAsync(string model, bool withTelemetry)
    {
        await EndpointAsync("openai", model);
        await SetUpAsync("codex", model, withTelemetry);
    }

    private async Task<string> CodexAsync(params string[] further)
    {
        // What it asks other hosts for finds no way out.
        const string nowhere = "http://127.0.0.1:9";
        var output = await WorkAsync(
            [.. agents.Codex, "exec", "--dangerously-bypass-approvals-and-sandbox", "--json", .. further],
            ("WEIR_TOKEN", Token),
            ("HTTPS_PROXY", nowhere),
            ("HTTP_PROXY", nowhere),
            ("NO_PROXY", "127.0.0.1"));
        return JsonSerializer.Deserialize<JsonElement>(output.Split('\n')[0]).GetProperty("thread_id").GetString()!;
    }
}
