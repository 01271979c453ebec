using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Microsoft.ML.Tokenizers;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Estimates: only where the endpoint asks for them, only where the provider stated nothing, and always called so.</summary>
public sealed class EstimateTests(RunningWeir weir)
{
    private const string Words = "The quick brown fox jumps over the lazy dog.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "ESTIMATED")]
    [InlineData(false, "NONE")]
    public async Task A_stream_without_usage_is_estimated_only_if_the_endpoint_asks(bool asks, string source)
    {
        var model = $"plain-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { ContentType = "text/event-stream", Body = Stream(Words) });
        var row = await RowOfAsync(await EndpointAsync("openai", model, asks), stream: true);
        row[0].ShouldBe(source);
        if (asks)
        {
            // The question's two words, and exactly the tokens of what was answered.
            row[2].ShouldBe(TiktokenTokenizer.CreateForEncoding("o200k_base").CountTokens(Words).ToString(CultureInfo.InvariantCulture));
            long.Parse(row[1]!, CultureInfo.InvariantCulture).ShouldBeInRange(1, 6);
        }
        else
        {
            row[1..].ShouldAllBe(tokens => tokens == null);
        }
    }

    [Fact]
    public async Task A_JSON_answer_without_usage_is_estimated_with_its_tool_calls()
    {
        var model = $"json-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer { Body = """{"id":"1","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"city\":\"Bern\"}"}}]},"finish_reason":"tool_calls"}]}"""u8.ToArray() });
        var row = await RowOfAsync(await EndpointAsync("openai", model, asks: true), stream: false);
        row[0].ShouldBe("ESTIMATED");
        long.Parse(row[2]!, CultureInfo.InvariantCulture).ShouldBeInRange(4, 8);
    }

    [Fact]
    public async Task What_the_provider_states_is_never_estimated()
    {
        var row = await RowOfAsync(await EndpointAsync("openai", "openai-chat/json", asks: true), stream: false);
        row.ShouldBe(["PROVIDER", "1200", "42"]);
    }

    [Fact]
    public async Task An_error_is_never_estimated()
    {
        var row = await RowOfAsync(await EndpointAsync("openai", "openai-chat/error-429", asks: true), stream: false);
        row.ShouldBe(["NONE", null, null]);
    }

    private static byte[] Stream(string words) => Encoding.UTF8.GetBytes(
        string.Concat(words.Split(' ').Select((word, i) => $$"""data: {"id":"1","choices":[{"index":0,"delta":{"content":"{{(i > 0 ? " " : string.Empty)}}{{word}}"},"finish_reason":null}]}""" + "\n\n"))
        + """data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n");

    private async Task<string> EndpointAsync(string provider, string model, bool asks)
    {
        var name = $"est{Guid.NewGuid():N}";
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { weir.Destination("d", provider, model, 100) }, estimate_usage = asks } }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task<string?[]> RowOfAsync(string endpoint, bool stream)
    {
        using var request = ByteFidelityTests.RequestFor(Corpus.Get(stream ? "openai-chat/stream-usage" : "openai-chat/json"), endpoint, asksForUsage: true);
        using var response = await weir.Client.SendAsync(request, Stop);
        await response.Content.ReadAsByteArrayAsync(Stop);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        return [row["usage_source"], row["input_tokens"], row["output_tokens"]];
    }
}
