using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Clouds and presets as destinations of the real server: what they are sent, and the row that comes of their answers.</summary>
public sealed class DestinationTests(RunningWeir weir)
{
    private const string Endpoints = "/api/ai-gateway/v2/endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bedrock_answers_Anthropic_s_messages_signed_and_untouched()
    {
        var model = $"us.anthropic.claude-{Guid.NewGuid():N}-v1:0";
        var known = Corpus.Get("anthropic-messages/json");
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { Headers = new Dictionary<string, string> { ["x-amzn-requestid"] = "amzn-1" } });
        var endpoint = await EndpointAsync(Bedrock(model));
        using var response = await MessagesAsync(endpoint, stream: false);

        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        var seen = SeenBy(model);
        seen.RawPath.ShouldBe($"/model/{Uri.EscapeDataString(model)}/invoke");
        seen.Query.ShouldBeEmpty();
        Encoding.UTF8.GetString(seen.Body).ShouldBe("""{"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["beta-1","beta-2"],"max_tokens" : 9,"messages":[{"role":"user","content":"h\u00fc"}]}""");
        seen.Headers.Keys.ShouldNotContain("anthropic-version");
        seen.Headers.Keys.ShouldNotContain("anthropic-beta");
        seen.Headers["Authorization"].ShouldBe(AwsSignature.Expected(seen, "AKIDEXAMPLE", "the/aws+secret"));
        seen.Headers["Authorization"].ShouldContain("/eu-west-3/bedrock/aws4_request");
        seen.Headers["x-amz-security-token"].ShouldBe("the-session-token");
        await RowIsAsync(response, known.Expected, model, "bedrock");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Bedrock_s_frames_reach_the_client_as_Anthropic_s_events(int pieces)
    {
        var model = $"anthropic.claude-{Guid.NewGuid():N}";
        var known = Corpus.Get("anthropic-messages/stream");
        var events = Encoding.UTF8.GetString(known.Body);
        var frames = AmazonFrames.OfEvents(events);
        weir.Provider.Answer(model, new StandInAnswer
        {
            ContentType = AmazonFrames.ContentType,
            Body = frames,
            SplitAt = pieces == 0 ? null : [.. Enumerable.Range(1, pieces).Select(i => i * frames.Length / (pieces + 1))],
        });
        var endpoint = await EndpointAsync(Bedrock(model));
        using var response = await MessagesAsync(endpoint, stream: true);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe(events);
        var seen = SeenBy(model);
        seen.RawPath.ShouldBe($"/model/{model}/invoke-with-response-stream");
        Encoding.UTF8.GetString(seen.Body).ShouldNotContain("\"stream\"");
        seen.Headers["Authorization"].ShouldBe(AwsSignature.Expected(seen, "AKIDEXAMPLE", "the/aws+secret"));
        await RowIsAsync(response, known.Expected, model, "bedrock");
    }

    [Fact]
    public async Task An_exception_within_Bedrock_s_stream_is_the_attempt_s_error()
    {
        var model = $"anthropic.claude-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer
        {
            ContentType = AmazonFrames.ContentType,
            Body =
            [
                .. AmazonFrames.Chunk("""{"type":"message_start","message":{"model":"claude","usage":{"input_tokens":5,"output_tokens":1}}}"""),
                .. AmazonFrames.Exception("throttlingException", "Too many tokens"),
            ],
        });
        using var response = await MessagesAsync(await EndpointAsync(Bedrock(model)), stream: true);

        (await response.Content.ReadAsStringAsync(Stop)).ShouldEndWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"throttlingException\",\"message\":\"Too many tokens\"}}\n\n");
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe("200");
        row["usage_source"].ShouldBe("PROVIDER_PARTIAL");
        row["routing_information"]!.ShouldContain("\"error_code\":\"throttlingException\"");
    }

    [Fact]
    public async Task A_damaged_frame_breaks_the_stream_off()
    {
        var model = $"anthropic.claude-{Guid.NewGuid():N}";
        var damaged = AmazonFrames.Chunk("""{"type":"message_stop"}""");
        damaged[^1] ^= 1;
        weir.Provider.Answer(model, new StandInAnswer
        {
            ContentType = AmazonFrames.ContentType,
            Body = [.. AmazonFrames.Chunk("""{"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1}}}"""), .. damaged],
        });
        var endpoint = await EndpointAsync(Bedrock(model));
        await Should.ThrowAsync<HttpRequestException>(() => MessagesAsync(endpoint, stream: true));

        await RunningWeir.EventuallyAsync(async () =>
        {
            var row = (await weir.SqlAsync($"SELECT status_code, input_tokens, usage_source FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).ShouldHaveSingleItem();
            row.ShouldBe(["502", "5", "PROVIDER_PARTIAL"]);
        });
    }

    [Fact]
    public async Task An_error_of_Bedrock_s_has_its_own_word_in_the_row()
    {
        var model = $"anthropic.claude-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer
        {
            Status = 429,
            Body = """{"message":"Too many requests"}"""u8.ToArray(),
            Headers = new Dictionary<string, string> { ["x-amzn-errortype"] = "ThrottlingException:http://internal.amazon.com/" },
        });
        using var response = await MessagesAsync(await EndpointAsync(Bedrock(model)), stream: true);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe("""{"type":"error","error":{"type":"ThrottlingException","message":"Too many requests"}}""");
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["routing_information"]!.ShouldContain("\"error_code\":\"ThrottlingException\"");
    }

    [Theory]
    [InlineData("json", "generateContent")]
    [InlineData("stream", "streamGenerateContent?alt=sse")]
    [InlineData("array", "streamGenerateContent")]
    public async Task Vertex_answers_Gemini_with_a_service_account_s_token(string name, string verb)
    {
        var model = $"gemini-{Guid.NewGuid():N}";
        var known = Corpus.Get($"gemini-generate-content/{name}");
        weir.Provider.Answer(model, StandInAnswer.Of(known));
        var endpoint = await EndpointAsync(Vertex(model));
        var body = """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""";
        using var response = await weir.Client.PostAsync($"/gemini/v1beta/models/{endpoint}:{verb}", ByteFidelityTests.Json(body), Stop);

        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        var seen = SeenBy(model);
        (seen.Path + seen.Query).ShouldBe($"/v1beta1/projects/p-1/locations/us-central1/publishers/google/models/{model}:{verb}");
        seen.Headers["Authorization"].ShouldBe("Bearer stand-in-token");
        Encoding.UTF8.GetString(seen.Body).ShouldBe(body);
        await RowIsAsync(response, known.Expected, model, "vertex");
    }

    [Theory]
    [InlineData("json", false)]
    [InlineData("stream", true)]
    public async Task Vertex_answers_Anthropic_s_messages_for_Claude(string name, bool stream)
    {
        var model = $"claude-{Guid.NewGuid():N}@20250514";
        var known = Corpus.Get($"anthropic-messages/{name}");
        weir.Provider.Answer(model, StandInAnswer.Of(known));
        using var response = await MessagesAsync(await EndpointAsync(Vertex(model)), stream);

        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        var seen = SeenBy(model);
        seen.RawPath.ShouldBe($"/v1/projects/p-1/locations/us-central1/publishers/anthropic/models/{model}:{(stream ? "streamRawPredict" : "rawPredict")}");
        seen.Query.ShouldBeEmpty();
        seen.Headers["anthropic-beta"].ShouldBe("beta-1, beta-2");
        Encoding.UTF8.GetString(seen.Body).ShouldBe($$"""{"anthropic_version":"vertex-2023-10-16","max_tokens" : 9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"h\u00fc"}]}""");
        await RowIsAsync(response, known.Expected, model, "vertex");
    }

    [Fact]
    public async Task Databricks_answers_chat_with_a_service_principal_s_token()
    {
        var model = $"databricks-{Guid.NewGuid():N}";
        var known = Corpus.Get("openai-chat/stream-databricks");
        weir.Provider.Answer(model, StandInAnswer.Of(known));
        var endpoint = await EndpointAsync(new { provider = "databricks", model, base_url = weir.Provider.Address, client_id = "the-client", client_secret = "the-client-secret" });
        using var response = await ChatAsync(endpoint, known);

        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        var seen = SeenBy(model);
        seen.Path.ShouldBe("/serving-endpoints/chat/completions");
        seen.Headers["Authorization"].ShouldBe("Bearer stand-in-token");
        Encoding.UTF8.GetString(seen.Body).ShouldNotContain("stream_options");
        await RowIsAsync(response, known.Expected, model, "databricks");
    }

    [Theory]
    [InlineData("mistral", "stream-mistral", false)]
    [InlineData("groq", "stream-groq", true)]
    [InlineData("openrouter", "stream-openrouter", true)]
    [InlineData("deepseek", "stream-deepseek", true)]
    [InlineData("xai", "stream-xai", true)]
    [InlineData("ollama", "stream-ollama", true)]
    [InlineData("vllm", "stream-usage", true)]
    public async Task A_preset_is_asked_for_usage_as_it_allows_and_its_own_words_make_the_row(string preset, string name, bool isAsked)
    {
        var model = $"{preset}-{Guid.NewGuid():N}";
        var known = Corpus.Get($"openai-chat/{name}");
        weir.Provider.Answer(model, StandInAnswer.Of(known));
        var endpoint = await EndpointAsync(new { provider = preset, model, base_url = weir.Provider.Address + "/v1", api_key = "preset-key" });
        using var response = await ChatAsync(endpoint, known);
        await response.Content.ReadAsByteArrayAsync(Stop);

        var seen = SeenBy(model);
        seen.Path.ShouldBe("/v1/chat/completions");
        seen.Headers["Authorization"].ShouldBe("Bearer preset-key");
        Encoding.UTF8.GetString(seen.Body).Contains("\"include_usage\":true", StringComparison.Ordinal).ShouldBe(isAsked);
        await RowIsAsync(response, known.Expected, model, preset);
    }

    [Fact]
    public async Task Mistral_does_not_see_the_stream_options_that_a_client_sends()
    {
        var model = $"mistral-{Guid.NewGuid():N}";
        var known = Corpus.Get("openai-chat/stream-mistral");
        weir.Provider.Answer(model, StandInAnswer.Of(known));
        var endpoint = await EndpointAsync(new { provider = "mistral", model, base_url = weir.Provider.Address + "/v1", api_key = "k" });
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, Stop);

        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        Encoding.UTF8.GetString(SeenBy(model).Body).ShouldBe($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
    }

    [Fact]
    public async Task Credentials_that_fail_are_an_attempt_that_says_what_to_check()
    {
        var endpoint = await EndpointAsync(Refused());
        using var response = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("credentials_failed");
        error.GetProperty("message").GetString().ShouldBe($"The credentials of the destination 'primary' failed. The token endpoint {weir.Provider.Address}/refuse/oidc/v1/token answered 401 (invalid_client). Check client_id and client_secret, and that the service principal may use the workspace.");
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe("502");
        row["usage_source"].ShouldBe("NONE");
        row["routing_information"]!.ShouldContain("\"error_code\":\"CREDENTIALS_FAILED\"");
        weir.Log.ShouldNotContain("the-client-secret");
    }

    [Fact]
    public async Task Credentials_that_fail_fall_back()
    {
        var fallback = new { name = "second", external_model_config = new { provider = "openai", model = "openai-chat/json", base_url = weir.Provider.Address + "/v1", api_key = "k" } };
        var endpoint = await EndpointAsync(Refused(), fallback);
        using var response = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["destination_name"].ShouldBe("second");
        row["routing_information"]!.ShouldContain("\"error_code\":\"CREDENTIALS_FAILED\"");
        row["routing_information"]!.ShouldContain("\"action\":\"FALLBACK\"");
    }

    [Fact]
    public async Task Secrets_are_never_shown_kept_for_the_same_place_and_never_sent_to_another()
    {
        var model = $"anthropic.claude-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("anthropic-messages/json")));
        var endpoint = await EndpointAsync(Bedrock(model));
        var shown = await weir.Client.GetStringAsync($"{Endpoints}/{endpoint}", Stop);
        shown.ShouldContain("eu-west-3");
        foreach (var secret in new[] { "AKIDEXAMPLE", "the/aws+secret", "the-session-token", "aws_" })
        {
            shown.ShouldNotContain(secret);
        }

        // The same place, the keys left out.
        await PatchAsync(endpoint, new { provider = "bedrock", model, region = "eu-west-3", base_url = weir.Provider.Address });
        using (await MessagesAsync(endpoint, stream: false))
        {
            var kept = SeenBy(model);
            kept.Headers["Authorization"].ShouldBe(AwsSignature.Expected(kept, "AKIDEXAMPLE", "the/aws+secret"));
        }

        // Another kind of credential leaves nothing of the first.
        await PatchAsync(endpoint, new { provider = "bedrock", model, region = "eu-west-3", base_url = weir.Provider.Address, api_key = "bedrock-api-key" });
        using (await MessagesAsync(endpoint, stream: false))
        {
            SeenBy(model).Headers["Authorization"].ShouldBe("Bearer bedrock-api-key");
        }

        // At another address there are only the server's own keys, of which there are none.
        await PatchAsync(endpoint, new { provider = "bedrock", model, region = "eu-west-3", base_url = weir.Provider.Address + "/elsewhere" });
        using var elsewhere = await MessagesAsync(endpoint, stream: false);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await elsewhere.Content.ReadAsStringAsync(Stop)).ShouldContain("default credential chain found no keys");
        weir.Provider.Seen.ShouldAllBe(seen => !seen.Path.StartsWith("/elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_says_which_dialects_its_model_speaks()
    {
        var claude = await EndpointAsync(Bedrock("anthropic.claude-x"));
        var gemini = await EndpointAsync(Vertex("gemini-x"));

        // By its own dialect or translated; embeddings it has none.
        string[] all = ["mlflow/v1/chat/completions", "openai/v1/chat/completions", "openai/v1/responses", "anthropic/v1/messages", "gemini/v1/generateContent", "cursor/v1/chat/completions"];
        (await ApiTypesAsync(claude)).ShouldBe(all);
        (await ApiTypesAsync(gemini)).ShouldBe(all);
    }

    private object Bedrock(string model) => new
    {
        provider = "bedrock",
        model,
        region = "eu-west-3",
        base_url = weir.Provider.Address,
        aws_access_key_id = "AKIDEXAMPLE",
        aws_secret_access_key = "the/aws+secret",
        aws_session_token = "the-session-token",
    };

    private object Vertex(string model)
    {
        using var key = RSA.Create(2048);
        var account = new { type = "service_account", client_email = "weir@p-1.iam.gserviceaccount.com", private_key = key.ExportPkcs8PrivateKeyPem(), token_uri = weir.Provider.Address + "/token" };
        return new { provider = "vertex", model, project = "p-1", location = "us-central1", base_url = weir.Provider.Address, service_account_json = JsonSerializer.Serialize(account) };
    }

    private object Refused() => new { provider = "databricks", model = "m", base_url = weir.Provider.Address + "/refuse", client_id = "the-client", client_secret = "the-client-secret" };

    private async Task<string> EndpointAsync(object model, params object[] fallbacks)
    {
        var name = $"d{Guid.NewGuid():N}";
        using var made = await weir.Client.PostAsJsonAsync(Endpoints, new { name, config = Config(model, fallbacks) }, Stop);
        made.StatusCode.ShouldBe(HttpStatusCode.OK, await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task PatchAsync(string endpoint, object model)
    {
        using var patched = await weir.Client.PatchAsJsonAsync($"{Endpoints}/{endpoint}?update_mask=config.destinations", new { config = Config(model, []) }, Stop);
        patched.StatusCode.ShouldBe(HttpStatusCode.OK, await patched.Content.ReadAsStringAsync(Stop));
    }

    private static object Config(object model, object[] fallbacks) => new { destinations = new[] { new { name = "primary", traffic_percentage = 100, external_model_config = model } }, fallbacks };

    private async Task<HttpResponseMessage> MessagesAsync(string endpoint, bool stream)
    {
        var body = $$"""{"model":"{{endpoint}}","max_tokens" : 9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"h\u00fc"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages?beta=true") { Content = ByteFidelityTests.Json(body) };
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Headers.Add("anthropic-beta", "beta-1, beta-2");
        return await weir.Client.SendAsync(request, Stop);
    }

    private async Task<HttpResponseMessage> ChatAsync(string endpoint, CorpusCase known)
    {
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: false);
        return await weir.Client.SendAsync(request, Stop);
    }

    private SeenRequest SeenBy(string model) =>
        weir.Provider.Seen.Last(seen => seen.Path.Contains(model, StringComparison.Ordinal) || Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal));

    private async Task<List<string?>> ApiTypesAsync(string endpoint) =>
        [.. (await weir.Client.GetFromJsonAsync<JsonObject>($"{Endpoints}/{endpoint}", Stop))!["supported_api_types"]!.AsArray().Select(type => (string?)type)];

    private async Task RowIsAsync(HttpResponseMessage response, ExpectedRow expected, string model, string provider)
    {
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe("200");
        row["input_tokens"].ShouldBe(expected.InputTokens?.ToString());
        row["output_tokens"].ShouldBe(expected.OutputTokens?.ToString());
        row["total_tokens"].ShouldBe((expected.InputTokens + expected.OutputTokens)?.ToString());
        row["usage_source"].ShouldBe(expected.UsageSource);
        row["destination_model"].ShouldBe(model);
        var details = JsonNode.Parse(row["token_details"]!)!;
        Count(details["cache_read_input_tokens"]).ShouldBe(expected.CacheRead ?? 0, provider);
        Count(details["cache_creation_input_tokens"]).ShouldBe(expected.CacheCreation ?? 0, provider);
        Count(details["output_reasoning_tokens"]).ShouldBe(expected.Reasoning ?? 0, provider);
    }

    private static long Count(JsonNode? count) => count is null ? 0 : long.Parse(count.ToString());
}
