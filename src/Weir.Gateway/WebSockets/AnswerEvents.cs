using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Metering;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// The body of a call's answer, turned into messages as it is written: each event of a stream as it comes, an error or a whole response when it has ended.
/// </summary>
/// <param name="response">The answer's status and headers.</param>
/// <param name="channel">Where the messages go.</param>
/// <param name="lifetime">Ends where they cannot go there any more.</param>
/// <param name="completed">Keeps a response that has ended well: its id and its items, before the client hears of the end.</param>
/// <param name="largest">The most that an event or a body may have, in bytes.</param>
internal sealed class AnswerEvents(CallResponse response, MessageChannel channel, CallLifetime lifetime, Action<string, IReadOnlyList<byte[]>> completed, int largest) : Stream
{
    private readonly EventSplitter _splitter = new(largest);
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly List<byte[]> _output = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool? _isStream;
    private volatile bool _isEnding;

    /// <summary>Whether the last message of the answer is on its way: the client may have it already.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>Completes when the last message is sent, or when there will be none.</summary>
    public Task Ended => _ended.Task;

    // The headers stand when this is first asked for.
    private bool IsStream => _isStream ??= response.StatusCode < 400 && MediaTypeHeaderValue.TryParse(response.Headers.ContentType.ToString(), out var type) && AnswerDelivery.IsEventStream(type.MediaType.Value);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        response.Start();
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsStream)
        {
            if (_body.WrittenCount + buffer.Length > largest)
            {
                throw new InvalidDataException($"The answer is longer than {largest:N0} bytes.");
            }

            _body.Write(buffer.Span);
            return;
        }

        while (!buffer.IsEmpty)
        {
            buffer = buffer[_splitter.Read(buffer.Span, out var data)..];
            if (!data.IsEmpty && !_isEnding)
            {
                await PassAsync(data);
            }
        }
    }

    /// <summary>Sends what is left of a whole answer: all of it where it was no stream.</summary>
    /// <returns>Whether the client has had an end of the answer.</returns>
    public async Task<bool> EndAsync()
    {
        if (_isEnding)
        {
            return true;
        }

        if (!IsStream)
        {
            await (response.StatusCode < 400 ? PassAsync(Envelope()) : EndWithAsync(ErrorEvent.OfAnswer(response.StatusCode, _body.WrittenMemory, response.Headers)));
        }
        else if (_splitter.Read("\n\n"u8, out var data) > 0 && !data.IsEmpty)
        {
            // The last event may lack its empty line.
            await PassAsync(data);
        }

        return _isEnding;
    }

    /// <summary>There will be no further message.</summary>
    public void Stop() => _ended.TrySetResult();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        response.Start();
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask PassAsync(ReadOnlyMemory<byte> data)
    {
        ReadOnlyMemory<byte> message;
        bool isLast;
        try
        {
            (message, isLast) = Read(data);
        }
        catch (JsonException)
        {
            // No event of the API's. Where it should have been the last one, the answer has no end.
            return;
        }

        await (message.IsEmpty ? ValueTask.CompletedTask : isLast ? EndWithAsync(message) : SendAsync(message));
    }

    private (ReadOnlyMemory<byte> Message, bool IsLast) Read(ReadOnlyMemory<byte> data)
    {
        if (data.Span[0] != (byte)'{')
        {
            // Such as chat's [DONE].
            return default;
        }

        var type = JsonFields.FindText(data.Span, "type"u8);
        if (type.SequenceEqual("response.output_item.done"u8))
        {
            KeepItem(data);
        }
        else if (type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8))
        {
            KeepResponse(data);
            return (data, true);
        }
        else if (type.SequenceEqual("error"u8))
        {
            return (ErrorEvent.OfEvent(data), true);
        }

        return (data, type.SequenceEqual("response.failed"u8));
    }

    private async ValueTask EndWithAsync(ReadOnlyMemory<byte> data)
    {
        _isEnding = true;
        await SendAsync(data);
        _ended.TrySetResult();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        try
        {
            await channel.SendAsync(message);
        }
        catch (IOException)
        {
            // The client has hung up; whoever waits for its messages may not know yet.
            lifetime.Abort();
            throw;
        }
    }

    private void KeepItem(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        if (document.RootElement.TryGetProperty("item", out var item) && item.ValueKind == JsonValueKind.Object)
        {
            _output.Add(BytesOf(item));
        }
    }

    private void KeepResponse(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        if (!document.RootElement.TryGetProperty("response", out var whole) || whole.ValueKind != JsonValueKind.Object
            || !whole.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
        {
            return;
        }

        if (_output.Count == 0 && whole.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Array)
        {
            _output.AddRange(output.EnumerateArray().Select(BytesOf));
        }

        completed(id.GetString()!, _output);
    }

    private static byte[] BytesOf(JsonElement item) => Encoding.UTF8.GetBytes(item.GetRawText());

    // The provider was asked for a stream and sent the whole at once.
    private ReadOnlyMemory<byte> Envelope()
    {
        var envelope = new ArrayBufferWriter<byte>(_body.WrittenCount + 64);
        envelope.Write("{\"type\":\"response.completed\",\"response\":"u8);
        envelope.Write(_body.WrittenSpan);
        envelope.Write("}"u8);
        return envelope.WrittenMemory;
    }
}
