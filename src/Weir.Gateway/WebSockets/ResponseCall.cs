using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Gateway.WebSockets;

/// <summary>One response: a call like any other, whose answer goes out as messages.</summary>
internal sealed class ResponseCall : IDisposable
{
    private readonly CallLifetime _lifetime = new();
    private readonly AnswerEvents _answer;
    private volatile bool _isLeft;

    private ResponseCall(HttpContext connection, ClientMessage message, ReadOnlyMemory<byte> body, MessageChannel channel, Action<string, IReadOnlyList<byte[]>> completed, Func<HttpContext, Task> handle, int largest)
    {
        var services = connection.RequestServices.CreateAsyncScope();
        var context = CallContext.Of(connection, message, body, services.ServiceProvider, _lifetime);
        _answer = new AnswerEvents((CallResponse)context.Features.Get<IHttpResponseFeature>()!, channel, _lifetime, completed, largest);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_answer));
        Completion = RunAsync(context, services, handle);
    }

    /// <summary>Completes when nothing is left to do for it; true where its answer has an end that the client was told.</summary>
    public Task<bool> Completion { get; }

    /// <summary>Whether the last message of the answer is on its way: the client may have it already.</summary>
    public bool IsEnding => _answer.IsEnding;

    /// <summary>Completes when the last message is sent, or when there will be none.</summary>
    public Task Ended => _answer.Ended;

    /// <summary>Begins a call.</summary>
    /// <param name="connection">The request that became the WebSocket.</param>
    /// <param name="message">The message that asks for it.</param>
    /// <param name="body">The call's body.</param>
    /// <param name="channel">Where its answer goes.</param>
    /// <param name="completed">Keeps its response.</param>
    /// <param name="handle">Handles it.</param>
    /// <param name="largest">The most that an event of its answer may have, in bytes.</param>
    public static ResponseCall Begin(HttpContext connection, ClientMessage message, ReadOnlyMemory<byte> body, MessageChannel channel, Action<string, IReadOnlyList<byte[]>> completed, Func<HttpContext, Task> handle, int largest) =>
        new(connection, message, body, channel, completed, handle, largest);

    /// <summary>The client does not wait for it any more, as who closes the connection of a POST.</summary>
    public void Leave()
    {
        _isLeft = true;
        if (!Completion.IsCompleted)
        {
            _lifetime.Abort();
        }
    }

    /// <summary>Frees what it holds, once it is complete.</summary>
    public void Dispose()
    {
        _answer.Dispose();
        _lifetime.Dispose();
    }

    private async Task<bool> RunAsync(HttpContext context, AsyncServiceScope services, Func<HttpContext, Task> handle)
    {
        await Task.Yield();
        try
        {
            await handle(context);
            await context.Response.CompleteAsync();
            return _isLeft || (_lifetime.RequestAborted.IsCancellationRequested ? _answer.IsEnding : await _answer.EndAsync());
        }
        catch (IOException)
        {
            // The client went while it was being told.
            return true;
        }
        finally
        {
            _answer.Stop();
            await services.DisposeAsync();
        }
    }
}
