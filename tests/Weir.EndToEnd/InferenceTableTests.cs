using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What requests and answers said, in the endpoint's own table.</summary>
public sealed class InferenceTableTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai-chat/json", "choices")]
    [InlineData("openai-chat/stream-usage", "choices")]
    [InlineData("openai-responses/stream", "output")]
    [InlineData("anthropic-messages/stream", "content")]
    [InlineData("gemini-generate-content/stream-of-three", "candidates")]
    public async Task A_request_and_its_whole_answer_are_kept_a_stream_as_one_JSON_text(string id, string member)
    {
        var known = Corpus.Get(id);
        var (endpoint, table) = await EndpointAsync(RunningWeir.ProviderOf(known.Folder), id);
        using var request = ByteFidelityTests.RequestFor(known, endpoint, asksForUsage: true);
        request.Headers.Add("Weir-Request-Tags", """{"team":"red"}""");
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(known.Body, "keeping a copy changes nothing");
        var row = await RowAsync($"SELECT request_id, request_tags['team'], status_code, sampling_fraction, request, response, destination_id, logging_error_codes, requester, schema_version FROM {table}");
        row[0].ShouldBe(RunningWeir.RequestIdOf(response));
        row[1].ShouldBe("red");
        row[2].ShouldBe("200");
        row[3].ShouldBe("1.0");
        row[4]!.ShouldContain("hi");
        using var answer = JsonDocument.Parse(row[5]!);
        answer.RootElement.TryGetProperty(member, out _).ShouldBeTrue(row[5]);
        row[6]!.Length.ShouldBe(32);
        row[7].ShouldBe("[]");
        row[9].ShouldBe("1");
        if (id != "gemini-generate-content/stream-of-three")
        {
            row[5]!.ShouldContain("Hello from the mock upstream.");
        }

        // The payload and the usage row are joined by the request's id; each comes by a stream of its own, and either may be first.
        (await RowAsync($"SELECT u.input_tokens FROM {table} p JOIN system.ai_gateway.usage u ON p.request_id = u.request_id"))[0].ShouldBe(known.Expected.InputTokens.ToString());
    }

    [Fact]
    public async Task A_refused_request_is_kept_without_an_answer()
    {
        var (endpoint, table) = await EndpointAsync("openai", "openai-chat/json", new { key = "ENDPOINT", renewal_period = "HOUR", tokens = 0 });
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        (await RowAsync($"SELECT status_code, response FROM {table}")).ShouldBe(["403", null]);
    }

    [Fact]
    public async Task A_body_over_ten_mebibytes_is_left_out_and_said_so()
    {
        var model = $"long-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { Body = Encoding.UTF8.GetBytes($$$"""{"data":[{"embedding":"{{{new string('A', 11_000_000)}}}"}],"usage":{"prompt_tokens":77}}""") });
        var (endpoint, table) = await EndpointAsync("openai", model);
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-embeddings/json"), endpoint, asksForUsage: false);
        using var response = await weir.Client.SendAsync(request, Stop);
        await response.Content.ReadAsByteArrayAsync(Stop);
        (await RowAsync($"SELECT response, logging_error_codes[0] FROM {table}")).ShouldBe([null, "MAX_RESPONSE_SIZE_EXCEEDED"]);
    }

    [Fact]
    public async Task The_table_is_listed_and_described_and_stays_when_its_endpoint_goes()
    {
        var (endpoint, table) = await EndpointAsync("openai", "openai-chat/json");
        (await weir.SqlAsync($"DESCRIBE {table}")).Select(row => row[0]).ShouldBe(["request_id", "request_tags", "event_time", "status_code", "sampling_fraction", "latency_ms", "time_to_first_byte_ms", "request", "response", "destination_id", "logging_error_codes", "requester", "schema_version"]);
        (await weir.SqlAsync("SHOW TABLES")).ShouldContain(row => row[1] == table.Split('.')[2]);
        (await weir.SqlAsync($"SELECT count(*) FROM {table}")).Single().ShouldBe(["0"]);
        using var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false);
        using (await weir.Client.SendAsync(request, Stop))
        {
        }

        await RowAsync($"SELECT request_id FROM {table}");
        using (await weir.Client.DeleteAsync($"/api/ai-gateway/v2/endpoints/{endpoint}", Stop))
        {
        }

        (await weir.SqlAsync($"SELECT count(*) FROM {table}")).Single().ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("SELECT * FROM main.default.nobodys_payload", "TABLE_OR_VIEW_NOT_FOUND")]
    [InlineData("SELECT * FROM ai_gateway.payloads", "TABLE_OR_VIEW_NOT_FOUND")]
    [InlineData("SELECT * FROM ai_gateway.payloads_of('main.default.x_payload')", "UNSUPPORTED_FEATURE")]
    public async Task What_lies_beneath_cannot_be_reached(string sql, string refusal)
    {
        using var response = await weir.Client.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = sql, wait_timeout = "50s" }, Stop);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain(refusal);
    }

    private async Task<(string Endpoint, string Table)> EndpointAsync(string provider, string model, params object[] limits)
    {
        var name = $"inf{Guid.NewGuid():N}";
        var config = new { destinations = new[] { weir.Destination("d", provider, model, 100) }, rate_limits = limits, inference_table = new { catalog_name = "main", schema_name = "default", table_name_prefix = name } };
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return (name, $"main.default.{name}_payload");
    }

    private async Task<string?[]> RowAsync(string sql)
    {
        string?[]? row = null;
        await RunningWeir.EventuallyAsync(async () => row = (await weir.SqlAsync(sql)).Single());
        return row!;
    }
}
