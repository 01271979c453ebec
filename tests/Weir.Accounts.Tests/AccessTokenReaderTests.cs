using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Accounts.Tokens;
using Xunit;

namespace Weir.Accounts.Tests;

public sealed class AccessTokenReaderTests
{
    [Theory]
    [InlineData("Authorization", "Bearer abc", "abc")]
    [InlineData("Authorization", "bearer   abc ", "abc")]
    [InlineData("Authorization", "Basic dG9rZW46YWJj", "abc")]
    [InlineData("Authorization", "Basic dXNlcjphYmM=", "")]
    [InlineData("Authorization", "Basic ???", "")]
    [InlineData("Authorization", "Digest abc", "")]
    [InlineData("Authorization", "abc", "")]
    [InlineData("x-api-key", "abc", "abc")]
    [InlineData("x-goog-api-key", "abc", "abc")]
    [InlineData("api-key", "abc", "abc")]
    public void A_token_is_read_as_its_client_sends_it(string header, string value, string expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[header] = value;
        AccessTokenReader.Read(context.Request).ToString().ShouldBe(expected);
    }

    [Fact]
    public void The_gateway_s_own_header_leaves_Authorization_to_the_vendor()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer vendor";
        context.Request.Headers["X-Databricks-AI-Gateway-Token"] = "own";
        AccessTokenReader.Read(context.Request).ToString().ShouldBe("own");
    }

    [Fact]
    public void The_query_counts_only_where_it_is_allowed()
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?alt=sse&key=abc");
        AccessTokenReader.Read(context.Request).ToString().ShouldBe("abc");
        AccessTokenReader.Read(context.Request, allowQuery: false).IsEmpty.ShouldBeTrue();
    }
}
