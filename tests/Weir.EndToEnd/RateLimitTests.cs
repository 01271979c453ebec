using System.Net;
using System.Net.Http.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Rate limits of the real server: who is refused, how it is told, and that the rows say so.</summary>
public sealed class RateLimitTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_forty_at_once_an_hourly_limit_of_seven_admits_exactly_seven()
    {
        var model = $"limited-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-chat/json")));
        var endpoint = await EndpointAsync("openai", model, new { key = "ENDPOINT", renewal_period = "HOUR", requests = 7 });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var response = await AskAsync(endpoint, "openai-chat/json");
            return (int)response.StatusCode;
        }));
        statuses.Count(status => status == 200).ShouldBe(7);
        statuses.Count(status => status == 429).ShouldBe(33);
        weir.Provider.Seen.Count(seen => System.Text.Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal)).ShouldBe(7, "a refused request costs nothing");
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT status_code, count(*), count(input_tokens), max(size(routing_information.attempts)) FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}' GROUP BY 1 ORDER BY 1"))
                .ShouldBe([["200", "7", "7", "1"], ["429", "33", "0", "0"]]));
    }

    [Theory]
    [InlineData("openai-chat/json", "\"code\":\"REQUEST_LIMIT_EXCEEDED\"")]
    [InlineData("openai-responses/json", "\"code\":\"REQUEST_LIMIT_EXCEEDED\"")]
    [InlineData("anthropic-messages/json", "\"type\":\"rate_limit_error\"")]
    [InlineData("gemini-generate-content/json", "\"status\":\"RESOURCE_EXHAUSTED\"")]
    public async Task A_refusal_has_the_dialect_s_shape_and_says_when_to_come_back(string id, string shape)
    {
        var known = Corpus.Get(id);
        var endpoint = await EndpointAsync(RunningWeir.ProviderOf(known.Folder), id, new { key = "USER_DEFAULT", renewal_period = "HOUR", requests = 1 });
        using var first = await AskAsync(endpoint, id);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await AskAsync(endpoint, id);
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 3600);
        var body = await second.Content.ReadAsStringAsync(Stop);
        body.ShouldContain(shape);
        body.ShouldContain("admits 1 requests per hour for each user");
    }

    [Fact]
    public async Task A_limit_of_zero_switches_an_endpoint_off_with_a_403()
    {
        var endpoint = await EndpointAsync("openai", "openai-chat/json", new { key = "ENDPOINT", renewal_period = "MINUTE", tokens = 0 });
        using var response = await AskAsync(endpoint, "openai-chat/json");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["status_code"].ShouldBe("403");
    }

    [Fact]
    public async Task Tokens_count_by_what_the_provider_stated()
    {
        // Each answer states 1242 tokens, far more than what is reserved for it.
        var endpoint = await EndpointAsync("openai", "openai-chat/json", new { key = "ENDPOINT", renewal_period = "HOUR", tokens = 3000 });
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await AskAsync(endpoint, "openai-chat/json");
            statuses.Add(response.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]);
    }

    [Fact]
    public async Task Changing_the_limit_takes_effect_at_once_and_other_changes_keep_its_count()
    {
        var endpoint = await EndpointAsync("openai", "openai-chat/json", new { key = "ENDPOINT", renewal_period = "HOUR", requests = 1 });
        using (await AskAsync(endpoint, "openai-chat/json"))
        {
        }

        using (await weir.Client.PatchAsJsonAsync($"/api/ai-gateway/v2/endpoints/{endpoint}", new { tags = new { a = "b" } }, Stop))
        {
        }

        using var still = await AskAsync(endpoint, "openai-chat/json");
        still.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using (await weir.Client.PatchAsJsonAsync($"/api/ai-gateway/v2/endpoints/{endpoint}?update_mask=config.rate_limits", new { config = new { rate_limits = Array.Empty<object>() } }, Stop))
        {
        }

        using var free = await AskAsync(endpoint, "openai-chat/json");
        free.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> EndpointAsync(string provider, string model, object limit)
    {
        await ClockHour.AwaitRoomAsync();
        var name = $"lim{Guid.NewGuid():N}";
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { weir.Destination("d", provider, model, 100) }, rate_limits = new[] { limit } } }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task<HttpResponseMessage> AskAsync(string endpoint, string id)
    {
        using var request = ByteFidelityTests.RequestFor(Corpus.Get(id), endpoint, asksForUsage: false);
        return await weir.Client.SendAsync(request, Stop);
    }
}
