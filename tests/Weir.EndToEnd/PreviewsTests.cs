using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The account's feature switches, each test on a server of its own.</summary>
public sealed class PreviewsTests
{
    private const string Chat = """{"model":"sandbox","messages":[]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Off_its_routes_answer_as_if_absent_and_say_who_can_turn_it_on_until_it_is_on_again()
    {
        await using var weir = new RunningWeir();
        await weir.InitializeAsync();
        var path = await PathAsync(weir);
        (await SwitchesAsync(weir, path)).ShouldAllBe(preview => preview.GetProperty("enabled").GetBoolean());
        using var off = await weir.Client.PatchAsJsonAsync(path, new { previews = new[] { new { name = "ai_gateway", enabled = false } } }, Stop);
        off.StatusCode.ShouldBe(HttpStatusCode.OK, await off.Content.ReadAsStringAsync(Stop));
        await ShouldBeOffAsync(weir);

        // A restart remembers it.
        await weir.StopAsync();
        await weir.StartAsync();
        await ShouldBeOffAsync(weir);

        using var on = await weir.Client.PatchAsJsonAsync(path, new { previews = new[] { new { name = "ai_gateway", enabled = true } } }, Stop);
        (await SwitchesAsync(weir, path)).First().GetProperty("last_updated_by").GetString().ShouldBe("admin@weir.local");
        using var served = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(Chat), Stop);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync("SELECT request_params['previews.name'], request_params['previews.enabled'], audit_level, workspace_id FROM system.access.audit WHERE action_name = 'updatePreviews' ORDER BY event_time"))
                .ShouldBe([["ai_gateway", "False", "ACCOUNT_LEVEL", "0"], ["ai_gateway", "True", "ACCOUNT_LEVEL", "0"]]));
    }

    [Fact]
    public async Task Only_an_account_admin_sees_and_changes_them_and_only_what_there_is()
    {
        await using var weir = new RunningWeir();
        await weir.InitializeAsync();
        var path = await PathAsync(weir);
        using var added = await weir.Client.PostAsJsonAsync("/api/2.0/preview/scim/v2/Users", new { userName = "ann@example.com" }, Stop);
        using var token = await weir.Client.PostAsJsonAsync("/api/2.0/token-management/on-behalf-of/tokens", new { application_id = "ann@example.com" }, Stop);
        using var user = weir.NewClient((await token.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("token_value").GetString()!);
        using var seen = await user.GetAsync(path, Stop);
        seen.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var changed = await user.PatchAsJsonAsync(path, new { previews = new[] { new { name = "ai_gateway", enabled = false } } }, Stop);
        changed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var unknown = await weir.Client.PatchAsJsonAsync(path, new { previews = new[] { new { name = "time_travel", enabled = true } } }, Stop);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var elsewhere = await weir.Client.GetAsync($"/api/2.0/accounts/{Guid.NewGuid()}/previews", Stop);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("WEIR_Deployment__SupportedRegions", "eu-north, us-east", "'local'")]
    [InlineData("WEIR_Deployment__UnityCatalog", "false", "WEIR_Deployment__UnityCatalog=true")]
    public async Task A_requirement_that_the_deployment_does_not_meet_is_explained_at_start_and_in_the_answer(string setting, string value, string sign)
    {
        await using var weir = new RunningWeir();
        weir.Set(setting, value);
        await weir.InitializeAsync();
        weir.Log.ShouldContain("AI Gateway does not answer");
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(Chat), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await call.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error").GetProperty("message").GetString()!.ShouldContain(sign);
    }

    private static async Task ShouldBeOffAsync(RunningWeir weir)
    {
        using var openAI = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(Chat), Stop);
        openAI.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await openAI.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error").GetProperty("message").GetString()!.ShouldContain("An account admin can turn it on");
        using var anthropic = await weir.Client.PostAsync("/ai-gateway/anthropic/v1/messages", ByteFidelityTests.Json(Chat), Stop);
        anthropic.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anthropic.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("type").GetString().ShouldBe("error", "in the dialect's shape");
        using var api = await weir.Client.GetAsync("/api/ai-gateway/v2/endpoints", Stop);
        api.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error_code").GetString().ShouldBe("FEATURE_DISABLED");
    }

    private static async Task<List<JsonElement>> SwitchesAsync(RunningWeir weir, string path) =>
        [.. (await weir.Client.GetFromJsonAsync<JsonElement>(path, Stop)).GetProperty("previews").EnumerateArray()];

    // A change's row tells the account's id.
    private static async Task<string> PathAsync(RunningWeir weir)
    {
        var account = string.Empty;
        using var made = await weir.Client.PostAsJsonAsync("/api/2.0/token/create", new { comment = "any" }, Stop);
        await RunningWeir.EventuallyAsync(async () => account = (await weir.SqlAsync("SELECT account_id FROM system.access.audit LIMIT 1")).Single()[0]!);
        return $"/api/2.0/accounts/{account}/previews";
    }
}
