using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What the client receives is what the provider sent, and the row says what the corpus expects.</summary>
public sealed class ByteFidelityTests(RunningWeir weir)
{
    public static TheoryData<string> Cases => [.. Corpus.Cases.Select(known => known.Id)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_answer_passes_untouched_and_makes_the_expected_row(string id)
    {
        var known = Corpus.Get(id);
        var endpoint = await weir.EndpointAsync(known);
        using var request = RequestFor(known, endpoint, asksForUsage: true);
        request.Headers.Add("Databricks-Ai-Gateway-Request-Tags", """{"case":"fidelity"}""");
        using var response = await weir.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var received = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(known.Status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(known.ContentType);
        received.ShouldBe(known.Body);

        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe(known.Status.ToString());
        row["input_tokens"].ShouldBe(known.Expected.InputTokens?.ToString());
        row["output_tokens"].ShouldBe(known.Expected.OutputTokens?.ToString());
        row["total_tokens"].ShouldBe((known.Expected.InputTokens + known.Expected.OutputTokens)?.ToString());
        row["usage_source"].ShouldBe(known.Expected.UsageSource);
        row["response_content_type"].ShouldBe(known.ContentType);
        row["endpoint_name"].ShouldBe(endpoint);
        row["destination_model"].ShouldBe(known.Id);
        row["destination_name"].ShouldBe("primary");
        row["destination_type"].ShouldBe("EXTERNAL_FOUNDATION_MODEL");
        row["request_tags"].ShouldBe("""{"case":"fidelity"}""");
        row["endpoint_tags"].ShouldBe("""{"team":"engineering"}""");
        row["requester"].ShouldBe("admin@weir.local");
        row["schema_version"].ShouldBe("1");
        row["ip_address"].ShouldBe("127.0.0.1");
        row["routing_information"]!.ShouldContain($"\"status_code\":{known.Status}");
        row["routing_information"]!.ShouldContain(known.Expected.ErrorCode is { } error ? $"\"error_code\":\"{error}\"" : "\"error_code\":null");
        if (known.Expected.CacheRead is { } cached)
        {
            row["token_details"]!.ShouldContain($"\"cache_read_input_tokens\":{cached}");
        }

        long.Parse(row["latency_ms"]!).ShouldBeGreaterThanOrEqualTo(long.Parse(row["time_to_first_byte_ms"]!));
    }

    [Theory]
    [InlineData("openai-chat/stream-usage")]
    [InlineData("openai-chat/stream-crlf-comments")]
    public async Task A_client_that_did_not_ask_for_usage_gets_every_byte_but_the_usage_chunk_at_every_split(string id)
    {
        var known = Corpus.Get(id);
        var text = Encoding.UTF8.GetString(known.Body);
        var usage = text.LastIndexOf("data: {", StringComparison.Ordinal);
        var expected = text[..usage] + text[text.IndexOf("data: [DONE]", StringComparison.Ordinal)..];
        var splits = Enumerable.Range(usage - 20, known.Body.Length - usage + 15).Where((_, i) => i % 7 == 0).ToList();
        var model = $"split-{Guid.NewGuid():N}";
        var endpoint = await weir.EndpointAsync("openai", model);
        foreach (var split in splits)
        {
            weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [split] });
            using var request = RequestFor(known, endpoint, asksForUsage: false);
            using var response = await weir.Client.SendAsync(request, TestContext.Current.CancellationToken);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(expected, $"split at {split}");
        }

        var asked = weir.Provider.Seen.Last(seen => Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal));
        Encoding.UTF8.GetString(asked.Body).ShouldContain("\"include_usage\":true");
        var rows = await Rows(endpoint, splits.Count);
        rows.ShouldAllBe(row => row[0] == known.Expected.InputTokens.ToString() && row[1] == "PROVIDER");
    }

    [Theory]
    [InlineData("anthropic-messages/stream")]
    [InlineData("openai-responses/stream-incomplete")]
    [InlineData("gemini-generate-content/stream-of-three")]
    [InlineData("gemini-generate-content/array-of-three")]
    [InlineData("openai-chat/stream-multi-line-data")]
    public async Task A_stream_passes_untouched_whatever_two_pieces_it_comes_in(string id)
    {
        var known = Corpus.Get(id);
        var model = $"pieces-{Guid.NewGuid():N}";
        var endpoint = await weir.EndpointAsync(RunningWeir.ProviderOf(known.Folder), model);
        var splits = Enumerable.Range(1, known.Body.Length - 1).Where(i => i % 11 == 0 || i > known.Body.Length - 12).ToList();
        foreach (var split in splits)
        {
            weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [split] });
            using var request = RequestFor(known, endpoint, asksForUsage: true);
            using var response = await weir.Client.SendAsync(request, TestContext.Current.CancellationToken);
            (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(known.Body, $"split at {split}");
        }

        (await Rows(endpoint, splits.Count)).ShouldAllBe(row => row[0] == known.Expected.InputTokens.ToString() && row[1] == known.Expected.UsageSource);
    }

    [Fact]
    public async Task What_the_provider_gets_is_what_the_client_sent_but_for_the_model_and_the_credential()
    {
        var endpoint = await weir.EndpointAsync("openai", "openai-chat/json");
        var body = $$"""{ "model" : "{{endpoint}}", "x" : 1.00e5, "messages":[{"role":"user","content":"\u00fc {{Guid.NewGuid():N}}"}] }""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ai-gateway/openai/v1/chat/completions?a=b&key=secret") { Content = Json(body) };
        request.Headers.Add("x-custom", "kept");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        request.Headers.Add("Databricks-Ai-Gateway-Request-Tags", "{}");
        using var response = await weir.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue();

        var sent = body.Replace($"\"{endpoint}\"", "\"openai-chat/json\"", StringComparison.Ordinal);
        var seen = weir.Provider.Seen.Single(one => Encoding.UTF8.GetString(one.Body) == sent);
        seen.Path.ShouldBe("/v1/chat/completions");
        seen.Query.ShouldBe("?a=b");
        seen.Headers["Authorization"].ShouldBe("Bearer provider-secret-key");
        seen.Headers["x-custom"].ShouldBe("kept");
        seen.Headers["Accept-Encoding"].ShouldBe("identity");
        seen.Headers.Keys.ShouldNotContain("Databricks-Ai-Gateway-Request-Tags");
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["url"].ShouldBe($"{weir.Address}/ai-gateway/openai/v1/chat/completions?a=b");
    }

    internal static HttpRequestMessage RequestFor(CorpusCase known, string endpoint, bool asksForUsage)
    {
        var stream = known.IsEventStream ? "true" : "false";
        var (path, body) = known.Folder switch
        {
            "openai-chat" => ("/openai/v1/chat/completions", $$"""{"model":"{{endpoint}}","stream":{{stream}}{{(asksForUsage && known.IsEventStream ? ",\"stream_options\":{\"include_usage\":true}" : string.Empty)}},"messages":[{"role":"user","content":"hi"}]}"""),
            "openai-responses" => ("/openai/v1/responses", $$"""{"model":"{{endpoint}}","stream":{{stream}},"input":"hi"}"""),
            "openai-embeddings" => ("/openai/v1/embeddings", $$"""{"model":"{{endpoint}}","input":"hi"}"""),
            "anthropic-messages" => ("/anthropic/v1/messages?beta=true", $$"""{"model":"{{endpoint}}","stream":{{stream}},"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"""),
            _ => ($"/gemini/v1beta/models/{endpoint}:{GeminiVerb(known)}", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"""),
        };
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
    }

    internal static HttpContent Json(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static string GeminiVerb(CorpusCase known) =>
        known.IsEventStream ? "streamGenerateContent?alt=sse" : known.Name.StartsWith("array", StringComparison.Ordinal) ? "streamGenerateContent" : "generateContent";

    private async Task<List<string?[]>> Rows(string endpoint, int count)
    {
        List<string?[]> rows = [];
        await RunningWeir.EventuallyAsync(async () =>
        {
            rows = await weir.SqlAsync($"SELECT input_tokens, usage_source, status_code FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'");
            rows.Count.ShouldBe(count);
        });
        return rows;
    }
}
