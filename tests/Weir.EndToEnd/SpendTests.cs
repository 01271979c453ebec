using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What calls cost: in the tables, in the answers, and after a price was entered late.</summary>
public sealed class SpendTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_costs_its_tokens_by_class_at_the_rates_of_the_model_that_answered()
    {
        var id = await AskAsync(await EndpointAsync("openai", "openai-chat/json"), "openai-chat/json");
        var row = await SpendAsync(id, "model, response_model, price_version, price_tier, uncached_input_tokens, uncached_input_rate, cache_read_tokens, cache_read_rate, text_output_tokens, reasoning_output_tokens, text_output_rate, list_cost");
        (row[1], row[3]).ShouldBe(("gpt-4o", "standard"), "gpt-4o answered, whatever was asked for");
        row[2].ShouldStartWith("@pydantic/genai-prices 0.1.8");
        row[4..].Select(value => decimal.Parse(value!, CultureInfo.InvariantCulture)).ShouldBe([900m, 2.5m, 300m, 1.25m, 32m, 10m, 10m, ((900 * 2.5m) + (300 * 1.25m) + (42 * 10m)) / 1_000_000]);
    }

    [Fact]
    public async Task A_call_without_a_price_costs_NULL_is_shown_to_admins_and_is_priced_by_a_recost_at_the_prices_of_its_moment()
    {
        var model = $"unheard-of-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("anthropic-messages/stream-thinking-1h")));
        var endpoint = await EndpointAsync("anthropic", model);
        var id = await AskAsync(endpoint, "anthropic-messages/stream-thinking-1h");
        (await SpendAsync(id, "list_cost, uncached_input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, text_output_tokens, uncached_input_rate")).ShouldBe([null, "100", "40", "20", "40", "33", null]);
        var unpriced = await weir.Client.GetFromJsonAsync<JsonElement>("/api/2.0/weir/spend/unpriced?days=2", Stop);
        unpriced.GetProperty("unpriced").EnumerateArray().Single(one => one.GetProperty("model").GetString() == model).ShouldSatisfyAllConditions(
            one => one.GetProperty("reason").GetString().ShouldBe("NO_PRICE"),
            one => one.GetProperty("attempts").GetInt64().ShouldBe(1),
            one => one.GetProperty("endpoint_name").GetString().ShouldBe(endpoint));

        // The price was agreed on before the call; another one holds from tomorrow on.
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        await EnterAsync(
            Price(model, "input", 3m, yesterday), Price(model, "output", 15m, yesterday), Price(model, "cache_read", 0.3m, yesterday), Price(model, "cache_write", 3.75m, yesterday), Price(model, "cache_write_1h", 6m, yesterday),
            Price(model, "input", 1000m, yesterday.AddDays(2)));
        (await SpendAsync(id, "list_cost"))[0].ShouldBeNull("a record keeps its costs until somebody has it priced anew");

        var from = yesterday.ToString("O", CultureInfo.InvariantCulture);
        var plan = await WeirCommand.RunAsync(weir, "recost", "--from", from, "--dry-run");
        plan.Code.ShouldBe(0, plan.Errors);
        plan.Output.ShouldContain(model[..20]);
        (await SpendAsync(id, "list_cost"))[0].ShouldBeNull("a dry run changes nothing");
        var unasked = await WeirCommand.RunAsync(weir, "recost", "--from", from);
        unasked.Code.ShouldBe(1);
        unasked.Errors.ShouldContain("--yes");
        var done = await WeirCommand.RunAsync(weir, "recost", "--from", from, "--yes");
        done.Code.ShouldBe(0, done.Errors);
        var cost = ((100 * 3m) + (40 * 0.3m) + (20 * 3.75m) + (40 * 6m) + (33 * 15m)) / 1_000_000;
        var priced = await SpendAsync(id, "list_cost, cache_write_1h_rate");
        decimal.Parse(priced[0]!, CultureInfo.InvariantCulture).ShouldBe(cost);
        decimal.Parse(priced[1]!, CultureInfo.InvariantCulture).ShouldBe(6m);
        var again = await WeirCommand.RunAsync(weir, "recost", "--from", from, "--yes");
        again.Output.ShouldNotContain(model[..20], Case.Sensitive, "what has its price is not changed again");
        var next = await AskAsync(endpoint, "anthropic-messages/stream-thinking-1h");
        decimal.Parse((await SpendAsync(next, "list_cost"))[0]!, CultureInfo.InvariantCulture).ShouldBe(cost, "new calls are priced as they come");
    }

    [Fact]
    public async Task A_price_list_is_imported_as_what_it_changes_and_shown_before()
    {
        var model = $"imported-{Guid.NewGuid():N}";
        var list = $$"""{"sample_spec":{"input_cost_per_token":0}, "{{model}}": {"litellm_provider":"openai","input_cost_per_token":1.5e-06,"output_cost_per_token":2e-06,"input_cost_per_token_priority":3e-06} }""";
        var plan = await weir.Client.CallAsync("POST", "/api/2.0/weir/prices/import?format=litellm&dry_run=true", list);
        plan.Body.GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("usage_type")} {change.GetProperty("service_tier")} {change.GetProperty("rate_before")} {decimal.Parse(change.GetProperty("rate_after").GetString()!, CultureInfo.InvariantCulture):0.0}")
            .ShouldBe(["input standard  1.5", "output standard  2.0", "input priority  3.0"], ignoreOrder: true);
        (await weir.Client.CallAsync("GET", $"/api/2.0/weir/prices/effective?provider=openai&model={model}")).Status.ShouldBe(404);
        (await weir.Client.CallAsync("POST", "/api/2.0/weir/prices/import?format=litellm", list)).Status.ShouldBe(200);
        (await weir.Client.CallAsync("POST", "/api/2.0/weir/prices/import?format=litellm", list)).Body.GetProperty("changes").GetArrayLength().ShouldBe(0);
        var effective = await weir.Client.CallAsync("GET", $"/api/2.0/weir/prices/effective?provider=openai&model={model}&service_tier=priority");
        decimal.Parse(effective.Body.GetProperty("rates").GetProperty("input").GetString()!, CultureInfo.InvariantCulture).ShouldBe(3m);
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT price_source, usage_type, service_tier, list_price FROM system.ai_gateway.list_prices WHERE model = '{model}' ORDER BY 2, 3"))
            .ShouldBe([["IMPORT", "input", "priority", "3.0000000000"], ["IMPORT", "input", "standard", "1.5000000000"], ["IMPORT", "output", "standard", "2.0000000000"]]));
    }

    [Theory]
    [InlineData("PUT", "/api/2.0/weir/prices/overrides", """{"prices":[{"provider":"nobody","model":"m","usage_type":"input","rate":1}]}""", "'provider' must be one of")]
    [InlineData("PUT", "/api/2.0/weir/prices/overrides", """{"prices":[{"provider":"openai","model":"m","usage_type":"input","rate":-1}]}""", "'rate' of m must be")]
    [InlineData("PUT", "/api/2.0/weir/prices/overrides", """{"prices":[{"provider":"openai","model":"m","usage_type":"inputs","rate":1}]}""", "'usage_type' must be one of")]
    [InlineData("PUT", "/api/2.0/weir/prices/overrides", """{"prices":[{"provider":"openai","model":"m","usage_type":"input","rate":1,"price":2}]}""", "price")]
    [InlineData("POST", "/api/2.0/weir/prices/import?format=litellm", "{}", "litellm_provider")]
    [InlineData("POST", "/api/2.0/weir/prices/import?format=excel", "{}", "litellm, models.dev")]
    [InlineData("POST", "/api/2.0/weir/recost", """{"start_time":"2026-01-02T00:00:00Z","end_time":"2026-01-01T00:00:00Z"}""", "start_time")]
    public async Task Bad_prices_are_refused_with_a_sentence(string method, string path, string body, string expected)
    {
        var (status, answer) = await weir.Client.CallAsync(method, path, body);
        status.ShouldBe(400);
        answer.GetProperty("message").GetString()!.ShouldContain(expected);
    }

    [Fact]
    public async Task An_endpoint_that_reports_costs_states_them_in_headers_and_in_trailers_of_streams()
    {
        var endpoint = await EndpointAsync("openai", "openai-chat/json", reportCost: true);
        using var whole = await SendAsync(endpoint, "openai-chat/json");
        decimal.Parse(whole.Headers.GetValues("x-weir-cost").Single(), CultureInfo.InvariantCulture).ShouldBe(0.003045m);
        whole.Headers.GetValues("x-weir-usage").Single().ShouldBe("input_tokens=1200, output_tokens=42, cache_read_input_tokens=300, output_reasoning_tokens=10");

        var streaming = await EndpointAsync("openai", "openai-chat/stream-usage", reportCost: true);
        using var stream = await SendAsync(streaming, "openai-chat/stream-usage", trailers: true);
        (await stream.Content.ReadAsStringAsync(Stop)).ShouldEndWith("data: [DONE]\n\n");
        var row = await SpendAsync(RunningWeir.RequestIdOf(stream), "list_cost");
        decimal.Parse(stream.TrailingHeaders.GetValues("x-weir-cost").Single(), CultureInfo.InvariantCulture).ShouldBe(decimal.Parse(row[0]!, CultureInfo.InvariantCulture));
        stream.TrailingHeaders.GetValues("x-weir-usage").Single().ShouldStartWith("input_tokens=1200, output_tokens=");

        using var untold = await SendAsync(streaming, "openai-chat/stream-usage");
        (await untold.Content.ReadAsStringAsync(Stop)).ShouldEndWith("data: [DONE]\n\n");
        untold.TrailingHeaders.ShouldBeEmpty("a client that does not ask for trailers gets none");
        using var silent = await SendAsync(await EndpointAsync("openai", "openai-chat/json"), "openai-chat/json");
        silent.Headers.Contains("x-weir-cost").ShouldBeFalse();
    }

    private static object Price(string model, string type, decimal rate, DateTimeOffset from) => new { provider = "anthropic", model, usage_type = type, rate, valid_from = from };

    private async Task EnterAsync(params object[] prices)
    {
        var (status, answer) = await weir.Client.CallAsync("PUT", "/api/2.0/weir/prices/overrides", new { prices });
        status.ShouldBe(200, answer.ToString());
    }

    private async Task<string> EndpointAsync(string provider, string model, bool reportCost = false)
    {
        var name = $"e{Guid.NewGuid():N}";
        var (status, answer) = await weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { weir.Destination("primary", provider, model, 100) }, report_cost = reportCost } });
        status.ShouldBe(200, answer.ToString());
        return name;
    }

    private async Task<HttpResponseMessage> SendAsync(string endpoint, string id, bool trailers = false)
    {
        using var request = ByteFidelityTests.RequestFor(Corpus.Get(id), endpoint, asksForUsage: false);
        if (trailers)
        {
            request.Headers.TE.ParseAdd("trailers");
        }

        var response = await weir.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Stop));
        return response;
    }

    private async Task<string> AskAsync(string endpoint, string id)
    {
        using var response = await SendAsync(endpoint, id);
        return RunningWeir.RequestIdOf(response);
    }

    private async Task<string?[]> SpendAsync(string requestId, string columns)
    {
        List<string?[]> rows = [];
        await RunningWeir.EventuallyAsync(async () => (rows = await weir.SqlAsync($"SELECT {columns} FROM system.ai_gateway.spend WHERE request_id = '{requestId}'")).Count.ShouldBe(1));
        return rows[0];
    }
}
