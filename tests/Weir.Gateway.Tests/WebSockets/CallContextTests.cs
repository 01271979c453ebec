using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Gateway.WebSockets;
using Xunit;

namespace Weir.Gateway.Tests.WebSockets;

/// <summary>The request that a message stands for is the connection's client's.</summary>
public sealed class CallContextTests
{
    [Fact]
    public async Task It_is_a_POST_to_the_connection_s_path_with_the_message_as_its_body()
    {
        var connection = Connection();
        connection.Connection.RemoteIpAddress = IPAddress.Parse("10.1.2.3");
        using var lifetime = new CallLifetime();
        var call = CallContext.Of(connection, Message("{}"), "{\"a\":1}"u8.ToArray(), new NoServices(), lifetime);
        (call.Request.Method, call.Request.Path.Value, call.Request.QueryString.Value, call.Request.Host.Value, call.Request.ContentType, call.Request.ContentLength).ShouldBe(("POST", "/codex/v1/responses", "?a=b", "weir.example.com", "application/json", 7));
        (await new StreamReader(call.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("{\"a\":1}");
        call.Connection.RemoteIpAddress.ShouldBe(IPAddress.Parse("10.1.2.3"));
        call.Response.HasStarted.ShouldBeFalse();
        call.RequestAborted.IsCancellationRequested.ShouldBeFalse();
        call.Abort();
        call.RequestAborted.IsCancellationRequested.ShouldBeTrue();
        connection.RequestAborted.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void What_belongs_to_the_connection_stays_there()
    {
        var connection = Connection();
        foreach (var name in new[] { "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "sec-websocket-extensions", "Cookie", "TE", "Weir-Keep-Alive" })
        {
            connection.Request.Headers[name] = "x";
        }

        connection.Request.Headers["openai-beta"] = "responses_websockets=2026-02-06";
        connection.Request.Headers.Authorization = "Bearer t";
        connection.Request.Headers["x-custom"] = "kept";
        HeadersOf(connection, "{}").ShouldBe(["Accept", "Authorization", "Content-Length", "Content-Type", "Host", "x-custom"]);
    }

    [Fact]
    public void Headers_of_Codex_are_those_of_the_message()
    {
        var connection = Connection();
        connection.Request.Headers["x-codex-turn-metadata"] = "{\"turn_id\":\"\"}";
        connection.Request.Headers["x-codex-window-id"] = "0";
        connection.Request.Headers.Authorization = "Bearer t";
        using var lifetime = new CallLifetime();
        var message = Message("""{"client_metadata":{"x-codex-turn-metadata":"{\"turn_id\":\"7\"}","x-codex-window-id":"1\r\nx: y","x-codex-unknown":"1","authorization":"Bearer other","session_id":"1"}}""");
        var headers = CallContext.Of(connection, message, default, new NoServices(), lifetime).Request.Headers;
        headers["x-codex-turn-metadata"].ToString().ShouldBe("{\"turn_id\":\"7\"}");
        headers["x-codex-window-id"].ToString().ShouldBe("0");
        headers.Authorization.ToString().ShouldBe("Bearer t");
        headers.ContainsKey("x-codex-unknown").ShouldBeFalse();
    }

    private static DefaultHttpContext Connection()
    {
        var connection = new DefaultHttpContext();
        connection.Request.Method = "GET";
        connection.Request.Scheme = "https";
        connection.Request.Host = new HostString("weir.example.com");
        connection.Request.Path = "/codex/v1/responses";
        connection.Request.QueryString = new QueryString("?a=b");
        return connection;
    }

    private static IEnumerable<string> HeadersOf(HttpContext connection, string message)
    {
        using var lifetime = new CallLifetime();
        return CallContext.Of(connection, Message(message), default, new NoServices(), lifetime).Request.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase);
    }

    private static ClientMessage Message(string text) => ClientMessage.Read(Encoding.UTF8.GetBytes(text)).Message!;

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
