using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Changes and denied accesses are rows of <c>system.access.audit</c>.</summary>
public sealed class AuditTests(RunningWeir weir)
{
    private const string Endpoints = "/api/ai-gateway/v2/endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_says_who_did_what_from_where_and_what_came_of_it()
    {
        var name = await weir.EndpointAsync("openai", "openai-chat/json");
        using var patched = await weir.Client.PatchAsync($"{Endpoints}/{name}?update_mask=tags", ByteFidelityTests.Json("""{"tags":{"team":"blue"}}"""), Stop);
        using var deleted = await weir.Client.DeleteAsync($"{Endpoints}/{name}", Stop);
        var made = await RowAsync($"action_name = 'createEndpoint' AND request_params['name'] = '{name}'");
        made[0].ShouldBe("aiGateway");
        made[1].ShouldBe("200");
        made[2].ShouldBe("admin@weir.local");
        made[3].ShouldBe("127.0.0.1");
        made[4].ShouldBe("WORKSPACE_LEVEL");
        made[5]!.ShouldContain("\"config.destinations.external_model_config.provider\":\"openai\"");
        Guid.Parse(made[6]!).ShouldNotBe(Guid.Empty, "the result is the endpoint's id");
        (await RowAsync($"action_name = 'updateEndpoint' AND request_params['name'] = '{name}'"))[5]!.ShouldContain("team=blue");
        await RowAsync($"action_name = 'deleteEndpoint' AND request_params['name'] = '{name}'");
    }

    [Fact]
    public async Task A_change_that_failed_is_a_row_with_its_status()
    {
        var name = $"never-{Guid.NewGuid():N}";
        using var refused = await weir.Client.DeleteAsync($"{Endpoints}/{name}", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error_code").GetString().ShouldBe("RESOURCE_DOES_NOT_EXIST", "the answer that was held is whole");
        (await RowAsync($"request_params['name'] = '{name}'"))[1].ShouldBe("404");
    }

    [Fact]
    public async Task An_admin_s_token_that_a_start_adds_is_a_row()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        await own.StopAsync();
        own.Set("WEIR_ADMIN_TOKEN", "another-token-of-the-operator");
        await own.StartAsync();
        await own.StopAsync();
        await own.StartAsync();
        await RunningWeir.EventuallyAsync(async () =>
            (await own.SqlAsync("SELECT request_params['comment'], user_identity.email FROM system.access.audit WHERE action_name = 'generateDbToken' ORDER BY event_time"))
                .ShouldBe([["first admin", "admin@weir.local"], ["WEIR_ADMIN_TOKEN", "admin@weir.local"]]));
    }

    [Fact]
    public async Task A_statement_that_is_denied_has_its_row()
    {
        using var user = await UserAsync();
        using var answer = await user.Client.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = "SELECT * FROM system.access.audit", wait_timeout = "50s" }, Stop);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("[INSUFFICIENT_PERMISSIONS]");
        var row = await RowAsync($"action_name = 'executeStatement' AND user_identity.email = '{user.Email}'");
        row[1].ShouldBe("403");
        row[3].ShouldBe("127.0.0.1");
        (await weir.SqlAsync($"SELECT response.error_message FROM system.access.audit WHERE user_identity.email = '{user.Email}'")).Single()[0]!.ShouldContain("system.access.audit");
    }

    [Fact]
    public async Task A_call_that_is_forbidden_has_its_row()
    {
        using var user = await UserAsync();
        var endpoint = await weir.EndpointAsync("openai", "openai-chat/json");
        using var refused = await user.Client.DeleteAsync($"{Endpoints}/{endpoint}", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var row = await RowAsync($"action_name = 'deleteEndpoint' AND user_identity.email = '{user.Email}'");
        row[1].ShouldBe("403");
    }

    [Fact]
    public async Task A_request_that_the_data_plane_forbids_has_its_row_and_what_a_provider_forbids_has_none()
    {
        var name = $"f{Guid.NewGuid():N}";
        var config = new { destinations = new[] { weir.Destination("d", "openai", "openai-chat/json", 100) }, rate_limits = new[] { new { key = "ENDPOINT", renewal_period = "HOUR", tokens = 0 } } };
        using var made = await weir.Client.PostAsJsonAsync(Endpoints, new { name, config }, Stop);
        using var user = await UserAsync();
        using var refused = await user.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var other = await UserAsync();
        var model = $"forbidden-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandIn.StandInAnswer { Status = 403, Body = "{}"u8.ToArray() });
        var endpoint = await weir.EndpointAsync("openai", model);
        using var granted = await weir.Client.PatchAsJsonAsync($"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}", new { access_control_list = new[] { new { user_name = other.Email, permission_level = "CAN_QUERY" } } }, Stop);
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var passed = await other.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);
        passed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RowAsync($"action_name = 'queryEndpoint' AND user_identity.email = '{user.Email}'"))[1].ShouldBe("403");
        await RowAsync($"action_name = 'createEndpoint' AND request_params['name'] = '{endpoint}'");
        (await weir.SqlAsync($"SELECT count(*) FROM system.access.audit WHERE user_identity.email = '{other.Email}'")).Single().ShouldBe(["0"]);
    }

    [Fact]
    public async Task The_table_is_listed_and_described()
    {
        (await weir.SqlAsync("SHOW TABLES")).ShouldContain(row => row[0] == "access" && row[1] == "audit");
        (await weir.SqlAsync("SHOW TABLES IN system.access")).ShouldHaveSingleItem()[1].ShouldBe("audit");
        (await weir.SqlAsync("DESCRIBE system.access.audit")).Select(row => row[0]).ShouldBe(
        [
            "version", "event_time", "event_date", "workspace_id", "source_ip_address", "user_agent", "session_id", "user_identity", "service_name", "action_name",
            "request_id", "request_params", "response", "audit_level", "account_id", "event_id", "identity_metadata",
        ]);
    }

    [Fact]
    public void Every_route_that_changes_something_states_what_is_audited() => weir.Log.ShouldNotContain("has no audit metadata");

    [Fact]
    public async Task A_flood_of_denied_calls_becomes_few_rows_with_a_count()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        using var nobody = own.NewClient("nobody's token");
        for (var i = 0; i < 60; i++)
        {
            using var refused = await nobody.GetAsync(Endpoints, Stop);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        // A stop writes the counts that wait for their minute to end.
        await own.StopAsync();
        await own.StartAsync();
        await RunningWeir.EventuallyAsync(async () =>
        {
            var rows = await own.SqlAsync("SELECT coalesce(sum(CAST(coalesce(request_params['repeated'], '1') AS BIGINT)), 0), count(*) FROM system.access.audit WHERE response.status_code = 401");
            rows.Single().ShouldBe(["60", "11"]);
        });
    }

    [Fact]
    public async Task Killed_right_after_an_answered_change_the_row_is_there_once_and_no_secret_is_anywhere()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        var names = new List<string>();
        var secret = string.Empty;
        for (var round = 0; round < 3; round++)
        {
            using var token = await own.Client.PostAsJsonAsync("/api/2.0/token/create", new { comment = $"round {round}" }, Stop);
            secret = (await token.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("token_value").GetString()!;
            using var pasted = await own.Client.PostAsJsonAsync("/api/2.0/token/delete", new { token_id = secret }, Stop);
            names.Add(await own.EndpointAsync("openai", "openai-chat/json"));
            own.Kill();
            foreach (var file in Directory.GetFiles(Path.Combine(own.Data, "journal", "audit"), "*.ndjson"))
            {
                var text = await File.ReadAllTextAsync(file, Stop);
                text.ShouldNotContain("provider-secret-key");
                text.ShouldNotContain(secret);
                text.ShouldNotContain(RunningWeir.AdminToken);
            }

            await own.StartAsync();
        }

        await RunningWeir.EventuallyAsync(async () =>
        {
            var rows = await own.SqlAsync("SELECT request_params['name'] FROM system.access.audit WHERE action_name = 'createEndpoint'");
            rows.Select(row => row[0]).Order().ShouldBe(names.Order());
        });
        (await own.SqlAsync("SELECT count(*) FROM system.access.audit WHERE action_name = 'generateDbToken' AND response.result IS NOT NULL")).Single().ShouldBe(["3"]);
        (await own.SqlAsync("SELECT CAST(request_params AS STRING), CAST(response AS STRING) FROM system.access.audit")).SelectMany(row => row).ShouldAllBe(text => !text!.Contains(secret) && !text.Contains("provider-secret-key"));
    }

    private async Task<string?[]> RowAsync(string where)
    {
        string?[] row = [];
        await RunningWeir.EventuallyAsync(async () => row = (await weir.SqlAsync($"SELECT service_name, response.status_code, user_identity.email, source_ip_address, audit_level, request_params, response.result FROM system.access.audit WHERE {where}")).ShouldHaveSingleItem());
        return row;
    }

    private async Task<User> UserAsync()
    {
        var (email, client) = await weir.UserClientAsync();
        return new User(email, client);
    }

    private sealed record User(string Email, HttpClient Client) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
