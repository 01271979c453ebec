using System.Net;
using System.Net.Http.Json;
using System.Text;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>How the gateway speaks to providers and clients, below any dialect.</summary>
public sealed class WireTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai-chat/json")]
    [InlineData("openai-chat/stream-usage")]
    public async Task A_provider_that_speaks_HTTP_2_is_spoken_to_so(string id)
    {
        var model = $"h2-{Guid.NewGuid():N}";
        var known = Corpus.Get(id);
        weir.SecureProvider.Answer(model, StandInAnswer.Of(known));
        var endpoint = await EndpointAsync(model, weir.SecureProvider.Address + "/v1");
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body);
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["input_tokens"].ShouldBe("1200");
        weir.SecureProvider.Seen.Single(seen => Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal)).Protocol.ShouldBe("HTTP/2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_long_silence_between_events_is_filled_with_comments_for_a_client_that_asks(int eventsBefore)
    {
        var model = $"quiet-{Guid.NewGuid():N}";
        var known = Corpus.Get("openai-chat/stream-usage");
        var spoken = new TaskCompletionSource();
        var end = eventsBefore == 0 ? 0 : EndingTests.EndOfEvent(known.Body, eventsBefore);
        weir.Provider.Answer(model, StandInAnswer.Of(known) with { SplitAt = [end], BeforePiece = (1, spoken.Task) });
        var endpoint = await EndpointAsync(model, weir.Provider.Address + "/v1");
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        request.Headers.Add("Weir-Keep-Alive", "1");
        using var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        const string comment = ": keep-alive\n\n";
        var silence = new byte[end + comment.Length];
        await body.ReadExactlyAsync(silence, Stop);
        Encoding.UTF8.GetString(silence[end..]).ShouldBe(comment);
        spoken.SetResult();
        using var rest = new MemoryStream();
        await body.CopyToAsync(rest, Stop);
        var all = Encoding.UTF8.GetString([.. silence, .. rest.ToArray()]);
        all.Replace(comment, string.Empty, StringComparison.Ordinal).ShouldBe(Encoding.UTF8.GetString(known.Body), "nothing else is added");
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["output_tokens"].ShouldBe("42");
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_still_leaves_a_silent_provider_for_the_fallback()
    {
        var model = $"mute-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-chat/json")) with { StatesLength = false, BeforePiece = (0, new TaskCompletionSource().Task) });
        var name = $"w{Guid.NewGuid():N}";
        var mute = new { name = "d", traffic_percentage = 100, external_model_config = new { provider = "openai", model, base_url = weir.Provider.Address + "/v1", api_key = "k", timeouts = new { first_token_seconds = 0.5 } } };
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { mute }, fallbacks = new[] { weir.Destination("f", "openai", "openai-chat/json") } } }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), name, asksForUsage: false);
        request.Headers.Add("Weir-Keep-Alive", "1");
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(Corpus.Get("openai-chat/json").Body);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("often")]
    [InlineData("1e9")]
    public async Task A_keep_alive_that_is_no_number_of_seconds_is_refused(string asked)
    {
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), "sandbox", asksForUsage: false);
        request.Headers.Add("Weir-Keep-Alive", asked);
        using var response = await weir.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("Weir-Keep-Alive");
    }

    private async Task<string> EndpointAsync(string model, string baseUrl)
    {
        var name = $"w{Guid.NewGuid():N}";
        var destination = new { name = "d", traffic_percentage = 100, external_model_config = new { provider = "openai", model, base_url = baseUrl, api_key = "k", timeouts = new { first_token_seconds = 30, idle_seconds = 30 } } };
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { destination } } }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return name;
    }
}
