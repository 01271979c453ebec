using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Claude Code, headless.</summary>
public sealed class ClaudeCodeTests(RunningWeir weir, InstalledAgents agents) : AgentTest(weir)
{
    private const string Agent = "Claude Code";
    private const string Version = "2.1.330";
    private const string Settings = ".claude/settings.json";

    private readonly RunningWeir _weir = weir;

    [Fact]
    public async Task Without_telemetry_its_requests_say_what_it_did()
    {
        await SetUpAsync(withTelemetry: false);
        var session = await ClaudeAsync(calmly: false);
        await RequestsShouldBeAsync(4, cacheCreation: 600, reasoning: 0);
        (await _weir.Client.GetStringAsync("/metrics", Stop)).ShouldContain("weir_kind=\"probe\"");
        await SessionShouldBeAsync(Agent, Version, session);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), "TRAFFIC");
        (await ToldAsync("count(*)", "telemetry")).ShouldBe("0");
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 1);
    }

    [Fact]
    public async Task A_commit_that_fails_is_none()
    {
        Folder.RefuseCommits();
        await SetUpAsync(withTelemetry: false);
        var session = await ClaudeAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 600, reasoning: 0);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), null);
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 0);
    }

    [Theory]
    [InlineData("http/json")]
    [InlineData("http/protobuf")]
    public async Task With_telemetry_its_own_metrics_count(string protocol)
    {
        await SetUpAsync(withTelemetry: true);
        Folder.Change(Settings, "http/protobuf", protocol);
        var session = await ClaudeAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 600, reasoning: 0);
        await SessionShouldBeAsync(Agent, Version, session);

        // It counts the end of a new file as one more line.
        await ActivityShouldBeAsync(Agent, session, (6, 2, "TELEMETRY_METRIC"), "TELEMETRY_METRIC");
        (await ToldAsync("sum(accepted_edits)", "edit_decision")).ShouldBe("2");
        (await ToldAsync("count(*)", "session")).ShouldBe("1");
        double.Parse((await ToldAsync("sum(active_seconds)", "active_time"))!).ShouldBeInRange(0.01, 120);
        await DashboardShouldSayAsync(requests: 4, added: 6, removed: 2, commits: 1);
        await TelemetryShouldBeKeptAsync();
    }

    [Fact]
    public async Task Continued_it_is_in_the_same_session_whatever_its_telemetry_says()
    {
        await SetUpAsync(withTelemetry: true);
        var session = await ClaudeAsync();
        await ClaudeAsync("--continue");
        await RequestsShouldBeAsync(5, cacheCreation: 750, reasoning: 0);
        await SessionShouldBeAsync(Agent, Version, session);
        await ActivityShouldBeAsync(Agent, session, (6, 2, "TELEMETRY_METRIC"), "TELEMETRY_METRIC");
        (await ToldAsync("count(DISTINCT session_id)", "session")).ShouldBe("2");
        await DashboardShouldSayAsync(requests: 5, added: 6, removed: 2, commits: 1);
    }

    private async Task SetUpAsync(bool withTelemetry)
    {
        await EndpointAsync("anthropic", "claude");
        await SetUpAsync("claude-code", "claude", withTelemetry);
    }

    private Task<string> ClaudeAsync(params string[] further) => ClaudeAsync(calmly: true, further);

    private async Task<string> ClaudeAsync(bool calmly, params string[] further)
    {
        // Root may let it use its tools unasked only in a sandbox. Calmly, it asks nobody but its provider, and does not probe the connection to that.
        var output = await WorkAsync(
            [.. agents.ClaudeCode, "--output-format", "json", "--dangerously-skip-permissions", .. further, "--print"],
            [("IS_SANDBOX", "1"), ("DISABLE_TELEMETRY", "1"), ("DISABLE_ERROR_REPORTING", "1"), ("DISABLE_AUTOUPDATER", "1"), .. calmly ? [("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")] : Array.Empty<(string, string)>()]);
        return JsonSerializer.Deserialize<JsonElement>(output).GetProperty("session_id").GetString()!;
    }
}
