using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>Tokens of the real server: whose they are, what they may do, and when they stop.</summary>
public sealed class TokensTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_makes_lists_and_deletes_tokens_of_its_own_and_sees_no_other_s()
    {
        var user = await weir.UserAsync();
        using var first = await weir.ClientOfAsync(user.Name);
        var (status, made) = await first.CallAsync("POST", "/api/2.0/token/create", new { comment = "laptop", lifetime_seconds = 600 });
        status.ShouldBe(200, made.ToString());
        var info = made.GetProperty("token_info");
        (info.GetProperty("expiry_time").GetInt64() - info.GetProperty("creation_time").GetInt64()).ShouldBe(600_000);
        using var second = weir.NewClient(made.Text("token_value"));
        var listed = (await second.CallAsync("GET", "/api/2.0/token/list")).Body.GetProperty("token_infos").EnumerateArray().ToList();
        listed.Count.ShouldBe(2);
        listed.Select(token => token.Text("comment")).ShouldContain("laptop");
        listed.Single(token => token.Text("token_id") == info.Text("token_id")).GetProperty("last_used_time").GetInt64().ShouldBeGreaterThanOrEqualTo(info.GetProperty("creation_time").GetInt64());
        listed.ShouldAllBe(token => !token.ToString().Contains("weir_", StringComparison.Ordinal));

        using var stranger = await weir.ClientOfAsync((await weir.UserAsync()).Name);
        (await stranger.CallAsync("POST", "/api/2.0/token/delete", new { token_id = info.Text("token_id") })).Status.ShouldBe(404);
        (await first.CallAsync("POST", "/api/2.0/token/delete", new { token_id = info.Text("token_id") })).Status.ShouldBe(200);
        (await second.CallAsync("GET", "/api/2.0/token/list")).Status.ShouldBe(401, "a deleted token stops at once");
    }

    [Fact]
    public async Task Admins_list_find_and_revoke_the_tokens_of_others()
    {
        var user = await weir.UserAsync();
        using var own = await weir.ClientOfAsync(user.Name);
        var made = (await own.CallAsync("POST", "/api/2.0/token/create", new { comment = "mine" })).Body;
        var id = made.GetProperty("token_info").Text("token_id");
        var (_, found) = await weir.Client.CallAsync("GET", $"/api/2.0/token-management/tokens?created_by_id={user.Id}");
        var token = found.GetProperty("token_infos").EnumerateArray().Single();
        token.Text("token_id").ShouldBe(id);
        token.Text("created_by_username").ShouldBe(user.Name);
        (await weir.Client.CallAsync("GET", $"/api/2.0/token-management/tokens?created_by_username={user.Name}")).Body.GetProperty("token_infos").GetArrayLength().ShouldBe(1);
        (await weir.Client.CallAsync("GET", $"/api/2.0/token-management/tokens/{id}")).Body.GetProperty("token_info").GetProperty("owner_id").GetInt64().ToString().ShouldBe(user.Id);

        foreach (var (method, path) in new[] { ("GET", "tokens"), ("GET", $"tokens/{id}"), ("DELETE", $"tokens/{id}"), ("POST", "on-behalf-of/tokens") })
        {
            (await own.CallAsync(method, $"/api/2.0/token-management/{path}", method == "POST" ? new { application_id = user.Name } : null)).Status.ShouldBe(403, path);
        }

        using var revoked = weir.NewClient(made.Text("token_value"));
        (await revoked.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("DELETE", $"/api/2.0/token-management/tokens/{id}")).Status.ShouldBe(200);
        (await revoked.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
        (await weir.Client.CallAsync("GET", $"/api/2.0/token-management/tokens/{id}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("sql", "POST", "/api/2.0/sql/statements", """{"statement":"SELECT 1"}""")]
    [InlineData("sql", "GET", "/api/2.0/sql/warehouses", null)]
    [InlineData("scim", "GET", "/api/2.0/preview/scim/v2/Me", null)]
    [InlineData("authentication", "GET", "/api/2.0/token/list", null)]
    [InlineData("authentication", "GET", "/api/2.0/token-management/tokens", null)]
    [InlineData("model-serving", "GET", "/api/ai-gateway/v2/endpoints", null)]
    [InlineData("model-serving", "POST", "/openai/v1/chat/completions", """{"model":"sandbox","messages":[]}""")]
    [InlineData("serving.serving-endpoints-query", "POST", "/anthropic/v1/messages", """{"model":"sandbox","max_tokens":9,"messages":[]}""")]
    [InlineData("model-serving", "GET", "/openai/v1/models", null)]
    public async Task A_token_does_what_its_scopes_say_and_no_more(string scope, string method, string path, string? body)
    {
        using var right = await weir.ClientOfAsync("admin@weir.local", [scope]);
        (await right.CallAsync(method, path, body)).Status.ShouldBeInRange(200, 299);
        using var everything = await weir.ClientOfAsync("admin@weir.local", ["all-apis"]);
        (await everything.CallAsync(method, path, body)).Status.ShouldBeInRange(200, 299);
        using var wrong = await weir.ClientOfAsync("admin@weir.local", ["dashboards"]);
        var (status, refusal) = await wrong.CallAsync(method, path, body);
        status.ShouldBe(403);
        refusal.ToString().ShouldContain("does not have required scopes: ");
        refusal.ToString().ShouldContain(scope);
    }

    [Fact]
    public async Task A_call_that_a_scope_refuses_has_its_row()
    {
        using var wrong = await weir.ClientOfAsync("admin@weir.local", ["sql"]);
        using var call = await wrong.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await weir.RowAsync(RunningWeir.RequestIdOf(call)))["status_code"].ShouldBe("403");
    }

    [Fact]
    public async Task A_limited_token_cannot_make_one_that_may_do_more()
    {
        var user = await weir.UserAsync();
        using var limited = await weir.ClientOfAsync(user.Name, ["authentication", "scim"]);
        foreach (var scopes in new[] { new[] { "sql" }, ["all-apis"], ["scim", "sql"] })
        {
            (await limited.CallAsync("POST", "/api/2.0/token/create", new { scopes })).Status.ShouldBe(403);
        }

        var inherited = (await limited.CallAsync("POST", "/api/2.0/token/create", new { })).Body;
        inherited.GetProperty("token_info").GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["authentication", "scim"]);
        using var next = weir.NewClient(inherited.Text("token_value"));
        (await next.CallAsync("GET", "/api/2.0/sql/warehouses")).Status.ShouldBe(403);
        (await limited.CallAsync("POST", "/api/2.0/token/create", new { scopes = new[] { "everything" } })).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("""{"lifetime_seconds":"soon"}""")]
    [InlineData("{")]
    [InlineData("""{"lifetime_seconds":0}""")]
    [InlineData("""{"lifetime_seconds":-1}""")]
    [InlineData("""{"lifetime_seconds":99999999999}""")]
    public async Task A_token_that_cannot_be_is_a_400_that_says_why(string body)
    {
        var (status, error) = await weir.Client.CallAsync("POST", "/api/2.0/token/create", body);
        status.ShouldBe(400);
        error.Text("message").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Last_use_outlives_a_restart()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        (await own.Client.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);
        await own.StopAsync();
        await own.StartAsync();
        var token = (await own.Client.CallAsync("GET", "/api/2.0/token/list")).Body.GetProperty("token_infos")[0];
        JsonSerializer.Serialize(token).ShouldContain("last_used_time");
    }

    [Fact]
    public async Task A_limit_of_a_group_counts_its_members_together_through_nesting()
    {
        var (ann, bob, other) = (await weir.UserAsync(), await weir.UserAsync(), await weir.UserAsync());
        var team = await weir.GroupAsync(ann.Id, bob.Id);
        var department = await weir.GroupAsync(team.Id);
        var endpoint = await LimitedAsync(new { key = "USER_GROUP", principal = department.Name, renewal_period = "HOUR", requests = 2 });
        (await StatusesAsync(endpoint, ann.Name, bob.Name, ann.Name, other.Name)).ShouldBe([200, 200, 429, 200]);
        (await weir.Client.CallAsync("PATCH", $"{Scim}/Groups/{team.Id}", new { Operations = new[] { new { op = "remove", path = $"members[value eq \"{ann.Id}\"]" } } })).Status.ShouldBe(200);
        (await StatusesAsync(endpoint, ann.Name, bob.Name)).ShouldBe([200, 429], "who leaves the group leaves its limit");
    }

    [Fact]
    public async Task A_limit_of_a_service_principal_is_its_own()
    {
        var application = (await weir.Client.CallAsync("POST", $"{Scim}/ServicePrincipals", new { displayName = "pipeline" })).Body.Text("applicationId");
        var endpoint = await LimitedAsync(new { key = "SERVICE_PRINCIPAL", principal = application, renewal_period = "HOUR", requests = 1 });
        (await StatusesAsync(endpoint, application, application, (await weir.UserAsync()).Name)).ShouldBe([200, 429, 200]);
    }

    private async Task<string> LimitedAsync(object limit)
    {
        await ClockHour.AwaitRoomAsync();
        var name = $"lim{Guid.NewGuid():N}";
        var (status, made) = await weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { weir.Destination("d", "openai", "openai-chat/json", 100) }, rate_limits = new[] { limit } } });
        status.ShouldBe(200, made.ToString());
        (await weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{name}", new { access_control_list = new[] { new { group_name = "users", permission_level = "CAN_QUERY" } } })).Status.ShouldBe(200);
        return name;
    }

    private async Task<List<int>> StatusesAsync(string endpoint, params string[] callers)
    {
        var statuses = new List<int>();
        foreach (var caller in callers)
        {
            using var client = await weir.ClientOfAsync(caller);
            statuses.Add((await client.CallAsync("POST", "/openai/v1/chat/completions", $$"""{"model":"{{endpoint}}","messages":[]}""")).Status);
        }

        return statuses;
    }
}
