using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Shouldly;
using Weir.Gateway.WebSockets;
using Xunit;

namespace Weir.Gateway.Tests.WebSockets;

/// <summary>The body that a message stands for.</summary>
public sealed class ClientMessageTests
{
    [Fact]
    public void What_is_not_the_connection_s_goes_into_the_body_byte_for_byte()
    {
        var (body, items) = BodyOf("""{"type":"response.create", "model":"a" ,"temperature":1.00e0,"ünï":"\u00fc\/","input":[ {"role":"user","content":"x"} ],"stream":false,"generate":true,"background":false,"store":false}""", string.Empty);
        body.ShouldBe("""{"model":"a","temperature":1.00e0,"ünï":"\u00fc\/","store":false,"input":[{"role":"user","content":"x"}],"stream":true}""");
        items.ShouldBe("""{"role":"user","content":"x"}""");
    }

    [Theory]
    [InlineData("""{"input":[{"b":2}]}""", """{"a":1}""", """{"a":1},{"b":2}""")]
    [InlineData("""{"input":[{"b":2},{"c":3}]}""", "", """{"b":2},{"c":3}""")]
    [InlineData("""{"input":[ ]}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"input":null}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{}""", "", "")]
    [InlineData("""{"input":"hi \"you\""}""", """{"a":1}""", """{"a":1},{"type":"message","role":"user","content":"hi \"you\""}""")]
    public void Its_input_comes_behind_what_was_said_before(string message, string before, string expected)
    {
        var (body, items) = BodyOf(message, before);
        items.ShouldBe(expected);
        JsonNode.Parse(body)!["input"]!.AsArray().Count.ShouldBe(JsonNode.Parse($"[{expected}]")!.AsArray().Count);
        JsonNode.Parse(body)!["stream"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_response_that_only_the_provider_knows_is_named_to_it()
    {
        var message = Read("""{"previous_response_id":"resp_\"1","input":[]}""");
        JsonNode.Parse(Encoding.UTF8.GetString(message.ToBody(default, keepsPreviousId: true).Body.Span))!["previous_response_id"]!.GetValue<string>().ShouldBe("resp_\"1");
        JsonNode.Parse(Encoding.UTF8.GetString(message.ToBody(default, keepsPreviousId: false).Body.Span))!["previous_response_id"].ShouldBeNull();
    }

    [Fact]
    public void It_says_what_the_connection_must_know()
    {
        var message = Read("""{"type":"response.create","model":"m","generate":false,"store":false,"previous_response_id":"resp_1","conversation":"conv_1","client_metadata":{"x-codex-a":"1","n":1,"o":{"x":"y"},"z":"2"}}""");
        (message.Type, message.Model, message.Generates, message.Stores, message.PreviousResponseId, message.IsOfConversation).ShouldBe(("response.create", "m", false, false, "resp_1", true));
        message.Metadata.ShouldBe([("x-codex-a", "1"), ("z", "2")]);
        var other = Read("""{"generate":null,"store":null,"previous_response_id":null,"conversation":null}""");
        (other.Type, other.Model, other.Generates, other.Stores, other.PreviousResponseId, other.IsOfConversation).ShouldBe((null, null, true, null, null, false));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "one JSON object")]
    [InlineData("{\"a\":1} {}", "not valid JSON")]
    [InlineData("{\"a\":", "not valid JSON")]
    [InlineData("{\"input\":[],\"\\u0069nput\":[]}", "'input' stands in the message twice")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}", "twice")]
    [InlineData("{\"input\":7}", "'input' must be")]
    [InlineData("{\"type\":7}", "'type' must be a string")]
    [InlineData("{\"previous_response_id\":7}", "must be a string")]
    [InlineData("{\"generate\":\"no\"}", "'generate' must be true or false")]
    [InlineData("{\"store\":0}", "'store' must be true or false")]
    public void Anything_else_is_refused(string text, string reason)
    {
        var (message, refusal) = ClientMessage.Read(Encoding.UTF8.GetBytes(text));
        message.ShouldBeNull();
        refusal!.Status.ShouldBe(400);
        refusal.Message.ShouldContain(reason);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        ClientMessage.Read((byte[])[.. "{\"type\":\""u8, 0xff, .. "\"}"u8]).Refusal.ShouldNotBeNull();

    [Property(MaxTest = 500)]
    public void Any_bytes_are_read_or_refused(byte[] bytes)
    {
        ClientMessage.Read(bytes);
        ClientMessage.Read((byte[])[.. "{\"type\":\""u8, .. bytes, .. "\",\"input\":["u8, .. bytes, .. "]}"u8]);
    }

    private static ClientMessage Read(string text)
    {
        var (message, refusal) = ClientMessage.Read(Encoding.UTF8.GetBytes(text));
        refusal.ShouldBeNull();
        return message!;
    }

    private static (string Body, string Items) BodyOf(string text, string before)
    {
        var (body, items) = Read(text).ToBody(Encoding.UTF8.GetBytes(before), keepsPreviousId: false);
        return (Encoding.UTF8.GetString(body.Span), Encoding.UTF8.GetString(body[items].Span));
    }
}
