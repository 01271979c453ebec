using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.WebSockets;

/// <summary>A client of the responses API over a WebSocket.</summary>
internal sealed class ResponsesSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private ResponsesSocket()
    {
    }

    /// <summary>Why the server has closed.</summary>
    public (WebSocketCloseStatus? Status, string? Reason) Closed => (_socket.CloseStatus, _socket.CloseStatusDescription);

    /// <summary>The status of a handshake that was refused.</summary>
    public static async Task<int> RefusalAsync(RunningWeir weir, string? token, string path = "/codex/v1/responses")
    {
        using var socket = new ResponsesSocket();
        socket._socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        }

        await Should.ThrowAsync<WebSocketException>(() => socket._socket.ConnectAsync(AddressOf(weir, path), Stop));
        return (int)socket._socket.HttpStatusCode;
    }

    /// <summary>Connects.</summary>
    public static async Task<ResponsesSocket> ConnectAsync(RunningWeir weir, string? token = null, string path = "/codex/v1/responses", bool compresses = false, params (string Name, string Value)[] headers)
    {
        var socket = new ResponsesSocket();
        var options = socket._socket.Options;
        options.SetRequestHeader("Authorization", "Bearer " + (token ?? RunningWeir.AdminToken));
        options.DangerousDeflateOptions = compresses ? new WebSocketDeflateOptions() : null;
        foreach (var (name, value) in headers)
        {
            options.SetRequestHeader(name, value);
        }

        await socket._socket.ConnectAsync(AddressOf(weir, path), Stop);
        return socket;
    }

    /// <summary>Sends a message.</summary>
    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Stop);

    /// <summary>Sends bytes.</summary>
    public Task SendBytesAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, Stop);

    /// <summary>Asks for a response.</summary>
    public Task CreateAsync(string model, object? input = null, object? more = null)
    {
        var message = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        message["type"] = "response.create";
        message["model"] = model;
        message["input"] = JsonSerializer.SerializeToNode(input ?? Array.Empty<object>());
        return SendAsync(message.ToJsonString());
    }

    /// <summary>The next message; NULL when the server closes.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[8192];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var piece = await _socket.ReceiveAsync(buffer, limit.Token);
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(buffer, 0, piece.Count);
            if (piece.EndOfMessage)
            {
                return JsonNode.Parse(text.ToArray());
            }
        }
    }

    /// <summary>The messages up to the end of a response, or of the connection.</summary>
    public async Task<List<JsonNode>> AnswerAsync()
    {
        var messages = new List<JsonNode>();
        while (await NextAsync() is { } message)
        {
            messages.Add(message);
            if (message["type"]!.GetValue<string>() is "response.completed" or "response.incomplete" or "response.failed" or "error")
            {
                break;
            }
        }

        return messages;
    }

    /// <summary>The id of a response that must end well.</summary>
    public async Task<string> CompletedAsync()
    {
        var last = (await AnswerAsync())[^1];
        last["type"]!.GetValue<string>().ShouldBe("response.completed", last.ToJsonString());
        return last["response"]!["id"]!.GetValue<string>();
    }

    /// <summary>An answer that is an error and nothing else.</summary>
    public async Task<(int Status, string Code, JsonNode Whole)> ErrorAsync()
    {
        var only = (await AnswerAsync()).ShouldHaveSingleItem();
        only["type"]!.GetValue<string>().ShouldBe("error", only.ToJsonString());
        return (only["status"]!.GetValue<int>(), only["error"]!["code"]!.GetValue<string>(), only);
    }

    /// <summary>Closes as a well-behaved client does.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);

    /// <summary>Is gone from one moment to the next.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Uri AddressOf(RunningWeir weir, string path) => new(weir.Address.Replace("http://", "ws://", StringComparison.Ordinal) + path);
}
