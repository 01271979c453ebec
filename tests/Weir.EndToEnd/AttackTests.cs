using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>What somebody would try who wants more than was given. Statements that reach for tables are among the warehouse's own tests.</summary>
public sealed class AttackTests(RunningWeir weir)
{
    private const string Endpoints = "/api/ai-gateway/v2/endpoints";
    private const string Chat = """{"model":"sandbox","messages":[{"role":"user","content":"hello"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_resembles_a_token_is_taken_for_it()
    {
        var (_, made) = await weir.Client.CallAsync("POST", "/api/2.0/token/create", new { comment = "guess me" });
        var (token, id) = (made.Text("token_value"), made.GetProperty("token_info").Text("token_id"));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        foreach (var guess in new[]
        {
            id, hash, token[..^1], token + "A", token.ToUpperInvariant(), token.Insert(7, " "), token + "\u0001", token + ", " + token, "weir_", "null", "undefined", "*", "' OR 1=1 --",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(token)), new string('A', 5000), "..",
        })
        {
            foreach (var path in new[] { "/api/2.0/token/list", "/openai/v1/models" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, weir.Address + path);
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + guess);
                using var client = new HttpClient();
                using var answer = await client.SendAsync(request, Stop);
                ((int)answer.StatusCode).ShouldBeOneOf([400, 401], $"{path} with '{guess}'");
            }
        }
    }

    [Theory]
    [InlineData("/API/2.0/token/list")]
    [InlineData("/Api/2.0/Token-Management/tokens")]
    [InlineData("//api/2.0/token/list")]
    [InlineData("/./api/2.0/token/list")]
    [InlineData("/openai/../api/2.0/token/list")]
    [InlineData("/openai/%2e%2e/api/2.0/token/list")]
    [InlineData("/%61pi/2.0/token/list")]
    [InlineData("/api/2.0/token/list/")]
    [InlineData("/api/hello/../2.0/token/list")]
    [InlineData("/API/HELLO/..%2f2.0/token/list")]
    [InlineData("/METRICS")]
    [InlineData("/Metrics/")]
    public async Task No_spelling_of_a_path_goes_around_the_token(string path)
    {
        var answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Status(answer).ShouldBeOneOf([400, 401, 404], answer[..Math.Min(200, answer.Length)]);
        (answer.Contains("token_infos", StringComparison.Ordinal) || answer.Contains("# TYPE", StringComparison.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public async Task No_spelling_of_a_path_goes_around_the_audit_log()
    {
        var name = $"e{Guid.NewGuid():N}";
        (await weir.Client.CallAsync("POST", "/API/AI-Gateway/v2/Endpoints", new { name, config = new { destinations = new[] { weir.Destination("primary", "openai", "openai-chat/json", 100) } } })).Status.ShouldBe(200);
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT count(*) FROM system.access.audit WHERE action_name = 'createEndpoint' AND request_params['name'] = '{name}'")).ShouldBe([["1"]]));
    }

    [Fact]
    public async Task A_limited_token_stays_limited_however_it_asks()
    {
        using var limited = await weir.ClientOfAsync("admin@weir.local", ["sql"]);
        foreach (var (header, value) in new[] { ("X-HTTP-Method-Override", "GET"), ("X-Original-URL", "/api/2.0/sql/warehouses"), ("X-Rewrite-URL", "/api/2.0/sql/warehouses"), ("X-Databricks-Scopes", "all-apis") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/2.0/token/create") { Content = ByteFidelityTests.Json("{}") };
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await limited.SendAsync(request, Stop);
            ((int)answer.StatusCode).ShouldBe(403, header);
        }

        (await limited.CallAsync("POST", "/openai/v1/chat/completions", Chat)).Status.ShouldBe(403);
        (await limited.CallAsync("POST", "/api/2.0/token-management/on-behalf-of/tokens", new { application_id = "admin@weir.local" })).Status.ShouldBe(403);

        // Grants by SQL are rights, not data: whoever may run statements alone may not give them.
        using var reader = await weir.ClientOfAsync((await weir.UserAsync()).Name, ["sql"]);
        var (_, refused) = await reader.CallAsync("POST", "/api/2.0/sql/statements", new { statement = "GRANT ALL PRIVILEGES ON CATALOG system TO `account users`", wait_timeout = "50s" });
        refused.GetProperty("status").Text("state").ShouldBe("FAILED");
    }

    [Fact]
    public async Task An_admin_of_another_workspace_finds_nothing_of_this_one_by_any_of_its_ids()
    {
        var account = await weir.AccountIdAsync();
        var (_, made) = await weir.Client.CallAsync("POST", $"/api/2.0/accounts/{account}/workspaces", new { workspace_name = $"w{Guid.NewGuid():N}" });
        var elsewhere = made.GetProperty("workspace_id").ToString();
        var admin = await weir.UserAsync();
        (await weir.Client.CallAsync("PUT", $"/api/2.0/accounts/{account}/workspaces/{elsewhere}/permissionassignments/principals/{admin.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(200);
        using var intruder = await weir.ClientOfAsync(admin.Name, workspace: elsewhere);
        intruder.DefaultRequestHeaders.Add("X-Databricks-Org-Id", (await weir.Client.CallAsync("GET", $"/api/2.0/accounts/{account}/workspaces")).Body[0].GetProperty("workspace_id").ToString());

        var name = await weir.EndpointAsync("openai", "openai-chat/json");
        var id = (await weir.Client.CallAsync("GET", $"{Endpoints}/{name}")).Body.Text("id");
        var token = (await weir.Client.CallAsync("POST", "/api/2.0/token/create", "{}")).Body.GetProperty("token_info").Text("token_id");
        var statement = (await weir.Client.CallAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT 1", wait_timeout = "50s" })).Body.Text("statement_id");
        foreach (var (method, path, body) in new[]
        {
            ("GET", $"{Endpoints}/{name}", null), ("PATCH", $"{Endpoints}/{name}", """{"tags":{"a":"b"}}"""), ("DELETE", $"{Endpoints}/{name}", null), ("GET", $"{Endpoints}/{id}", null),
            ("GET", $"/api/2.0/permissions/ai-gateway-endpoints/{id}", null), ("PUT", $"/api/2.0/permissions/ai-gateway-endpoints/{id}", """{"access_control_list":[]}"""), ("GET", $"/api/2.0/permissions/serving-endpoints/{name}", null),
            ("GET", $"/api/2.0/token-management/tokens/{token}", null), ("DELETE", $"/api/2.0/token-management/tokens/{token}", null), ("POST", "/api/2.0/token/delete", $$"""{"token_id":"{{token}}"}"""),
            ("GET", $"/api/2.0/sql/statements/{statement}", null), ("GET", $"/api/2.0/sql/statements/{statement}/result/chunks/0", null), ("POST", $"/api/2.0/sql/statements/{statement}/cancel", null),
            ("POST", "/openai/v1/chat/completions", Chat.Replace("sandbox", name)), ("POST", $"/gemini/v1beta/models/{name}:generateContent", """{"contents":[]}"""), ("GET", $"/openai/v1/models/{name}", null),
        })
        {
            var (status, answer) = await intruder.CallAsync(method, path, body);
            status.ShouldBe(404, $"{method} {path}: {answer}");
        }

        foreach (var listing in new[] { Endpoints, "/openai/v1/models", "/api/2.0/token-management/tokens" })
        {
            var listed = (await intruder.CallAsync("GET", listing)).Body.ToString();
            listed.ShouldNotContain(name);
            listed.ShouldNotContain(token);
        }

        using var file = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/files/f") { Headers = { { "Weir-Endpoint", name } } };
        using var passed = await intruder.SendAsync(file, Stop);
        ((int)passed.StatusCode).ShouldBe(404);
    }

    [Theory]
    [InlineData("id", "\"11111111-2222-3333-4444-555555555555\"")]
    [InlineData("creator", "\"admin@weir.local\"")]
    [InlineData("workspace_id", "\"1234567890123456\"")]
    [InlineData("creation_time", "\"2020-01-01T00:00:00Z\"")]
    [InlineData("allow_private_address", "true")]
    [InlineData("AllowPrivateAddress", "true")]
    [InlineData("__proto__", "{}")]
    public async Task A_document_cannot_state_what_the_server_decides(string member, string value)
    {
        var (_, user) = await weir.UserClientAsync();
        var name = $"e{Guid.NewGuid():N}";
        var body = $$$"""{"name":"{{{name}}}","{{{member}}}":{{{value}}},"config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"sandbox","model":"sandbox"}}]}}""";
        (await user.CallAsync("POST", Endpoints, body)).Status.ShouldBe(400);
        (await weir.Client.CallAsync("GET", $"{Endpoints}/{name}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"provider":"vertex","model":"gemini-3-pro","project":"p","location":"global","base_url":"https://elsewhere.example"}""")]
    [InlineData("""{"provider":"azure-openai","model":"gpt-5-mini","auth":"entra","base_url":"https://elsewhere.example"}""")]
    [InlineData("""{"provider":"bedrock","model":"anthropic.claude-x","region":"us-east-1"}""")]
    public async Task The_identity_that_the_server_runs_with_is_lent_by_an_account_admin_alone(string model)
    {
        var (_, user) = await weir.UserClientAsync();
        var name = $"e{Guid.NewGuid():N}";
        var body = $$$"""{"name":"{{{name}}}","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{{{model}}}}]}}""";
        var refused = await user.CallAsync("POST", Endpoints, body);
        refused.Status.ShouldBe(403);
        refused.Body.Text("message").ShouldContain("without a credential of its own would use the server's");
        (await user.CallAsync("POST", "/api/2.0/weir/destinations/test", $$$"""{"destination":{"name":"d","external_model_config":{{{model}}}}}""")).Status.ShouldBe(403);

        // Neither by changing an endpoint of one's own, nor by taking the key away; what an admin made stays changeable by who manages it.
        var own = $$$"""{"name":"{{{name}}}","config":{"destinations":[{"name":"d","traffic_percentage":100,"external_model_config":{"provider":"sandbox","model":"sandbox"}}]}}""";
        (await user.CallAsync("POST", Endpoints, own)).Status.ShouldBe(200);
        (await user.CallAsync("PATCH", $"{Endpoints}/{name}", body)).Status.ShouldBe(403);
        (await weir.Client.CallAsync("PATCH", $"{Endpoints}/{name}", body)).Status.ShouldBe(200);
        (await user.CallAsync("PATCH", $"{Endpoints}/{name}?update_mask=tags", """{"tags":{"team":"blue"}}""")).Status.ShouldBe(200);
        (await user.CallAsync("PATCH", $"{Endpoints}/{name}", body.Replace("gemini-3-pro", "gemini-3-flash", StringComparison.Ordinal))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Nobody_makes_themselves_more_than_they_are()
    {
        var user = await weir.UserAsync();
        using var own = await weir.ClientOfAsync(user.Name);
        var account = await weir.AccountIdAsync();
        const string Admin = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"roles","value":[{"value":"account_admin"}]}]}""";
        (await own.CallAsync("PATCH", $"{Scim}/Users/{user.Id}", Admin)).Status.ShouldBe(403);
        (await own.CallAsync("PATCH", $"/api/2.0/accounts/{account}/scim/v2/Users/{user.Id}", Admin)).Status.ShouldBe(403);
        (await own.CallAsync("PATCH", $"{Scim}/Me", Admin)).Status.ShouldBeOneOf(403, 404, 405, 501);
        var workspace = (await weir.Client.CallAsync("GET", $"/api/2.0/accounts/{account}/workspaces")).Body[0].GetProperty("workspace_id").ToString();
        (await own.CallAsync("PUT", $"/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{user.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(403);

        // What names another owner in a request for a token of one's own counts for nothing.
        var (status, made) = await own.CallAsync("POST", "/api/2.0/token/create", """{"application_id":"admin@weir.local","principal_id":"1","owner_id":1,"created_by_username":"admin@weir.local","is_account_admin":true}""");
        status.ShouldBe(200);
        using var next = weir.NewClient(made.Text("token_value"));
        (await next.CallAsync("GET", $"{Scim}/Me")).Body.Text("userName").ShouldBe(user.Name);
        (await next.CallAsync("POST", $"{Scim}/Users", new { userName = "x@example.com" })).Status.ShouldBe(403);

        // Even an admin makes no account admin by a workspace's route.
        var (created, person) = await weir.Client.CallAsync("POST", $"{Scim}/Users", new { userName = $"{Guid.NewGuid():N}@example.com", roles = new[] { new { value = "account_admin" } } });
        created.ShouldBe(201);
        using var client = await weir.ClientOfAsync(person.Text("userName"));
        (await client.CallAsync("GET", $"/api/2.0/accounts/{account}/workspaces")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/v1")]
    [InlineData("http://localhost:{0}/v1")]
    [InlineData("http://[::1]:{0}/v1")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/v1")]
    [InlineData("http://0.0.0.0:{0}/v1")]
    [InlineData("http://2130706433:{0}/v1")]
    [InlineData("http://0x7f.1:{0}/v1")]
    [InlineData("http://127.1:{0}/v1")]
    [InlineData("http://api.openai.com@127.0.0.1:{0}/v1")]
    [InlineData("http://127.0.0.1:{0}/v1#@api.openai.com")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:{0}/")]
    [InlineData("unix:/run/docker.sock")]
    public async Task An_endpoint_of_a_user_reaches_no_address_of_the_server_s_own_network(string address)
    {
        var (_, user) = await weir.UserClientAsync();
        var name = $"e{Guid.NewGuid():N}";
        var model = $"ssrf-{Guid.NewGuid():N}";
        var baseUrl = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, new Uri(weir.Provider.Address).Port);
        var (made, refusal) = await user.CallAsync("POST", Endpoints, new
        {
            name,
            config = new { destinations = new[] { new { name = "d", traffic_percentage = 100, external_model_config = new { provider = "openai", model, base_url = baseUrl, api_key = "k" } } } },
        });
        if (made == 200)
        {
            var (status, answer) = await user.CallAsync("POST", "/openai/v1/chat/completions", Chat.Replace("sandbox", name));
            status.ShouldBe(502, answer.ToString());
        }
        else
        {
            made.ShouldBe(400, refusal.ToString());
            refusal.Text("message").ShouldContain("base_url");
        }

        weir.Provider.Seen.ShouldNotContain(seen => Encoding.UTF8.GetString(seen.Body).Contains(model));
    }

    [Fact]
    public async Task A_provider_s_redirect_is_not_followed()
    {
        var model = $"redirect-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { Status = 307, Headers = new Dictionary<string, string> { ["Location"] = weir.Provider.Address + "/internal" } });
        var name = await weir.EndpointAsync("openai", model);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(weir.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", RunningWeir.AdminToken);
        var (status, _) = await client.CallAsync("POST", "/openai/v1/chat/completions", Chat.Replace("sandbox", name));
        status.ShouldBe(307);
        weir.Provider.Seen.ShouldNotContain(seen => seen.Path.Contains("/internal"));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 50\r\n", "hello")]
    [InlineData("Transfer-Encoding: xchunked\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")]
    public async Task A_request_of_two_lengths_is_refused_and_its_rest_is_no_request(string headers, string body)
    {
        var answer = await RawAsync($"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RunningWeir.AdminToken}\r\nContent-Type: application/json\r\n{headers}\r\n{body}");
        Status(answer).ShouldBeInRange(400, 499, answer);
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, answer);
        answer.ShouldContain("Connection: close", Case.Insensitive);
    }

    [Fact]
    public async Task What_a_client_sends_beside_its_body_neither_reaches_the_provider_as_a_credential_nor_says_who_it_is()
    {
        var model = $"smuggle-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { Body = """{"id":"1","object":"chat.completion","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""u8.ToArray() });
        var name = await weir.EndpointAsync("openai", model);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = ByteFidelityTests.Json(Chat.Replace("sandbox", name)) };
        foreach (var (header, value) in new[]
        {
            ("Connection", "authorization, x-request-id"), ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"), ("X-Real-IP", "203.0.113.9"), ("x-api-key", "a-client-s-own-key"), ("api-key", "a-client-s-own-key"),
            ("x-goog-api-key", "a-client-s-own-key"), ("Cookie", "session=secret"), ("Proxy-Authorization", "Basic secret"), ("X-Databricks-Org-Id", "1"), ("x-request-id", "mine"),
        })
        {
            request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue(header);
        }

        using var answer = await weir.Client.SendAsync(request, Stop);
        ((int)answer.StatusCode).ShouldBe(200);
        var seen = weir.Provider.Seen.Last(one => Encoding.UTF8.GetString(one.Body).Contains(model));
        seen.Headers["Authorization"].ShouldBe("Bearer provider-secret-key");
        foreach (var header in new[] { "x-api-key", "api-key", "x-goog-api-key", "Cookie", "Proxy-Authorization" })
        {
            seen.Headers.Keys.ShouldNotContain(header, StringComparer.OrdinalIgnoreCase);
        }

        JsonSerializer.Serialize(seen.Headers).ShouldNotContain(RunningWeir.AdminToken);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(answer));
        row["ip_address"].ShouldBe("127.0.0.1");
        row["requester"].ShouldBe("admin@weir.local");
        RunningWeir.RequestIdOf(answer).ShouldNotBe("mine");
    }

    [Fact]
    public async Task An_absurd_filter_is_a_400_and_costs_nothing()
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var filter in new[]
        {
            new string('(', 4000), string.Concat(Enumerable.Repeat("not(", 500)) + "userName pr" + new string(')', 500), string.Join(" or ", Enumerable.Repeat("userName eq \"a\"", 300)), "userName eq \"" + new string('\\', 4001) + "\"", "userName co",
            new string('a', 4097),
        })
        {
            var (status, _) = await weir.Client.CallAsync("GET", $"{Scim}/Users?filter={Uri.EscapeDataString(filter)}");
            status.ShouldBeOneOf([400, 414, 431], filter[..11]);
        }

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task However_much_is_logged_no_secret_is()
    {
        await using var own = new RunningWeir();
        own.Set("WEIR_Logging__LogLevel__Default", "Trace");
        await own.InitializeAsync();
        var name = await own.EndpointAsync("openai", "openai-chat/json");
        var (_, made) = await own.Client.CallAsync("POST", "/api/2.0/token/create", "{}");
        var token = made.Text("token_value");
        using var client = new HttpClient { BaseAddress = new Uri(own.Address) };
        (await client.CallAsync("POST", $"/gemini/v1beta/models/sandbox:generateContent?key={token}", """{"contents":[{"parts":[{"text":"a-secret-prompt"}]}]}""")).Status.ShouldBe(200);
        using var caller = own.NewClient(token);
        (await caller.CallAsync("POST", "/openai/v1/chat/completions", Chat.Replace("sandbox", name).Replace("hello", "a-secret-prompt"))).Status.ShouldBe(200);
        (await caller.CallAsync("POST", "/openai/v1/chat/completions", "{ a-secret-prompt")).Status.ShouldBe(400);
        (await caller.CallAsync("POST", Endpoints, """{"name":"x","config":{"destinations":[{"name":"d","external_model_config":{"provider":"openai","model":"m","api_key":"another-provider-key","bogus":1}}]}}""")).Status.ShouldBe(400);
        (await caller.CallAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT 'a-secret-literal' FROM nowhere", wait_timeout = "50s" })).Status.ShouldBe(200);
        await own.StopAsync();
        own.Log.ShouldContain("\"LogLevel\":\"Debug\"", Case.Sensitive, "the log is as talkative as it was asked to be");
        foreach (var secret in new[] { token, RunningWeir.AdminToken, "provider-secret-key", "another-provider-key", "a-secret-prompt", "a-secret-literal", "key=" })
        {
            own.Log.ShouldNotContain(secret);
        }
    }

    private static int Status(string answer) => int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> RawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(weir.Address).Port, Stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
