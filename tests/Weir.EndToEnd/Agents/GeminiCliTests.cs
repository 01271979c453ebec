using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>Gemini CLI, headless. Its requests do not name a session.</summary>
public sealed class GeminiCliTests(RunningWeir weir, InstalledAgents agents) : AgentTest(weir)
{
    private const string Agent = "Gemini CLI";
    private const string Version = "0.61.0";

    private readonly RunningWeir _weir = weir;

    [Fact]
    public async Task Without_telemetry_its_requests_say_what_it_did()
    {
        await GeminiAsync(telemetry: false, ("GEMINI_MODEL", await EndpointAsync()));
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await SessionShouldBeAsync(Agent, Version, null);
        await ActivityShouldBeAsync(Agent, null, (5, 2, "TRAFFIC"), "TRAFFIC");
    }

    [Fact]
    public async Task A_commit_that_fails_is_none()
    {
        Folder.RefuseCommits();
        await GeminiAsync(telemetry: false, ("GEMINI_MODEL", await EndpointAsync()));
        await RequestsShouldBeAsync(4, cacheCreation: 0, reasoning: 40);
        await ActivityShouldBeAsync(Agent, null, (5, 2, "TRAFFIC"), null);
    }

    [Fact]
    public async Task With_telemetry_its_metrics_have_the_lines_and_its_requests_the_commit()
    {
        // Left to choose, it asks a small model which one to take.
        foreach (var model in new[] { "gemini-3.5-flash-lite", "gemini-3.8-flash" })
        {
            await EndpointAsync("gemini", model);
        }

        var session = await GeminiAsync(telemetry: true);
        await RequestsShouldBeAsync(5, cacheCreation: 0, reasoning: 50);
        await ActivityShouldBeAsync(Agent, session, (5, 2, "TELEMETRY_METRIC"), "TRAFFIC");
        await TelemetryShouldBeKeptAsync();
    }

    private async Task<string> EndpointAsync()
    {
        var model = $"gemini-{Guid.NewGuid():N}";
        await EndpointAsync("gemini", model);
        return model;
    }

    private async Task<string> GeminiAsync(bool telemetry, params (string Name, string Value)[] further)
    {
        Folder.Write(".gemini/settings.json", JsonSerializer.Serialize(new
        {
            security = new { auth = new { selectedType = "gemini-api-key" }, folderTrust = new { enabled = false } },
            general = new { disableAutoUpdate = true, disableUpdateNag = true },
            privacy = new { usageStatisticsEnabled = false },
            telemetry = new { enabled = telemetry, target = "local", otlpEndpoint = Telemetry, otlpProtocol = "http", logPrompts = false },
        }));
        var output = await WorkAsync(
            [.. agents.GeminiCli, "--yolo", "--output-format", "json", "-p"],
            [("GOOGLE_GEMINI_BASE_URL", _weir.Address + "/gemini"), ("GEMINI_API_KEY", Token), ("GEMINI_API_KEY_AUTH_MECHANISM", "bearer"), ("OTEL_EXPORTER_OTLP_HEADERS", $"Authorization=Bearer%20{Token}"), ("NO_BROWSER", "1"), .. further]);
        output.TrimEnd().ShouldEndWith("}", Case.Sensitive, "it complains of what it could not send");
        return JsonSerializer.Deserialize<JsonElement>(output).GetProperty("session_id").GetString()!;
    }
}
