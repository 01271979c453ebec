using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The test of a destination's connection: what it calls, what it says, and what it must not be a means to.</summary>
public sealed class ConnectionTestTests(RunningWeir weir)
{
    private const string Path = "/api/2.0/weir/destinations/test";
    private const string Key = "sk-the-secret-of-this-test-0123456789";

    [Theory]
    [InlineData("openai", "/v1", "openai-chat/json", "/v1/chat/completions")]
    [InlineData("anthropic", "", "anthropic-messages/json", "/v1/messages")]
    [InlineData("gemini", "", "gemini-generate-content/json", "/v1beta/models/{model}:generateContent")]
    public async Task A_destination_that_works_is_called_once_with_the_smallest_request(string provider, string root, string answer, string path)
    {
        var model = NewModel();
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get(answer)));
        var result = await TestAsync(weir.Client, Destination(provider, model, weir.Provider.Address + root, Key));

        result.GetProperty("succeeded").GetBoolean().ShouldBeTrue(result.ToString());
        result.GetProperty("status_code").GetInt32().ShouldBe(200);
        result.GetProperty("latency_ms").GetInt64().ShouldBeGreaterThanOrEqualTo(result.GetProperty("time_to_first_byte_ms").GetInt64());
        result.GetProperty("provider_error").ValueKind.ShouldBe(JsonValueKind.Null);
        result.Text("message").ShouldStartWith("The model answered after ");
        result.Text("model").ShouldNotBe(model, "the provider's own name for it stands in its answer");
        var seen = SeenBy(model).ShouldHaveSingleItem();
        seen.Path.ShouldBe(path.Replace("{model}", model, StringComparison.Ordinal));
        var body = Encoding.UTF8.GetString(seen.Body);
        body.Length.ShouldBeLessThan(250);
        body.ShouldMatch("(max_tokens|max_completion_tokens|maxOutputTokens)\"? ?: ?1\\b");
        seen.Headers.Values.ShouldContain(value => value.Contains(Key));
    }

    [Fact]
    public async Task A_model_that_embeds_is_asked_for_an_embedding()
    {
        var model = NewModel() + "-embed";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-embeddings/json")));
        var result = await TestAsync(weir.Client, Destination("openai", model, weir.Provider.Address + "/v1", Key));
        result.GetProperty("succeeded").GetBoolean().ShouldBeTrue(result.ToString());
        SeenBy(model).ShouldHaveSingleItem().Path.ShouldBe("/v1/embeddings");
    }

    [Fact]
    public async Task The_sandbox_needs_nothing()
    {
        var result = await TestAsync(weir.Client, Destination("sandbox", "sandbox", null, null));
        result.GetProperty("succeeded").GetBoolean().ShouldBeTrue(result.ToString());
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: KEY."}}""", "The provider refused the key (401): Incorrect API key provided: [hidden].")]
    [InlineData(403, """{"error":{"message":"No access"}}""", "The provider refused the key, or the key may not use this model (403): No access")]
    [InlineData(404, """{"error":{"message":"The model does not exist"}}""", "There is no such model, or nothing at this address (404). Check the model's name and base_url: The model does not exist")]
    [InlineData(429, """{"error":{"message":"You exceeded your quota"}}""", "The provider was reached, and is out of quota or limits requests (429): You exceeded your quota")]
    [InlineData(503, "overloaded", "The provider failed (503).")]
    [InlineData(301, "", "The address answered with a redirect (301), which is not followed. Check base_url: the provider is somewhere else.")]
    [InlineData(200, "<html>Welcome</html>", "Something answered with 200, but not as openai does. Check base_url.")]
    public async Task What_a_provider_refuses_is_said_in_words_and_without_the_key(int status, string body, string message)
    {
        var model = NewModel();
        weir.Provider.Answer(model, new StandInAnswer { Status = status, Body = Encoding.UTF8.GetBytes(body.Replace("KEY", Key, StringComparison.Ordinal) + (status == 503 ? new string('x', 5000) : string.Empty)) });
        var result = await TestAsync(weir.Client, Destination("openai", model, weir.Provider.Address + "/v1", Key));

        result.GetProperty("succeeded").GetBoolean().ShouldBeFalse();
        result.GetProperty("status_code").GetInt32().ShouldBe(status);
        result.Text("message").ShouldBe(message);
        result.ToString().ShouldNotContain(Key);
        if (status == 301)
        {
            result.GetProperty("provider_error").ValueKind.ShouldBe(JsonValueKind.Null);
        }
        else
        {
            result.Text("provider_error").ShouldStartWith(body.Replace("KEY", "[hidden]", StringComparison.Ordinal));
            result.Text("provider_error").Length.ShouldBeLessThanOrEqualTo(2000);
        }
    }

    [Fact]
    public async Task A_model_for_which_one_token_is_too_few_works()
    {
        var model = NewModel();
        weir.Provider.Answer(model, new StandInAnswer { Status = 400, Body = """{"error":{"message":"Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens."}}"""u8.ToArray() });
        var result = await TestAsync(weir.Client, Destination("openai", model, weir.Provider.Address + "/v1", Key));
        result.GetProperty("succeeded").GetBoolean().ShouldBeTrue(result.ToString());
    }

    [Fact]
    public async Task A_provider_that_says_nothing_is_not_waited_for_long()
    {
        var model = NewModel();
        using var never = new CancellationTokenSource();
        weir.Provider.Answer(model, new StandInAnswer { BeforeHeaders = Task.Delay(Timeout.Infinite, never.Token) });
        var result = await TestAsync(weir.Client, new { name = "slow", external_model_config = new { provider = "openai", model, base_url = weir.Provider.Address + "/v1", api_key = Key, timeouts = new { first_token_seconds = 0.4 } } });
        await never.CancelAsync();
        result.GetProperty("status_code").ValueKind.ShouldBe(JsonValueKind.Null);
        result.Text("message").ShouldContain("did not answer within 0.4 seconds");
        result.GetProperty("latency_ms").GetInt64().ShouldBeInRange(350, 10_000);
    }

    [Fact]
    public async Task What_keeps_a_connection_from_being_made_is_told_apart()
    {
        int closed;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            closed = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var plain = new Uri(weir.Provider.Address).Port;
        foreach (var (url, said) in new[]
        {
            ($"http://127.0.0.1:{closed}/v1", $"127.0.0.1:{closed} refused the connection"),
            ("http://no-such-host.invalid/v1", "The name of no-such-host.invalid was not found"),
            ($"https://127.0.0.1:{plain}/v1", "could not be reached over TLS"),
        })
        {
            var result = await TestAsync(weir.Client, Destination("openai", NewModel(), url, Key));
            result.GetProperty("succeeded").GetBoolean().ShouldBeFalse();
            result.Text("message").ShouldContain(said);
        }
    }

    [Fact]
    public async Task A_credential_that_fails_before_the_provider_is_asked_is_said_so()
    {
        var result = await TestAsync(weir.Client, new { name = "x", external_model_config = new { provider = "databricks", model = NewModel(), base_url = weir.Provider.Address + "/refuse", client_id = "an-id", client_secret = Key } });
        result.Text("message").ShouldStartWith("The credentials failed. The token endpoint ");
        result.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task Whoever_is_no_admin_reaches_no_private_address()
    {
        var (_, client) = await weir.UserClientAsync();
        using var _ = client;
        foreach (var url in new[] { weir.Provider.Address + "/v1", "http://localhost/v1", "http://169.254.169.254/v1", "http://[::1]/v1" })
        {
            var model = NewModel();
            var result = await TestAsync(client, Destination("openai", model, url, Key));
            result.GetProperty("succeeded").GetBoolean().ShouldBeFalse();
            result.Text("message").ShouldContain("has a private address");
            SeenBy(model).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_stored_key_goes_to_its_own_provider_and_to_no_other_address()
    {
        var model = NewModel();
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-chat/json")));
        var name = await weir.EndpointAsync("openai", model);
        var home = weir.Provider.Address + "/v1";
        var result = await TestAsync(weir.Client, Destination("openai", model, home, null, "primary"), name);
        result.GetProperty("succeeded").GetBoolean().ShouldBeTrue(result.ToString());
        SeenBy(model).ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("Bearer provider-secret-key");

        await using var thief = await StandInServer.StartAsync();
        foreach (var (provider, url) in new[] { ("openai", thief.Address + "/v1"), ("openai", home + "/elsewhere"), ("openai", home.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)), ("mistral", home), ("anthropic", thief.Address) })
        {
            var (status, refused) = await weir.Client.CallAsync("POST", Path, new { destination = Destination(provider, model, url, null, "primary"), endpoint_name = name });
            status.ShouldBe(400, $"{provider} {url}: {refused}");
            refused.Text("message").ShouldContain("The stored key of 'primary' is for its provider at its address");
        }

        // Under another name there is no key to take, and without the endpoint's name none either.
        await TestAsync(weir.Client, Destination("openai", model, thief.Address + "/v1", null, "other"), name);
        await TestAsync(weir.Client, Destination("openai", model, thief.Address + "/v1", null, "primary"));
        thief.Seen.ShouldAllBe(seen => !seen.Headers.ContainsKey("Authorization"));
        thief.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_key_of_an_endpoint_is_for_who_may_manage_it()
    {
        var model = NewModel();
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-chat/json")));
        var name = await weir.EndpointAsync("openai", model);
        var (email, client) = await weir.UserClientAsync();
        using var _ = client;
        var body = new { destination = Destination("openai", model, weir.Provider.Address + "/v1", null, "primary"), endpoint_name = name };
        (await client.CallAsync("POST", Path, body)).Status.ShouldBe(403);
        await PermitAsync("CAN_QUERY");
        (await client.CallAsync("POST", Path, body)).Status.ShouldBe(403);
        SeenBy(model).ShouldBeEmpty();

        // An admin made it, so that its own address may be private; another one may not, whoever manages it.
        await PermitAsync("CAN_MANAGE");
        (await TestAsync(client, Destination("openai", model, weir.Provider.Address + "/v1", null, "primary"), name)).GetProperty("succeeded").GetBoolean().ShouldBeTrue();
        (await TestAsync(client, Destination("openai", model, weir.Provider.Address, Key, "primary"), name)).Text("message").ShouldContain("has a private address");
        (await TestAsync(client, Destination("openai", model, "http://localhost:1/v1", Key, "second"), name)).Text("message").ShouldContain("has a private address");

        Task<(int Status, JsonElement Body)> PermitAsync(string level) =>
            weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{name}", new { access_control_list = new[] { new { user_name = email, permission_level = level } } });
    }

    [Theory]
    [InlineData("{}", "'destination' is missing")]
    [InlineData("""{"destination":{"name":"a"}}""", "'destination.external_model_config' is missing")]
    [InlineData("""{"destination":{"name":"a","external_model_config":{"provider":"openai","model":"m","base_url":"ftp://x"}}}""", "'destination.external_model_config.base_url' must be")]
    [InlineData("""{"destination":{"name":"a","external_model_config":{"provider":"acme","model":"m"}}}""", "'destination.external_model_config.provider' is 'acme'")]
    [InlineData("""{"destination":{"name":"a","external_model_config":{"provider":"vertex","model":"m","project":"p","location":"us","service_account_json":"{}"}}}""", "service_account_json")]
    [InlineData("""{"destination":{"name":"a","extra":1}}""", "is not a destination to test")]
    [InlineData("[", "is not a destination to test")]
    public async Task A_document_that_no_endpoint_would_take_is_refused_in_the_same_words(string body, string said)
    {
        var (status, answer) = await weir.Client.CallAsync("POST", Path, body);
        status.ShouldBe(400, answer.ToString());
        answer.Text("message").ShouldContain(said);
    }

    [Fact]
    public async Task Tests_are_audited_without_address_and_key_and_are_no_requests()
    {
        var model = NewModel();
        weir.Provider.Answer(model, new StandInAnswer { Status = 401, Body = "{}"u8.ToArray() });
        await TestAsync(weir.Client, Destination("openai", model, weir.Provider.Address + "/v1", Key));
        await RunningWeir.EventuallyAsync(async () =>
        {
            var row = (await weir.SqlAsync($"SELECT CAST(request_params AS STRING) FROM system.access.audit WHERE action_name = 'testDestination' AND request_params['destination.external_model_config.model'] = '{model}'")).ShouldHaveSingleItem();
            row[0]!.ShouldNotContain(Key);
            row[0]!.ShouldNotContain("127.0.0.1");
        });
        (await weir.SqlAsync($"SELECT count(*) FROM system.ai_gateway.usage WHERE destination_model = '{model}'")).ShouldBe([["0"]]);
    }

    [Fact]
    public async Task Nobody_scans_with_it()
    {
        var (_, client) = await weir.UserClientAsync();
        using var _ = client;
        var answers = new List<int>();
        for (var i = 0; i < 31; i++)
        {
            answers.Add((await client.CallAsync("POST", Path, new { destination = Destination("sandbox", "sandbox", null, null) })).Status);
        }

        // The window may end among them.
        answers.Take(30).ShouldAllBe(status => status == 200);
        answers[30].ShouldBeOneOf(429, 200);
        if (answers[30] == 200)
        {
            Assert.Skip("A minute ended within the test.");
        }
    }

    private static string NewModel() => $"test-{Guid.NewGuid():N}";

    private static object Destination(string provider, string model, string? baseUrl, string? key, string name = "tested") =>
        new { name, traffic_percentage = 100, external_model_config = new { provider, model, base_url = baseUrl, api_key = key } };

    private IReadOnlyList<SeenRequest> SeenBy(string model) =>
        [.. weir.Provider.Seen.Where(seen => seen.Path.Contains(model, StringComparison.Ordinal) || Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal))];

    private static async Task<JsonElement> TestAsync(HttpClient client, object destination, string? endpoint = null)
    {
        var (status, answer) = await client.CallAsync("POST", Path, new { destination, endpoint_name = endpoint });
        status.ShouldBe(200, answer.ToString());
        return answer;
    }
}
