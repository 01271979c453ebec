using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Who may call, see and change an endpoint, and who says so.</summary>
public sealed class PermissionTests(RunningWeir weir)
{
    private const string Endpoints = "/api/ai-gateway/v2/endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_is_not_there_for_a_user_until_it_is_granted_and_each_refused_call_has_its_row()
    {
        var name = await weir.EndpointAsync("openai", "openai-chat/json");
        var (email, user) = await UserAsync();
        using var call = await user.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await call.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error").GetProperty("type").GetString().ShouldBe("permission_error");
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(call));
        row["status_code"].ShouldBe("403");
        row["endpoint_name"].ShouldBe(name);
        row["requester"].ShouldBe(email);

        foreach (var listing in new[] { "/openai/v1/models", "/anthropic/v1/models", "/gemini/v1beta/models", Endpoints })
        {
            (await user.GetStringAsync(listing, Stop)).ShouldNotContain(name);
        }

        (await StatusAsync(user, HttpMethod.Get, $"{Endpoints}/{name}")).ShouldBe(HttpStatusCode.Forbidden);
        using var granted = await weir.Client.PatchAsJsonAsync($"/api/2.0/permissions/serving-endpoints/{name}", Grant(email, "CAN_QUERY"), Stop);
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
        var list = (await granted.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("access_control_list").EnumerateArray().Single(entry => entry.TryGetProperty("user_name", out var known) && known.GetString() == email);
        list.GetProperty("all_permissions")[0].GetProperty("permission_level").GetString().ShouldBe("CAN_QUERY");

        using var again = await user.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await user.GetStringAsync("/openai/v1/models", Stop)).ShouldContain(name);
        (await StatusAsync(user, HttpMethod.Delete, $"{Endpoints}/{name}")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(user, HttpMethod.Get, $"/api/2.0/permissions/ai-gateway-endpoints/{name}")).ShouldBe(HttpStatusCode.Forbidden);

        using var taken = await weir.Client.PutAsJsonAsync($"/api/2.0/permissions/ai-gateway-endpoints/{name}", new { access_control_list = Array.Empty<object>() }, Stop);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await user.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_user_manages_the_endpoint_it_made_but_cannot_reach_private_addresses_or_tables_of_payloads_with_it()
    {
        var (_, user) = await UserAsync();
        var name = $"e{Guid.NewGuid():N}";
        using var made = await user.PostAsJsonAsync(Endpoints, new { name, config = new { destinations = new[] { weir.Destination("primary", "openai", "openai-chat/json", 100) } } }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var call = await user.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        call.IsSuccessStatusCode.ShouldBeFalse("the stand-in is at a loopback address");

        // An admin's edit beside it does not bless what somebody else wrote.
        using var edited = await weir.Client.PatchAsync($"{Endpoints}/{name}?update_mask=tags", ByteFidelityTests.Json("""{"tags":{"a":"b"}}"""), Stop);
        edited.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var still = await user.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        still.IsSuccessStatusCode.ShouldBeFalse();

        using var table = await user.PatchAsync($"{Endpoints}/{name}?update_mask=config.inference_table", ByteFidelityTests.Json("""{"config":{"inference_table":{"catalog_name":"main","schema_name":"default","table_name_prefix":"of_others"}}}"""), Stop);
        table.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var shared = await user.PatchAsJsonAsync($"/api/2.0/permissions/ai-gateway-endpoints/{name}", new { access_control_list = new[] { new { group_name = "users", permission_level = "CAN_QUERY" } } }, Stop);
        shared.StatusCode.ShouldBe(HttpStatusCode.OK);
        var (_, other) = await UserAsync();
        (await other.GetStringAsync("/openai/v1/models", Stop)).ShouldContain(name);
        (await StatusAsync(user, HttpMethod.Delete, $"{Endpoints}/{name}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_warehouse_is_everybodys_until_an_admin_says_otherwise()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        var (email, user) = await UserAsync(own);
        var id = (await user.GetFromJsonAsync<JsonElement>("/api/2.0/sql/warehouses", Stop)).GetProperty("warehouses")[0].GetProperty("id").GetString();
        using var closed = await own.Client.PutAsJsonAsync($"/api/2.0/permissions/sql/warehouses/{id}", new { access_control_list = Array.Empty<object>() }, Stop);
        closed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await user.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = "SELECT 1" }, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(user, HttpMethod.Get, $"/api/2.0/sql/warehouses/{id}")).ShouldBe(HttpStatusCode.Forbidden);

        // A list and a grant outlive the process.
        using var grant = await own.Client.PatchAsJsonAsync("/api/2.1/unity-catalog/permissions/catalog/system", new { changes = new[] { new { principal = email, add = new[] { "ALL_PRIVILEGES" } } } }, Stop);
        grant.StatusCode.ShouldBe(HttpStatusCode.OK);
        await own.StopAsync();
        await own.StartAsync();
        (await StatusAsync(user, HttpMethod.Get, $"/api/2.0/sql/warehouses/{id}")).ShouldBe(HttpStatusCode.Forbidden);
        using var opened = await own.Client.PatchAsJsonAsync($"/api/2.0/permissions/warehouses/{id}", Grant(email, "CAN_USE"), Stop);
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var read = await user.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = "SELECT count(*) FROM system.ai_gateway.usage" }, Stop);
        (await read.Content.ReadAsStringAsync(Stop)).ShouldContain("SUCCEEDED");
        (await own.Client.GetStringAsync("/api/2.1/unity-catalog/effective-permissions/table/system.ai_gateway.usage", Stop)).ShouldContain("\"inherited_from_name\":\"system\"");
    }

    [Fact]
    public async Task What_was_granted_goes_with_a_principal_to_its_new_name_and_away_when_it_is_deleted()
    {
        var member = await weir.UserAsync();
        var group = await weir.GroupAsync(member.Id);
        using var user = await weir.ClientOfAsync(member.Name);
        var endpoint = await weir.EndpointAsync("openai", "openai-chat/json");
        (await weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}", new { access_control_list = new[] { new { group_name = group.Name, permission_level = "CAN_QUERY" } } })).Status.ShouldBe(200);
        (await weir.Client.CallAsync("PATCH", "/api/2.1/unity-catalog/permissions/catalog/system", new { changes = new[] { new { principal = group.Name.ToUpperInvariant(), add = new[] { "ALL_PRIVILEGES" } } } })).Status.ShouldBe(200);
        await ShouldBeGrantedAsync(true);

        // An identity provider renames its groups.
        var newName = $"g{Guid.NewGuid():N}";
        (await weir.Client.CallAsync("PATCH", $"{Identities.Scim}/Groups/{group.Id}", $$"""{"Operations":[{"op":"replace","path":"displayName","value":"{{newName}}"}]}""")).Status.ShouldBe(200);
        await ShouldBeGrantedAsync(true);
        (await weir.Client.CallAsync("GET", $"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}")).Body.ToString().ShouldContain(newName);

        // Whoever gets the name next does not get the rights.
        (await weir.Client.CallAsync("DELETE", $"{Identities.Scim}/Groups/{group.Id}")).Status.ShouldBe(204);
        (await weir.Client.CallAsync("POST", $"{Identities.Scim}/Groups", new { displayName = newName, members = new[] { new { value = member.Id } } })).Status.ShouldBe(201);
        await ShouldBeGrantedAsync(false);

        async Task ShouldBeGrantedAsync(bool granted)
        {
            (await user.CallAsync("POST", "/openai/v1/chat/completions", $$"""{"model":"{{endpoint}}","messages":[]}""")).Status.ShouldBe(granted ? 200 : 403);
            (await user.CallAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT count(*) FROM system.ai_gateway.usage", wait_timeout = "50s" })).Body.ToString().ShouldContain(granted ? "SUCCEEDED" : "[INSUFFICIENT_PERMISSIONS]");
        }
    }

    [Theory]
    [InlineData("""{"access_control_list":[{"group_name":"no-such-group","permission_level":"CAN_QUERY"}]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"access_control_list":[{"user_name":"nobody@example.com","permission_level":"CAN_QUERY"}]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"access_control_list":[{"group_name":"users","permission_level":"CAN_USE"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"access_control_list":[{"group_name":"users","user_name":"x","permission_level":"CAN_QUERY"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"access_control_list":[{"permission_level":"CAN_QUERY"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task A_list_that_is_not_right_is_refused(string body, HttpStatusCode status)
    {
        using var answer = await weir.Client.PatchAsync("/api/2.0/permissions/ai-gateway-endpoints/sandbox", ByteFidelityTests.Json(body), Stop);
        answer.StatusCode.ShouldBe(status);
    }

    private static object Grant(string email, string level) => new { access_control_list = new[] { new { user_name = email, permission_level = level } } };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private Task<(string Email, HttpClient Client)> UserAsync(RunningWeir? of = null) => (of ?? weir).UserClientAsync();
}
