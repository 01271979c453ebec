using System.Buffers;
using System.Net.WebSockets;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// Messages over a WebSocket: whole ones, each way one at a time. What is sent is never compressed: a compressor that sees an agent's secrets and somebody else's words together tells the length
/// of what they share (RFC 7692, 8). What the client compresses is its own.
/// </summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="largest">The most that a message of the client may have, in bytes, decompressed.</param>
internal sealed class MessageChannel(WebSocket socket, int largest) : IDisposable
{
    private const int PieceSize = 16 * 1024;

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Receives the next message.</summary>
    public async Task<ReceivedMessage> ReceiveAsync()
    {
        var text = new ArrayBufferWriter<byte>(PieceSize);
        try
        {
            while (true)
            {
                var piece = await socket.ReceiveAsync(text.GetMemory(PieceSize), CancellationToken.None);
                text.Advance(piece.Count);
                if (piece.MessageType == WebSocketMessageType.Close)
                {
                    return new ReceivedMessage(ReceivedKind.End);
                }

                if (piece.MessageType == WebSocketMessageType.Binary)
                {
                    return new ReceivedMessage(ReceivedKind.Binary);
                }

                if (text.WrittenCount > largest)
                {
                    return new ReceivedMessage(ReceivedKind.TooLong);
                }

                if (piece.EndOfMessage)
                {
                    return new ReceivedMessage(ReceivedKind.Text, text.WrittenMemory);
                }
            }
        }
        catch (Exception gone) when (IsOfTransport(gone))
        {
            return new ReceivedMessage(ReceivedKind.End);
        }
    }

    /// <summary>Sends a text.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> text)
    {
        await _sending.WaitAsync();
        try
        {
            // A token that fired in the middle of a frame would break the connection for those to come.
            await socket.SendAsync(text, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, CancellationToken.None);
        }
        catch (Exception gone) when (IsOfTransport(gone))
        {
            throw new IOException("The client is gone.", gone);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Closes, and waits a moment for the client to do so too: a connection that is cut throws away what the client has not read.</summary>
    /// <param name="status">Why.</param>
    /// <param name="reason">The same for a person.</param>
    /// <param name="receiving">A receiving that has not ended, or the last one.</param>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason, Task<ReceivedMessage> receiving)
    {
        using var limit = new CancellationTokenSource(LongestFarewell);
        try
        {
            await _sending.WaitAsync(limit.Token);
            try
            {
                await socket.CloseOutputAsync(status, reason, limit.Token);
            }
            finally
            {
                _sending.Release();
            }

            await receiving.WaitAsync(limit.Token);
            var unread = new byte[PieceSize];
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(unread.AsMemory(), limit.Token);
            }
        }
        catch (Exception gone) when (IsOfTransport(gone))
        {
            // It does not answer, or is gone already.
            socket.Abort();
        }
    }

    public void Dispose()
    {
        _sending.Dispose();
        socket.Dispose();
    }

    private static bool IsOfTransport(Exception thrown) => thrown is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}
