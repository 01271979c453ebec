using System.Text;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Gateway.Receiving;
using Weir.Gateway.WebSockets;
using Xunit;

namespace Weir.Gateway.Tests.WebSockets;

/// <summary>Errors as clients of the responses API read them over a WebSocket.</summary>
public sealed class ErrorEventTests
{
    [Fact]
    public void A_refusal_says_its_status_and_the_api_s_words() =>
        Text(ErrorEvent.Of(new Refusal(401, RefusalCodes.InvalidToken, "No 'token'."))).ShouldBe("""{"type":"error","status":401,"error":{"message":"No 'token'.","type":"authentication_error","param":null,"code":"invalid_api_key"}}""");

    [Fact]
    public void What_the_connection_refuses_names_the_member() =>
        Text(ErrorEvent.Of(400, "previous_response_not_found", "Not found.", "previous_response_id")).ShouldBe("""{"type":"error","status":400,"error":{"type":"invalid_request_error","code":"previous_response_not_found","message":"Not found.","param":"previous_response_id"}}""");

    [Fact]
    public void An_answer_s_error_and_headers_are_carried_but_for_those_of_its_body()
    {
        var headers = new HeaderDictionary { ["Retry-After"] = "7", ["x-request-id"] = "r", ["Content-Type"] = "application/json", ["Content-Length"] = "3" };
        Text(ErrorEvent.OfAnswer(429, """{"error":{"code":"rate_limit_exceeded","extra":[1]}}"""u8.ToArray(), headers))
            .ShouldBe("""{"type":"error","status":429,"error":{"code":"rate_limit_exceeded","extra":[1]},"headers":{"Retry-After":"7","x-request-id":"r"}}""");
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"error\":\"text\"}")]
    public void An_answer_that_cannot_be_read_is_an_error_all_the_same(string body) =>
        Text(ErrorEvent.OfAnswer(503, Encoding.UTF8.GetBytes(body), null)).ShouldStartWith("""{"type":"error","status":503,"error":{"type":"server_error","message":"The provider answered with status 503""");

    [Theory]
    [InlineData("""{"type":"error","sequence_number":2,"code":"server_error","message":"m","param":null}""", """{"type":"error","status":500,"error":{"code":"server_error","message":"m","param":null}}""")]
    [InlineData("""{"type":"error","sequence_number":2,"error":{"type":"t","code":"rate_limit_exceeded"}}""", """{"type":"error","status":429,"error":{"type":"t","code":"rate_limit_exceeded"}}""")]
    [InlineData("""{"type":"error","status":418,"error":{}}""", """{"type":"error","status":418,"error":{}}""")]
    public void An_error_within_an_answer_gets_a_status(string data, string expected) => Text(ErrorEvent.OfEvent(Encoding.UTF8.GetBytes(data))).ShouldBe(expected);

    private static string Text(ReadOnlyMemory<byte> data) => Encoding.UTF8.GetString(data.Span);
}
