using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Accounts.Scim;
using Weir.Accounts.Scim.Patching;
using Xunit;

namespace Weir.Accounts.Tests;

/// <summary>PATCH as identity providers send it.</summary>
public sealed class PatchTests
{
    private const string Before = """{"id":"1","userName":"ann","active":true,"name":{"givenName":"Ann","familyName":"Lee"},"emails":[{"value":"a@x","type":"work"}],"members":[{"value":"1"},{"value":"2"}]}""";

    [Theory]
    [InlineData("""{"op":"Add","path":"members","value":[{"value":"2"},{"value":"3"}]}""", "members", """[{"value":"1"},{"value":"2"},{"value":"3"}]""")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"3"}]}}""", "members", """[{"value":"1"},{"value":"2"},{"value":"3"}]""")]
    [InlineData("""{"op":"add","path":"members","value":{"value":"3"}}""", "members", """[{"value":"1"},{"value":"2"},{"value":"3"}]""")]
    [InlineData("""{"op":"remove","path":"members[value eq \"1\"]"}""", "members", """[{"value":"2"}]""")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"value":"2"}]}""", "members", """[{"value":"1"}]""")]
    [InlineData("""{"op":"remove","path":"members[value eq \"9\"]"}""", "members", """[{"value":"1"},{"value":"2"}]""")]
    [InlineData("""{"op":"remove","path":"members"}""", "members", null)]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"7"}]}""", "members", """[{"value":"7"}]""")]
    [InlineData("""{"op":"replace","path":"members","value":[]}""", "members", "[]")]
    [InlineData("""{"op":"Replace","value":{"active":"False"}}""", "active", "\"False\"")]
    [InlineData("""{"op":"REPLACE","path":"ACTIVE","value":false}""", "active", "false")]
    [InlineData("""{"op":"replace","path":"name.familyName","value":"Ng"}""", "name", """{"givenName":"Ann","familyName":"Ng"}""")]
    [InlineData("""{"op":"replace","value":{"name.familyName":"Ng"}}""", "name", """{"givenName":"Ann","familyName":"Ng"}""")]
    [InlineData("""{"op":"replace","path":"name","value":{"familyName":"Ng"}}""", "name", """{"givenName":"Ann","familyName":"Ng"}""")]
    [InlineData("""{"op":"remove","path":"name.givenName"}""", "name", """{"familyName":"Lee"}""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"b@x"}""", "emails", """[{"value":"b@x","type":"work"}]""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"home\"].value","value":"h@x"}""", "emails", """[{"value":"a@x","type":"work"},{"type":"home","value":"h@x"}]""")]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User:userName","value":"bob"}""", "userName", "\"bob\"")]
    [InlineData("""{"op":"add","path":"title","value":"Dr"}""", "title", "\"Dr\"")]
    [InlineData("""{"op":"replace","value":{"id":"2","userName":"bob"}}""", "id", "\"1\"")]
    public void An_operation_does_what_it_says(string operation, string attribute, string? after)
    {
        var resource = Parse(Before);
        ResourcePatch.Apply(resource, Parse($$"""{"Operations":[{{operation}}]}"""));
        resource[attribute]?.ToJsonString().ShouldBe(after);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"id","value":"2"}""", "mutability")]
    [InlineData("""{"op":"add","path":"groups","value":[{"value":"1"}]}""", "mutability")]
    [InlineData("""{"op":"replace","path":"groups[value eq \"1\"].display","value":"x"}""", "mutability")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}""", "noTarget")]
    [InlineData("""{"op":"add","path":"emails[type ne \"work\"].value","value":"x"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"members[value eq","value":"x"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"members[value is \"1\"]","value":"x"}""", "invalidFilter")]
    [InlineData("""{"op":"replace","path":"members[value eq \"1\"]x","value":"x"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"a b","value":"x"}""", "invalidPath")]
    [InlineData("""{"op":"move","path":"userName","value":"x"}""", "invalidSyntax")]
    [InlineData("""{"op":"add","value":"x"}""", "invalidValue")]
    [InlineData("7", "invalidSyntax")]
    public void An_operation_that_cannot_be_is_refused_by_its_kind(string operation, string scimType) =>
        Should.Throw<ScimException>(() => ResourcePatch.Apply(Parse(Before), Parse($$"""{"Operations":[{{operation}}]}"""))).ScimType.ShouldBe(scimType);

    [Fact]
    public void Operations_are_a_bounded_list()
    {
        Should.Throw<ScimException>(() => ResourcePatch.Apply(Parse(Before), Parse("{}")));
        var many = string.Join(',', Enumerable.Repeat("""{"op":"remove","path":"title"}""", 1001));
        Should.Throw<ScimException>(() => ResourcePatch.Apply(Parse(Before), Parse($$"""{"Operations":[{{many}}]}"""))).Message.ShouldContain("1000");
    }

    [Fact]
    public void A_name_that_is_there_twice_in_any_case_is_refused() =>
        Should.Throw<ScimException>(() => Parse("""{"active":false,"Active":true}""")).ScimType.ShouldBe("invalidSyntax");

    private static JsonObject Parse(string json) => (JsonObject)ScimBody.Copy(JsonDocument.Parse(json).RootElement)!;
}
