using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Endpoints and tokens by REST, and by the declarative file.</summary>
public sealed class ControlPlaneTests(RunningWeir weir)
{
    private const string Path = "/api/ai-gateway/v2/endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_is_made_read_changed_listed_and_deleted_and_never_shows_its_key()
    {
        var name = await weir.EndpointAsync("openai", "openai-chat/json");
        var made = await weir.Client.GetFromJsonAsync<JsonElement>($"{Path}/{name}", Stop);
        made.ToString().ShouldNotContain("provider-secret-key");
        made.ToString().ShouldNotContain("api_key");
        Guid.Parse(made.GetProperty("id").GetString()!).ShouldNotBe(Guid.Empty);
        made.GetProperty("creator").GetString().ShouldBe("admin@weir.local");
        made.GetProperty("supported_api_types").EnumerateArray().Select(type => type.GetString()).ShouldContain("openai/v1/responses");
        made.GetProperty("ai_gateway_url").GetString().ShouldBe(weir.Address);

        using var patched = await weir.Client.PatchAsync($"{Path}/{name}?update_mask=config.rate_limits,tags", ByteFidelityTests.Json("""{"tags":{"team":"blue"},"config":{"rate_limits":[{"key":"ENDPOINT","renewal_period":"MINUTE","tokens":100000}]}}"""), Stop);
        patched.StatusCode.ShouldBe(HttpStatusCode.OK);
        var after = await weir.Client.GetFromJsonAsync<JsonElement>($"{Path}/{name}", Stop);
        after.GetProperty("tags").GetProperty("team").GetString().ShouldBe("blue");
        after.GetProperty("config").GetProperty("rate_limits")[0].GetProperty("tokens").GetInt64().ShouldBe(100000);
        after.GetProperty("config").GetProperty("destinations").GetArrayLength().ShouldBe(1);

        // The key that was not sent again is kept, and the row has the endpoint as of the request.
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.OK);
        weir.Provider.Seen.Last(seen => seen.Headers.TryGetValue("x-request-id", out _) || Encoding.UTF8.GetString(seen.Body).Contains("openai-chat/json", StringComparison.Ordinal)).Headers["Authorization"].ShouldBe("Bearer provider-secret-key");
        (await weir.RowAsync(RunningWeir.RequestIdOf(call)))["endpoint_tags"].ShouldBe("""{"team":"blue"}""");

        var listed = new List<string>();
        string? page = null;
        do
        {
            var answer = await weir.Client.GetFromJsonAsync<JsonElement>($"{Path}?page_size=2" + (page is null ? string.Empty : $"&page_token={page}"), Stop);
            listed.AddRange(answer.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("name").GetString()!));
            page = answer.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (page is not null);
        listed.ShouldContain(name);
        listed.ShouldBeUnique();

        using var deleted = await weir.Client.DeleteAsync($"{Path}/{name}", Stop);
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var gone = await weir.Client.GetAsync($"{Path}/{name}", Stop);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stored_key_is_never_sent_to_another_address()
    {
        var name = await weir.EndpointAsync("openai", "openai-chat/json");
        using var moved = await weir.Client.PatchAsync($"{Path}/{name}?update_mask=config.destinations", ByteFidelityTests.Json(JsonSerializer.Serialize(new
        {
            config = new { destinations = new[] { new { name = "primary", traffic_percentage = 100, external_model_config = new { provider = "openai", model = "moved-model", base_url = weir.Provider.Address + "/v1/" } } } },
        })), Stop);
        moved.EnsureSuccessStatusCode();
        weir.Provider.Answer("moved-model", new StandIn.StandInAnswer { Body = "{}"u8.ToArray() });
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{name}}","messages":[]}"""), Stop);
        weir.Provider.Seen.Single(seen => Encoding.UTF8.GetString(seen.Body).Contains("moved-model", StringComparison.Ordinal)).Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData("""{"name":"Upper","config":{}}""", "'name'")]
    [InlineData("""{"name":"x","config":{"destinations":[]}}""", "'config.destinations'")]
    [InlineData("""{"name":"x","config":{"destinations":[{"name":"d","traffic_percentage":50,"external_model_config":{"provider":"openai","model":"m"}}]}}""", "sum to 100")]
    [InlineData("""{"name":"x","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"nope","model":"m"}}]}}""", "'nope', which is not supported")]
    [InlineData("""{"name":"x","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"openai","model":"m","base_url":"ftp://x"}}]}}""", "base_url")]
    [InlineData("""{"name":"x","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"openai-compatible","model":"m"}}]}}""", "base_url' is missing")]
    [InlineData("""{"name":"x","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_confg":{}}]}}""", "external_model_confg")]
    [InlineData("""{"name":"x","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"openai","model":"m"}}],"rate_limits":[{"key":"EVERYONE","renewal_period":"MINUTE","requests":1}]}}""", "rate_limits[0].key")]
    [InlineData("{", "not an endpoint")]
    public async Task A_document_that_is_not_right_is_a_400_that_names_the_field(string body, string sign)
    {
        using var refused = await weir.Client.PostAsync(Path, ByteFidelityTests.Json(body), Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("message").GetString()!.ShouldContain(sign);
    }

    [Fact]
    public async Task A_taken_name_is_a_409_also_when_many_try_at_once()
    {
        var name = $"race{Guid.NewGuid():N}";
        var body = $$$"""{"name":"{{{name}}}","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"sandbox","model":"m"}}]}}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await weir.Client.PostAsync(Path, ByteFidelityTests.Json(body), Stop);
            return (int)response.StatusCode;
        }));
        answers.Order().ShouldBe([200, 409, 409, 409, 409, 409, 409, 409]);
    }

    [Fact]
    public async Task Another_user_may_call_and_read_endpoints_but_not_change_them_nor_read_the_table()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        using var added = await weir.Client.PostAsJsonAsync("/api/2.0/preview/scim/v2/Users", new { userName = email }, Stop);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var token = await weir.Client.PostAsJsonAsync("/api/2.0/token-management/on-behalf-of/tokens", new { application_id = email, comment = "test", lifetime_seconds = 3600 }, Stop);
        var made = await token.Content.ReadFromJsonAsync<JsonElement>(Stop);
        using var user = weir.NewClient(made.GetProperty("token_value").GetString()!);

        (await user.GetFromJsonAsync<JsonElement>("/api/2.0/preview/scim/v2/Me", Stop)).GetProperty("userName").GetString().ShouldBe(email);
        using var call = await user.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        (await weir.RowAsync(RunningWeir.RequestIdOf(call)))["requester"].ShouldBe(email);
        using var read = await user.GetAsync(Path, Stop);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var write = await user.DeleteAsync($"{Path}/sandbox", Stop);
        write.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var sql = await user.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = "SELECT * FROM system.ai_gateway.usage" }, Stop);
        (await sql.Content.ReadAsStringAsync(Stop)).ShouldContain("[INSUFFICIENT_PERMISSIONS]");

        using var revoked = await weir.Client.PostAsJsonAsync("/api/2.0/token/delete", new { token_id = made.GetProperty("token_info").GetProperty("token_id").GetString() }, Stop);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await user.GetAsync(Path, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Credentials_are_encrypted_at_rest_and_a_restart_keeps_everything()
    {
        await using var own = new RunningWeir();
        var file = System.IO.Path.Combine(own.Data, "endpoints.yaml");
        await File.WriteAllTextAsync(file, $$"""
            endpoints:
              - name: from-file
                tags: { team: platform }
                permissions: [{ group_name: analysts, permission_level: CAN_QUERY }]
                config:
                  destinations:
                    - name: provider
                      traffic_percentage: 100
                      external_model_config: { provider: openai-compatible, model: openai-chat/json, base_url: "http://127.0.0.1:9/v1", api_key: "${env:FILE_SECRET}" }
            """, Stop);
        own.Set("WEIR_CONFIG", file);
        own.Set("FILE_SECRET", "secret-of-the-file");
        await own.InitializeAsync();
        var made = await own.EndpointAsync("openai", "openai-chat/json");
        var first = await own.Client.GetFromJsonAsync<JsonElement>($"{Path}/from-file", Stop);
        first.GetProperty("tags").GetProperty("team").GetString().ShouldBe("platform");

        // Whom the file names may come later.
        var analyst = await own.UserAsync();
        using var client = await own.ClientOfAsync(analyst.Name);
        (await client.CallAsync("GET", $"{Path}/from-file")).Status.ShouldBe(403);
        (await own.Client.CallAsync("POST", $"{Identities.Scim}/Groups", new { displayName = "analysts", members = new[] { new { value = analyst.Id } } })).Status.ShouldBe(201);
        (await client.CallAsync("GET", $"{Path}/from-file")).Status.ShouldBe(200);
        await own.StopAsync();

        foreach (var path in Directory.GetFiles(own.Data, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("endpoints.yaml", StringComparison.Ordinal) && !path.EndsWith(".sock", StringComparison.Ordinal)))
        {
            var bytes = await File.ReadAllBytesAsync(path, Stop);
            foreach (var secret in new[] { "secret-of-the-file", "provider-secret-key", RunningWeir.AdminToken })
            {
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, path);
            }
        }

        await own.StartAsync();
        var second = await own.Client.GetFromJsonAsync<JsonElement>($"{Path}/from-file", Stop);
        second.ToString().ShouldBe(first.ToString(), "the same file changes nothing, the time of the last change included");
        using var call = await own.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{made}}","messages":[]}"""), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.OK);
        own.Provider.Seen.Last().Headers["Authorization"].ShouldBe("Bearer provider-secret-key");

        // With another key nothing opens, and the start says so.
        await own.StopAsync();
        own.Set("WEIR_SECRET_KEY", "not the key it was written with");
        await Assert.ThrowsAsync<ShouldAssertException>(own.StartAsync);
        own.Log.ShouldContain("cannot be decrypted");
    }
}
