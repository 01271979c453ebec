using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Receiving;
using Xunit;

namespace Weir.Gateway.Tests.Receiving;

public sealed class RequestScanTests
{
    [Theory]
    [InlineData("""{"model":"a","stream":true}""")]
    [InlineData("""{ "stream" : true , "model" : "a" , "stream_options" : null }""")]
    [InlineData("""{"stream_options":{},"model":"a","stream":true}""")]
    [InlineData("""{"stream_options":{"include_obfuscation":false},"model":"a","stream":true}""")]
    [InlineData("""{"stream_options":{"include_usage":false,"x":1},"model":"a","stream":true}""")]
    [InlineData("""{"messages":[{"content":"{\"model\":\"b\"}"}],"model":"a","stream":true,"n":1.0e5}""")]
    [InlineData("""{"model":"\u0061","stream":true,"ünï":"\\\""}""")]
    public async Task The_model_is_replaced_and_usage_asked_for_and_nothing_else_changes(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var (scan, refusal) = RequestScan.Read(bytes);
        refusal.ShouldBeNull();
        scan!.Model.ShouldBe("a");
        scan.Stream.ShouldBeTrue();
        scan.AsksForUsage.ShouldBeFalse();

        using var content = new SplicedContent(bytes, Splice.Of(scan.ModelRange, "\"gpt-5\""u8.ToArray()), Splice.Of(scan.UsageRange, scan.UsageRequest), null);
        var sent = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        content.Headers.ContentLength.ShouldBe(sent.Length);

        var expected = JsonNode.Parse(body)!.AsObject();
        expected["model"] = "gpt-5";
        var options = expected["stream_options"] as JsonObject ?? [];
        expected["stream_options"] = options.DeepClone();
        expected["stream_options"]!["include_usage"] = true;
        JsonNode.DeepEquals(JsonNode.Parse(sent), expected).ShouldBeTrue(Encoding.UTF8.GetString(sent));
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""", "'model' stands in the body twice")]
    [InlineData("""{"model":"a","mod\u0065l":"b"}""", "'model' stands in the body twice")]
    [InlineData("""{"stream":false,"model":"a","stream":true}""", "'stream' stands in the body twice")]
    [InlineData("""{"model":1}""", "'model' must be a string")]
    [InlineData("""{"model":"a","stream":"yes"}""", "'stream' must be true or false")]
    [InlineData("""{"model":"a","stream_options":[]}""", "'stream_options' must be an object")]
    [InlineData("""["model"]""", "must be one JSON object")]
    [InlineData("""{"model":"a"} {"model":"b"}""", "not valid JSON")]
    [InlineData("""{"model":"a",}""", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    [InlineData("{\"model\":\"a\"", "not valid JSON")]
    public void What_is_not_one_clear_request_is_refused_with_a_sentence(string body, string sentence)
    {
        var (scan, refusal) = RequestScan.Read(Encoding.UTF8.GetBytes(body));
        scan.ShouldBeNull();
        refusal!.Status.ShouldBe(400);
        refusal.Message.ShouldContain(sentence);
    }

    [Fact]
    public void Nesting_beyond_reason_is_refused_and_does_not_crash()
    {
        var (_, refusal) = RequestScan.Read(Encoding.UTF8.GetBytes("{\"model\":" + new string('[', 100_000)));
        refusal!.Status.ShouldBe(400);
        (_, refusal) = RequestScan.Read(Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100_000)));
        refusal!.Status.ShouldBe(400);
    }

    [Fact]
    public void Any_mutilated_body_is_refused_or_read_but_never_throws()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"a","stream":true,"stream_options":{"include_usage":false},"messages":[{"role":"user","content":"h\u00efï"}]}""");
        for (var i = 0; i < body.Length; i++)
        {
            RequestScan.Read(body.AsSpan(0, i)).Refusal.ShouldNotBeNull();
            foreach (var value in new byte[] { 0, (byte)'"', (byte)'{', 0xff })
            {
                var mutilated = (byte[])body.Clone();
                mutilated[i] = value;
                Should.NotThrow(() => RequestScan.Read(mutilated));
            }
        }
    }
}
