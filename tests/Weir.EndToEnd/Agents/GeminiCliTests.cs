using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Gemini CLI, headless. Its requests do not name a session.</summary>
public sealed class GeminiCliTests(RunningWeir weir, InstalledAgents agents) : AgentTest(weir)
{
    private const string Agent = "Gemini CLI";
    private const string Version = "0.61.0";
    private const string Model = "gemini-3.8-flash";
    private const string Variables = ".gemini/.env";

    [Fact]
    public async Task Without_telemetry_its_requests_say_what_it_did()
    {
        await SetUpAsync(withTelemetry: false);
        await GeminiAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await SessionShouldBeAsync(Agent, Version, null);
        await ActivityShouldBeAsync(Agent, null, (5, 2, "TRAFFIC"), "TRAFFIC");
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 1);
    }

    [Fact]
    public async Task A_commit_that_fails_is_none()
    {
        Folder.RefuseCommits();
        await SetUpAsync(withTelemetry: false);
        await GeminiAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await ActivityShouldBeAsync(Agent, null, (5, 2, "TRAFFIC"), null);
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 0);
    }

    [Fact]
    public async Task With_telemetry_its_metrics_have_the_lines_and_its_requests_the_commit()
    {
        await SetUpAsync(withTelemetry: true);
        var session = await GeminiAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TELEMETRY_METRIC"), "TRAFFIC");
        (await ToldAsync("sum(accepted_edits)", "edit_decision")).ShouldBe("2");
        await DashboardShouldSayAsync(requests: 4, added: 5, removed: 2, commits: 1);
        await TelemetryShouldBeKeptAsync();
    }

    [Fact]
    public async Task Left_to_choose_its_model_and_with_totals_in_its_metrics_nothing_counts_twice()
    {
        // It asks a small model which one to take.
        await EndpointAsync("gemini", "gemini-3.5-flash-lite");
        await SetUpAsync(withTelemetry: true);
        Folder.Change(Variables, $"GEMINI_MODEL={Model}\n", string.Empty);
        Folder.Change(Variables, "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta\n", string.Empty);
        var session = await GeminiAsync();
        await RequestsShouldBeAsync(5, cacheCreation: 0, reasoning: 50);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TELEMETRY_METRIC"), "TRAFFIC");
        await DashboardShouldSayAsync(requests: 5, added: 5, removed: 2, commits: 1);
    }

    private async Task SetUpAsync(bool withTelemetry)
    {
        await EndpointAsync("gemini", Model);

        // What its user has chosen before: the folder is trusted, and nothing of its own calls home.
        Folder.Write(".gemini/settings.json", JsonSerializer.Serialize(new
        {
            security = new { folderTrust = new { enabled = false } },
            general = new { disableAutoUpdate = true, disableUpdateNag = true },
            privacy = new { usageStatisticsEnabled = false },
        }));
        await SetUpAsync("gemini-cli", Model, withTelemetry);
    }

    private async Task<string> GeminiAsync()
    {
        var output = await WorkAsync([.. agents.GeminiCli, "--yolo", "--output-format", "json", "--prompt"], ("NO_BROWSER", "1"));
        output.TrimEnd().ShouldEndWith("}", Case.Sensitive, "it complains of what it could not send");
        return JsonSerializer.Deserialize<JsonElement>(output).GetProperty("session_id").GetString()!;
    }
}
