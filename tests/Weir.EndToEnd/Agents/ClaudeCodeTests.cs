using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Claude Code, headless.</summary>
public sealed class ClaudeCodeTests(RunningWeir weir, InstalledAgents agents) : AgentTest(weir)
{
    private const string Agent = "Claude Code";
    private const string Version = "2.1.330";

    private readonly RunningWeir _weir = weir;

    [Fact]
    public async Task Without_telemetry_its_requests_say_what_it_did()
    {
        var session = await ClaudeAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 600, reasoning: 0);
        (await _weir.Client.GetStringAsync("/metrics", Stop)).ShouldContain("weir_kind=\"probe\"");
        await SessionShouldBeAsync(Agent, Version, session);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TRAFFIC"), "TRAFFIC");
        (await ToldAsync("count(*)", "telemetry")).ShouldBe("0");
    }

    [Theory]
    [InlineData("http/json")]
    [InlineData("http/protobuf")]
    public async Task With_telemetry_its_own_metrics_count(string protocol)
    {
        var session = await ClaudeAsync(
            ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"),
            ("CLAUDE_CODE_ENABLE_TELEMETRY", "1"),
            ("OTEL_METRICS_EXPORTER", "otlp"),
            ("OTEL_LOGS_EXPORTER", "otlp"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", Telemetry + "/v1/metrics"),
            ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", Telemetry + "/v1/logs"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer " + Token));
        await RequestsShouldBeAsync(4, cacheCreation: 600, reasoning: 0);
        await SessionShouldBeAsync(Agent, Version, session);

        // It counts the end of a new file as one more line.
        await ActivityShouldBeAsync(Agent, session, (6, 2, "TELEMETRY_METRIC"), "TELEMETRY_METRIC");
        (await ToldAsync("sum(accepted_edits)", "edit_decision")).ShouldBe("2");
        (await ToldAsync("count(*)", "session")).ShouldBe("1");
        double.Parse((await ToldAsync("sum(active_seconds)", "active_time"))!).ShouldBeInRange(0.01, 120);
    }

    private async Task<string> ClaudeAsync(params (string Name, string Value)[] further)
    {
        var model = $"claude-{Guid.NewGuid():N}";
        await EndpointAsync("anthropic", model);
        var settings = new Dictionary<string, string>
        {
            ["ANTHROPIC_BASE_URL"] = _weir.Address + "/anthropic",
            ["ANTHROPIC_AUTH_TOKEN"] = Token,
            ["ANTHROPIC_MODEL"] = model,
        };
        foreach (var (name, value) in further)
        {
            settings[name] = value;
        }

        Folder.Write(".claude/settings.json", JsonSerializer.Serialize(new { env = settings }));

        // Root may let it use its tools unasked only in a sandbox; and nothing of its own calls home.
        var output = await WorkAsync(
            [.. agents.ClaudeCode, "--output-format", "json", "--dangerously-skip-permissions", "-p"],
            ("IS_SANDBOX", "1"),
            ("DISABLE_TELEMETRY", "1"),
            ("DISABLE_ERROR_REPORTING", "1"),
            ("DISABLE_AUTOUPDATER", "1"));
        return JsonSerializer.Deserialize<JsonElement>(output).GetProperty("session_id").GetString()!;
    }
}
