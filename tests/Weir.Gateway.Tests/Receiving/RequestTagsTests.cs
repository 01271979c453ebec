using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Gateway.Receiving;
using Xunit;

namespace Weir.Gateway.Tests.Receiving;

public sealed class RequestTagsTests
{
    [Theory]
    [InlineData("Databricks-Ai-Gateway-Request-Tags")]
    [InlineData("Weir-Request-Tags")]
    public void Tags_are_read_from_either_header(string header) =>
        RequestTags.Read(new HeaderDictionary { [header] = """{"team":"eng","öl":"ja"}""" }).Tags.ShouldBe(new Dictionary<string, string> { ["team"] = "eng", ["öl"] = "ja" });

    [Fact]
    public void No_header_is_no_tags() => RequestTags.Read(new HeaderDictionary()).ShouldBe((null, null));

    [Theory]
    [InlineData("team=eng", "is not valid JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("""{"team":1}""", "that is not a string")]
    [InlineData("""{"a":"1","a":"2"}""", "twice")]
    [InlineData("""{"":"1"}""", "key is empty")]
    public void A_bad_one_is_a_400_that_says_why(string value, string why)
    {
        var refusal = RequestTags.Read(new HeaderDictionary { [RequestTags.Header] = value }).Refusal!;
        refusal.Status.ShouldBe(400);
        refusal.Message.ShouldContain(why);
    }
}
