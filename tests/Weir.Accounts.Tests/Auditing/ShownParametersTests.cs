using System.Text;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Accounts.Auditing;
using Weir.Accounts.Tokens;
using Xunit;

namespace Weir.Accounts.Tests.Auditing;

/// <summary>What is not named is not shown.</summary>
public sealed class ShownParametersTests
{
    [Theory]
    [InlineData("""{"name":"a","api_key":"s3cret"}""", "name", "a")]
    [InlineData("""{"list":[{"name":"a","key":"s3cret"},{"name":"b"}]}""", "list.name", "a, b")]
    [InlineData("""{"tags":{"team":"red","nested":{"key":"s3cret"}}}""", "tags.*", "team=red")]
    public void Only_named_scalars_are_shown(string body, string path, string shown)
    {
        var parameters = ShownParameters.Of(new DefaultHttpContext(), Encoding.UTF8.GetBytes(body), [path]);
        parameters.ShouldBe(new Dictionary<string, string> { [path] = shown });
    }

    [Theory]
    [InlineData("""{"name":{"api_key":"s3cret"}}""")]
    [InlineData("""{"name":"s3cret""")]
    [InlineData("""["s3cret"]""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"\ud800":"s3cret"}""")]
    [InlineData("")]
    public void A_body_of_another_shape_shows_nothing(string body) =>
        ShownParameters.Of(new DefaultHttpContext(), Encoding.UTF8.GetBytes(body), ["name", "tags.*"]).ShouldBeEmpty();

    [Fact]
    public void A_token_in_the_place_of_its_id_is_not_shown() =>
        ShownParameters.Of(new DefaultHttpContext(), Encoding.UTF8.GetBytes($$"""{"token_id":"{{AccessToken.NewSecret()}}"}"""), ["token_id"])["token_id"].ShouldBe("REDACTED");
}
