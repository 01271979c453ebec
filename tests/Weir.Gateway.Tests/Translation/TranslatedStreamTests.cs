using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>A provider's stream in the client's dialect: the same bytes however the network cuts it, and an end that tells the truth.</summary>
public sealed partial class TranslatedStreamTests
{
    private const string Chunk = """data: {"id":"1","model":"m","choices":[{"index":0,"delta":DELTA,"finish_reason":REASON}]}""";

    // Between two events; none of it says anything.
    private static readonly string[] Noise = [string.Empty, ": comment\n\n", ":\n", "id: 7\n\n", "retry: 10\n\n", "unknown: field\n\n", "event: unheard_of\ndata: {\"type\":\"unheard_of\",\"x\":[1]}\n\n"];

    [Property(MaxTest = 300)]
    public Property Any_cutting_line_ends_comments_and_unknown_events_give_the_same_bytes()
    {
        var pairs = Gen.Elements((from provider in Dialects.OfProviders from client in Dialects.OfClients where provider != client select (provider, client)).ToArray());
        var shapes = from pair in pairs from size in Gen.Choose(1, 700) from noise in Gen.Elements(Noise).ListOf(8) from crlf in Gen.Elements(true, false) select (pair, size, noise, crlf);
        return Prop.ForAll(Arb.From(shapes), shape =>
        {
            var ((provider, client), size, noise, crlf) = shape;
            var plain = Encoding.UTF8.GetString(TranslationCorpus.Read($"answers/{provider}.sse"));
            var events = plain.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select((text, at) => noise[at % noise.Count] + text + "\n\n");

            var noisy = string.Concat(events);
            noisy = crlf ? noisy.Replace("\n", "\r\n", StringComparison.Ordinal) : noisy;
            var expected = Dialects.TranslateStreamAsync(provider, Encoding.UTF8.GetBytes(plain), client).GetAwaiter().GetResult();
            var actual = Dialects.TranslateStreamAsync(provider, Encoding.UTF8.GetBytes(noisy), client, size).GetAwaiter().GetResult();
            actual.ShouldBe(expected);
        });
    }

    [Fact]
    public async Task Parallel_calls_that_all_have_the_index_0_are_several()
    {
        var stream = Sse(
            ("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}""", "null"),
            ("""{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]}""", "null"), ("{}", "\"tool_calls\""));
        var message = StreamedAnswer.ToWhole("messages", await Dialects.TranslateStreamAsync("chat", stream, "messages"));
        message["content"]!.AsArray().Select(block => $"{block!["id"]} {block["name"]} {block["input"]!.ToJsonString()}").ShouldBe(["a f {\"x\":1}", "b g {}"]);
    }

    [Theory]
    [InlineData("messages", "event: error")]
    [InlineData("responses", "response.failed")]
    [InlineData("gemini", "\"error\"")]
    public async Task A_stream_that_breaks_off_ends_in_an_error(string client, string mark)
    {
        var whole = await Dialects.TranslateStreamAsync("chat", Sse(("""{"content":"Hel"}""", "null")), client);
        whole.ShouldContain("Hel");
        whole.ShouldContain(mark);
        whole.ShouldNotContain("message_stop");
        whole.ShouldNotContain("response.completed");
        whole.ShouldNotContain("finishReason");
    }

    [Theory]
    [InlineData("chat", "\"error\"")]
    [InlineData("responses", "response.failed")]
    public async Task A_provider_s_error_in_the_stream_is_told(string client, string mark)
    {
        var stream = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\"}}\n\nevent: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"u8.ToArray();
        var told = await Dialects.TranslateStreamAsync("messages", stream, client);
        told.ShouldContain(mark);
        told.ShouldContain("Overloaded");
        told.ShouldNotContain("[DONE]");
    }

    [Fact]
    public async Task Arguments_that_are_no_JSON_end_in_an_error_where_the_dialect_needs_an_object()
    {
        var stream = Sse(("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""", "null"), ("{}", "\"tool_calls\""));
        var told = await Dialects.TranslateStreamAsync("chat", stream, "gemini");
        told.ShouldContain("\"error\"");
        told.ShouldNotContain("finishReason");
    }

    [Fact]
    public async Task A_call_that_the_token_limit_cut_is_no_call()
    {
        var stream = Sse(("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""", "null"), ("{}", "\"length\""));
        var told = await Dialects.TranslateStreamAsync("chat", stream, "gemini");
        told.ShouldContain("MAX_TOKENS");
        told.ShouldNotContain("functionCall");
        var whole = """{"choices":[{"message":{"content":"t","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":"}}]},"finish_reason":"length"}]}"""u8.ToArray();
        Dialects.TranslateAnswer("chat", whole, "messages")["content"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_event_of_Gemini_s_stream_is_one_line_whatever_line_ends_the_arguments_have()
    {
        var stream = Sse(("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\n \"x\": 1\n}"}}]}""", "null"), ("{}", "\"tool_calls\""));
        var told = await Dialects.TranslateStreamAsync("chat", stream, "gemini");
        told.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => DataLine().IsMatch(line));
    }

    [Fact]
    public async Task Without_alt_sse_Gemini_s_stream_is_one_JSON_array()
    {
        var told = await Dialects.TranslateStreamAsync("messages", TranslationCorpus.Read("answers/messages.sse"), "gemini-array", 11);
        var events = await Dialects.TranslateStreamAsync("messages", TranslationCorpus.Read("answers/messages.sse"), "gemini");
        JsonNode.Parse(told)!.AsArray().Select(chunk => "data: " + chunk!.ToJsonString(TranslationCorpus.Compact)).ShouldBe(events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries));
    }

    private static byte[] Sse(params (string Delta, string Reason)[] chunks)
    {
        var text = string.Concat(chunks.Select(chunk => Chunk.Replace("DELTA", chunk.Delta, StringComparison.Ordinal).Replace("REASON", chunk.Reason, StringComparison.Ordinal) + "\n\n"));
        return Encoding.UTF8.GetBytes(chunks[^1].Reason == "null" ? text : text + "data: [DONE]\n\n");
    }

    [GeneratedRegex("^data: [{].*[}]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DataLine();
}
