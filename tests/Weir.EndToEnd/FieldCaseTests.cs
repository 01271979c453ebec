using System.Text;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What other gateways' users reported and only a whole call shows; docs/field-cases.md names the reports.</summary>
public sealed class FieldCaseTests(RunningWeir weir)
{
    private static readonly string[] Providers = ["openai-chat", "anthropic-messages", "gemini-generate-content"];

    /// <summary>Each client's dialect against each provider that does not speak it.</summary>
    public static TheoryData<string, string, bool> Bridges => new(
        from client in Providers.Append("openai-responses")
        from provider in Providers
        where client != provider && (client, provider) != ("openai-responses", "openai-chat")
        from stream in new[] { false, true }
        select (client, provider, stream));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai-chat/stream-usage")]
    [InlineData("anthropic-messages/stream")]
    public async Task A_client_that_closes_right_after_the_terminal_event_had_a_whole_answer(string id)
    {
        var known = Corpus.Get(id);
        var model = $"closes-{Guid.NewGuid():N}";

        // The provider keeps its body open, so the close is the client's.
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [known.Body.Length], BeforePiece = (1, new TaskCompletionSource().Task) });
        var endpoint = await weir.EndpointAsync(RunningWeir.ProviderOf(known.Folder), model);
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using (var body = await response.Content.ReadAsStreamAsync(Stop))
        {
            await body.ReadExactlyAsync(new byte[known.Body.Length], Stop);
        }

        response.Dispose();
        await RowIsAsync(response, "200", known.Expected);
    }

    [Fact]
    public async Task Answers_without_an_id_are_rows_of_their_own()
    {
        var known = Corpus.Get("openai-chat/stream-azure-first-chunk");
        var body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(known.Body).Replace("\"id\": \"c1\"", "\"id\": \"\"", StringComparison.Ordinal));
        var model = $"no-id-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { Body = body });
        var endpoint = await weir.EndpointAsync("openai", model);
        for (var i = 0; i < 3; i++)
        {
            using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
            using var response = await weir.Client.SendAsync(request, Stop);
            (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(body);
        }

        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT count(*), count(DISTINCT request_id), sum(input_tokens) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).Single().ShouldBe(["3", "3", "33"]));
    }

    [Theory]
    [InlineData("""{"include_usage":true}""")]
    [InlineData("""{ "include_obfuscation" : false, "include_usage" : true, "future" : [1.0] }""")]
    public async Task A_client_s_own_stream_options_reach_the_provider_as_they_are(string options)
    {
        var known = Corpus.Get("openai-chat/stream-usage");
        var model = $"options-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(known));
        var endpoint = await weir.EndpointAsync("openai", model);
        var body = $$"""{"model":"{{endpoint}}","stream_options":{{options}},"stream":true,"messages":[]}""";
        using var response = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(body), Stop);

        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        var seen = weir.Provider.Seen.Single(one => Encoding.UTF8.GetString(one.Body).Contains(model, StringComparison.Ordinal));
        Encoding.UTF8.GetString(seen.Body).ShouldBe(body.Replace(endpoint, model, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Bridges))]
    public async Task A_bridged_call_has_its_row_and_tells_its_client_the_tokens(string client, string provider, bool stream)
    {
        var answer = Corpus.Get($"{provider}/{CaseOf(provider, stream)}");
        var asked = Corpus.Get($"{client}/{CaseOf(client, stream)}");
        var endpoint = await weir.EndpointAsync(RunningWeir.ProviderOf(provider), answer.Id);
        using var request = ByteFidelityTests.RequestFor(asked, endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);

        // A prompt that the client reads as the provider stated it: cached tokens stand within it, or, in Anthropic's words, beside.
        string[] stated = client switch
        {
            "openai-chat" => ["\"prompt_tokens\":1200", "\"completion_tokens\":42", "\"cached_tokens\":300"],
            "openai-responses" => ["\"input_tokens\":1200", "\"output_tokens\":42", "\"cached_tokens\":300"],
            "anthropic-messages" => ["\"input_tokens\":900", "\"output_tokens\":42", "\"cache_read_input_tokens\":300"],
            _ => ["\"promptTokenCount\":1200", "\"totalTokenCount\":1242", "\"cachedContentTokenCount\":300"],
        };
        stated.ShouldAllBe(member => text.Contains(member), text);
        await RowIsAsync(response, "200", answer.Expected);
    }

    private static string CaseOf(string folder, bool stream) => (folder, stream) switch
    {
        (_, false) => "json",
        ("openai-chat", true) => "stream-usage",
        _ => "stream",
    };

    private async Task RowIsAsync(HttpResponseMessage response, string status, ExpectedRow expected)
    {
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe(status);
        row["input_tokens"].ShouldBe(expected.InputTokens.ToString());
        row["output_tokens"].ShouldBe(expected.OutputTokens.ToString());
        row["usage_source"].ShouldBe(expected.UsageSource);
        row["token_details"]!.ShouldContain($"\"cache_read_input_tokens\":{expected.CacheRead}");
    }
}
