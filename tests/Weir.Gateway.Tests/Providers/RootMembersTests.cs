using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Shouldly;
using Weir.Gateway.Providers;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

public sealed class RootMembersTests
{
    [Theory]
    [InlineData("""{"model":"m","a":1}""", """{"v":"1","a":1}""")]
    [InlineData("""{"a":1,"model":"m"}""", """{"v":"1","a":1}""")]
    [InlineData("""{"a":1, "b" : 1.00e5 ,"model":"m","stream":true,  "c":"\u00fc{\"model\":1}"}""", """{"v":"1","a":1, "b" : 1.00e5,"c":"\u00fc{\"model\":1}"}""")]
    [InlineData("""{"a":{"model":"kept"},"model":{"x":[1,2]},"model":2}""", """{"v":"1","a":{"model":"kept"}}""")]
    [InlineData("""{"mod\u0065l":"m"}""", """{"v":"1"}""")]
    [InlineData(" { } ", """{"v":"1"}""")]
    public void What_stays_stays_byte_for_byte(string body, string expected) =>
        Encoding.UTF8.GetString(RootMembers.Copy(Encoding.UTF8.GetBytes(body), ["model", "stream"], [RootMembers.Text("v", "1")])).ShouldBe(expected);

    [Fact]
    public void A_text_put_in_is_escaped_as_JSON_needs() =>
        JsonNode.Parse(RootMembers.Copy("{}"u8, [], [RootMembers.Text("t", "a\"b\\ü\n"), RootMembers.Texts("l", ["x", "\"y"])]))!.ToJsonString()
            .ShouldBe(new JsonObject { ["t"] = "a\"b\\ü\n", ["l"] = new JsonArray("x", "\"y") }.ToJsonString());

    [Property(MaxTest = 500)]
    public Property The_copy_is_the_object_without_what_was_taken_and_with_what_was_put()
    {
        var value = Gen.Elements("1", "\"s\"", "null", "{\"model\":[1,{\"a\":2}]}", "[]", "[{\"stream\":1},\",\"]", "-1.5e3", "\"}\\\"\"");
        var member = Gen.Elements("model", "stream", "a", "b", "c").SelectMany(name => value.Select(text => (name, text)));
        return Prop.ForAll(Arb.From(member.ListOf()), Arb.From(Gen.Elements("", " ", "\n\t")), (members, space) =>
        {
            var distinct = members.DistinctBy(one => one.name).ToList();
            var body = $"{space}{{{space}{string.Join($"{space},{space}", distinct.Select(one => $"\"{one.name}\"{space}:{space}{one.text}"))}{space}}}{space}";
            var expected = JsonNode.Parse(body)!.AsObject();
            expected.Remove("model");
            expected.Remove("stream");
            expected["v"] = "1";
            var copy = RootMembers.Copy(Encoding.UTF8.GetBytes(body), ["model", "stream"], [RootMembers.Text("v", "1")]);
            return JsonNode.DeepEquals(JsonNode.Parse(copy), expected);
        });
    }
}
