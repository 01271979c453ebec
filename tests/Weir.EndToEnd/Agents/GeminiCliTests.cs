using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Gemini CLI, headless. Its requests do not name a session.</summary>
public sealed class GeminiCliTests(RunningWeir weir, InstalledAgents agents) : AgentTest(weir)
{
    private const string Agent = "Gemini CLI";
    private const string Version = "0.61.0";
    private const string Variables = ".gemini/.env";

    [Fact]
    public async Task Without_telemetry_its_requests_say_what_it_did()
    {
        await SetUpAsync(withTelemetry: false);
        await GeminiAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await SessionShouldBeAsync(Agent, Version, null);
        await ActivityShouldBeAsync(Agent, null, (5, 2, "TRAFFIC"), "TRAFFIC");
    }

    [Fact]
    public async Task A_commit_that_fails_is_none()
    {
        Folder.RefuseCommits();
        await SetUpAsync(withTelemetry: false);
        await GeminiAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await ActivityShouldBeAsync(Agent, null, (5, 2, "TRAFFIC"), null);
    }

    [Fact]
    public async Task With_telemetry_its_metrics_have_the_lines_and_its_requests_the_commit()
    {
        await SetUpAsync(withTelemetry: true);
        var session = await GeminiAsync();
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TELEMETRY_METRIC"), "TRAFFIC");
        (await ToldAsync("sum(accepted_edits)", "edit_decision")).ShouldBe("2");
        await TelemetryShouldBeKeptAsync();
    }

    [Fact]
    public async Task Left_to_choose_its_model_and_with_totals_in_its_metrics_nothing_counts_twice()
    {
        // It asks a small model which one to take.
        const string model = "gemini-3.8-flash";
        await EndpointAsync("gemini", "gemini-3.5-flash-lite");
        await EndpointAsync("gemini", model);
        await SetUpAsync(model, withTelemetry: true);
        Folder.Change(Variables, $"GEMINI_MODEL={model}\n", string.Empty);
        Folder.Change(Variables, "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta\n", string.Empty);
        var session = await GeminiAsync();
        await RequestsShouldBeAsync(5, cacheCreation: 0, reasoning: 50);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TELEMETRY_METRIC"), "TRAFFIC");
    }

    private async Task SetUpAsync(bool withTelemetry)
    {
        var endpoint = $"gemini-{Guid.NewGuid():N}";
        await EndpointAsync("gemini", endpoint);
        await SetUpAsync(endpoint, withTelemetry);
    }

    private Task SetUpAsync(string endpoint, bool withTelemetry)
    {
        // What its user has chosen before: the folder is trusted, and nothing of its own calls home.
        Folder.Write(".gemini/settings.json", JsonSerializer.Serialize(new
        {
            security = new { folderTrust = new { enabled = false } },
            general = new { disableAutoUpdate = true, disableUpdateNag = true },
            privacy = new { usageStatisticsEnabled = false },
        }));
        return SetUpAsync("gemini-cli", endpoint, withTelemetry);
    }

    private async Task<string> GeminiAsync()
    {
        var output = await WorkAsync([.. agents.GeminiCli, "--yolo", "--output-format", "json", "--prompt"], ("NO_BROWSER", "1"));
        output.TrimEnd().ShouldEndWith("}", Case.Sensitive, "it complains of what it could not send");
        return JsonSerializer.Deserialize<JsonElement>(output).GetProperty("session_id").GetString()!;
    }
}
