using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What is answered and is not usage: probes, listings, token counts, refused upgrades.</summary>
public sealed class UnmeteredTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/api/hello")]
    [InlineData("/anthropic")]
    [InlineData("/anthropic/api/hello")]
    public async Task A_probe_without_a_token_is_answered(string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(weir.Address) };
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/openai/v1/models", "data", "id", "sandbox")]
    [InlineData("/ai-gateway/mlflow/v1/models", "data", "id", "sandbox")]
    [InlineData("/codex/v1/models?client_version=1", "data", "id", "sandbox")]
    [InlineData("/anthropic/v1/models?limit=1000", "data", "id", "sandbox")]
    [InlineData("/gemini/v1beta/models", "models", "name", "models/sandbox")]
    [InlineData("/gemini/v1/models", "models", "name", "models/sandbox")]
    public async Task Endpoints_are_listed_in_each_dialect(string path, string list, string member, string name)
    {
        var models = JsonSerializer.Deserialize<JsonElement>(await weir.Client.GetStringAsync(path, Stop));
        models.GetProperty(list).EnumerateArray().Select(model => model.GetProperty(member).GetString()).ShouldContain(name);
        using var client = new HttpClient { BaseAddress = new Uri(weir.Address) };
        using var refused = await client.GetAsync(path, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Counting_tokens_reaches_the_provider_and_leaves_no_row()
    {
        var endpoint = await weir.EndpointAsync("anthropic", "anthropic-messages/json");
        using var response = await weir.Client.PostAsync("/anthropic/v1/messages/count_tokens?beta=true", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe("""{"input_tokens":1200}""");

        // A later call of the same endpoint is visible; the count is not.
        using var call = await weir.Client.PostAsync("/anthropic/v1/messages", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);
        await weir.RowAsync(RunningWeir.RequestIdOf(call));
        (await weir.SqlAsync($"SELECT count(*) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).Single()[0].ShouldBe("1");
    }

    [Fact]
    public async Task A_WebSocket_is_refused_with_426_so_that_Codex_falls_back()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/codex/v1/responses");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        using var response = await weir.Client.SendAsync(request, Stop);
        ((int)response.StatusCode).ShouldBe(426);
    }

    [Fact]
    public async Task Codex_s_own_analytics_are_acknowledged()
    {
        using var response = await weir.Client.PostAsync("/codex/v1/analytics/codex/turn-costs", ByteFidelityTests.Json("""{"turn_ids":[]}"""), Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_path_says_so_in_the_dialect_s_shape()
    {
        using var response = await weir.Client.PostAsync("/anthropic/v1/nonsense", ByteFidelityTests.Json("{}"), Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("not_found_error");
    }

    [Fact]
    public async Task Metrics_want_a_token_and_follow_the_conventions()
    {
        using var client = new HttpClient { BaseAddress = new Uri(weir.Address) };
        using var refused = await client.GetAsync("/metrics", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[{"role":"user","content":"hi"}]}"""), Stop);
        await RunningWeir.EventuallyAsync(async () => (await weir.Client.GetStringAsync("/metrics")).ShouldContain("gen_ai_client_token_usage"));
    }
}
