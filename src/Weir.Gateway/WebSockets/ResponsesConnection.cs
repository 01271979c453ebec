using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Receiving;
using Weir.Gateway.Routes;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// A connection over which a client asks for one response after the other (developers.openai.com/api/docs/guides/websocket-mode). Each is a call of its own; the connection itself only remembers what
/// the newest response was about.
/// </summary>
internal sealed class ResponsesConnection(HttpContext context, MessageChannel channel, ApiRoute route, RequestHandler handler, Func<Refusal?> isOff, GatewayOptions options, TimeProvider time)
{
    private readonly LastResponse _last = new(options.MaxRequestBodyBytes);
    private readonly List<ResponseCall> _calls = [];
    private readonly TaskCompletionSource _brokenOff = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ResponseCall? Current => _calls.Count > 0 ? _calls[^1] : null;

    /// <summary>Serves the client until one of the two closes.</summary>
    /// <param name="stopping">The gateway stops.</param>
    public async Task ServeAsync(CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped);
        var receiving = channel.ReceiveAsync();
        (WebSocketCloseStatus Status, string Reason)? end = null;
        try
        {
            while (end is null)
            {
                if (await IsOverAsync(receiving, stopped.Task))
                {
                    end = (WebSocketCloseStatus.EndpointUnavailable, stopped.Task.IsCompleted ? "The gateway is shutting down." : "Nothing was asked for too long.");
                }
                else if (_brokenOff.Task.IsCompleted)
                {
                    end = (WebSocketCloseStatus.InternalServerError, "The answer broke off before its end.");
                }
                else if (receiving.IsCompleted)
                {
                    end = await TakeAsync(await receiving);
                    receiving = end is null ? channel.ReceiveAsync() : receiving;
                }
            }
        }
        finally
        {
            _calls.ForEach(call => call.Leave());
        }

        await channel.CloseAsync(end.Value.Status, end.Value.Reason, receiving);
        await Task.WhenAll(_calls.Select(call => call.Completion));
        _calls.ForEach(call => call.Dispose());
    }

    // Waits for something to happen; true when nothing will: no response is going on, and the gateway stops or the client has been silent for too long.
    private async Task<bool> IsOverAsync(Task receiving, Task stopped)
    {
        if (Current is { Ended.IsCompleted: false } busy)
        {
            await Task.WhenAny(receiving, _brokenOff.Task, busy.Ended);
            return false;
        }

        using var waited = new CancellationTokenSource();
        var first = await Task.WhenAny(receiving, _brokenOff.Task, stopped, Task.Delay(options.WebSocketIdleTimeout, time, waited.Token));
        await waited.CancelAsync();
        return first != receiving && first != _brokenOff.Task;
    }

    // Why the connection is to end, or NULL.
    private async Task<(WebSocketCloseStatus Status, string Reason)?> TakeAsync(ReceivedMessage received)
    {
        switch (received.Kind)
        {
            case ReceivedKind.End:
                return (WebSocketCloseStatus.NormalClosure, string.Empty);
            case ReceivedKind.Binary:
                return (WebSocketCloseStatus.InvalidMessageType, "Messages are texts.");
            case ReceivedKind.TooLong:
                return (WebSocketCloseStatus.MessageTooBig, $"The message is larger than {options.MaxRequestBodyBytes} bytes.");
            default:
                try
                {
                    await TakeAsync(received.Text);
                    return null;
                }
                catch (IOException)
                {
                    return (WebSocketCloseStatus.NormalClosure, string.Empty);
                }
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> text)
    {
        var (message, malformed) = ClientMessage.Read(text);
        if (malformed is not null)
        {
            await channel.SendAsync(ErrorEvent.Of(malformed));
            return;
        }

        switch (message!.Type)
        {
            case "response.create":
                await CreateAsync(message);
                break;
            case "response.processed":
                // Codex acknowledges what it has read; nobody waits for that.
                break;
            default:
                await channel.SendAsync(ErrorEvent.Of(400, "invalid_value", $"A message of type '{message.Type}' is not known here. Send 'response.create'.", "type"));
                break;
        }
    }

    private async Task CreateAsync(ClientMessage message)
    {
        if (Current is { IsEnding: false, Ended.IsCompleted: false })
        {
            await channel.SendAsync(ErrorEvent.Of(400, "conversation_already_has_active_response", "The connection already has an active response in progress. Wait until it has ended, or open another connection."));
            return;
        }

        if (Current is { } before)
        {
            await before.Ended;

            // What its provider may still send behind the last event is for nobody.
            before.Leave();
            foreach (var done in _calls.Where(call => call.Completion.IsCompletedSuccessfully).ToList())
            {
                _calls.Remove(done);
                done.Dispose();
            }
        }

        ReadOnlyMemory<byte> items = default;
        var isHeld = message.PreviousResponseId is { } previous && _last.TryFind(previous, out items);
        if (message.PreviousResponseId is { } missing && !isHeld && (message.Stores == false || !message.Generates))
        {
            await channel.SendAsync(ErrorEvent.Of(400, "previous_response_not_found", $"Previous response with id '{missing}' not found.", "previous_response_id"));
            return;
        }

        if (isOff() is { } off)
        {
            await channel.SendAsync(ErrorEvent.Of(off));
            return;
        }

        var isElsewhere = message.PreviousResponseId is not null && !isHeld;
        var (body, range) = message.ToBody(items, isElsewhere);
        if (message.Generates)
        {
            // What the provider keeps of a conversation is not known here, so nothing can be added to it here either.
            Begin(message, body, isElsewhere || message.IsOfConversation ? default(ReadOnlyMemory<byte>?) : body[range]);
        }
        else
        {
            await WarmUpAsync(message, body[range]);
        }
    }

    private void Begin(ClientMessage message, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte>? input)
    {
        var call = ResponseCall.Begin(context, message, body, channel, Keep, inner => handler.HandleAsync(inner, route), options.MaxRequestBodyBytes);
        _calls.Add(call);
        _ = WatchAsync(call);

        void Keep(string id, IReadOnlyList<byte[]> output)
        {
            if (input is { } whole)
            {
                _last.Keep(id, whole, output);
            }
        }
    }

    // The client must see that an answer is not whole, as it does by a POST's connection.
    private async Task WatchAsync(ResponseCall call)
    {
        try
        {
            if (await call.Completion)
            {
                return;
            }
        }
        catch (Exception)
        {
            // Whoever serves the connection gets it too.
        }

        _brokenOff.TrySetResult();
    }

    private async Task WarmUpAsync(ClientMessage message, ReadOnlyMemory<byte> input)
    {
        if (handler.Authenticate(context, out var unauthenticated) is not { } caller)
        {
            await channel.SendAsync(ErrorEvent.Of(unauthenticated));
            return;
        }

        if (RequestHandler.RefuseByScope(caller) is { } forbidden)
        {
            await channel.SendAsync(ErrorEvent.Of(forbidden));
            return;
        }

        var id = "resp_" + RandomNumberGenerator.GetHexString(48, lowercase: true);
        _last.Keep(id, input, []);
        foreach (var told in WarmUp.Events(id, message, time.GetUtcNow()))
        {
            await channel.SendAsync(told);
        }
    }
}
