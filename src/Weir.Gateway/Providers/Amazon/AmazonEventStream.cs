using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Gateway.Providers.Amazon;

/// <summary>
/// Reads <c>application/vnd.amazon.eventstream</c> and yields <c>text/event-stream</c>, each event as soon as its frame is whole:
/// <list type="bullet">
/// <item>a <c>chunk</c> of an invocation: the event in its base64 text, named by that event's own <c>type</c>;</item>
/// <item>any other event (Converse): its payload, named by the frame;</item>
/// <item>an exception or error: <c>event: error</c> in Anthropic's shape.</item>
/// </list>
/// </summary>
internal sealed class AmazonEventStream(Stream frames) : Stream
{
    public const string MediaType = "application/vnd.amazon.eventstream";
    private const int SmallestRead = 4 * 1024;

    private readonly ArrayBufferWriter<byte> _events = new();
    private byte[] _frames = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private int _sent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Makes an answer's body into an event stream.</summary>
    public static async ValueTask ReplaceAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new AmazonEventStream(await answer.Content.ReadAsStreamAsync(cancellationToken)));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        answer.Content = content;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">A frame is damaged, or the stream ends within one.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_sent == _events.WrittenCount)
        {
            _events.ResetWrittenCount();
            _sent = 0;
            if (TryReadFrame())
            {
                continue;
            }

            MakeRoom();
            var read = await frames.ReadAsync(_frames.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return _start == _end ? 0 : throw new IOException("The provider's stream ended within a frame.");
            }

            _end += read;
        }

        var count = Math.Min(buffer.Length, _events.WrittenCount - _sent);
        _events.WrittenMemory.Slice(_sent, count).CopyTo(buffer);
        _sent += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _frames.Length > 0)
        {
            frames.Dispose();
            ArrayPool<byte>.Shared.Return(_frames);
            _frames = [];
        }

        base.Dispose(disposing);
    }

    private bool TryReadFrame()
    {
        var ready = _frames.AsSpan(_start, _end - _start);
        var length = EventFrame.LengthOf(ready);
        if (length == 0 || ready.Length < length)
        {
            return false;
        }

        Write(EventFrame.Read(ready[..length]));
        _start += length;
        return true;
    }

    private void Write(EventFrame frame)
    {
        if (frame.MessageType is "exception" or "error")
        {
            var message = frame.ErrorMessage ?? BedrockErrors.MessageOf(frame.Payload) ?? "The provider broke off its answer.";
            WriteEvent("error", BedrockErrors.InAnthropicShape(frame.Name ?? "PROVIDER_ERROR", message));
        }
        else if (frame.Name == "chunk")
        {
            WriteChunk(frame.Payload);
        }
        else if (frame.Name is not null)
        {
            WriteEvent(frame.Name, frame.Payload);
        }
    }

    private void WriteChunk(ReadOnlySpan<byte> payload)
    {
        try
        {
            var wrapper = new Utf8JsonReader(payload);
            if (!TryFind(ref wrapper, "bytes"u8) || wrapper.TokenType != JsonTokenType.String)
            {
                return;
            }

            var data = wrapper.GetBytesFromBase64();
            var message = new Utf8JsonReader(data);
            WriteEvent(TryFind(ref message, "type"u8) && message.TokenType == JsonTokenType.String ? message.GetString()! : "message", data);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            throw new IOException("A chunk of the provider's stream is not the JSON that it should be.", malformed);
        }
    }

    private static bool TryFind(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(name);
            json.Read();
            if (found)
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }

    // A line break, which in JSON can only be white space, would end the data.
    private void WriteEvent(string name, ReadOnlySpan<byte> data)
    {
        _events.Write("event: "u8);
        _events.Write(Encoding.UTF8.GetBytes(name.ReplaceLineEndings(" ")));
        _events.Write("\ndata: "u8);
        while (data.IndexOfAny("\r\n"u8) is >= 0 and var end)
        {
            _events.Write(data[..end]);
            _events.Write(" "u8);
            data = data[(end + 1)..];
        }

        _events.Write(data);
        _events.Write("\n\n"u8);
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        if (_frames.Length - kept >= SmallestRead)
        {
            _frames.AsSpan(_start, kept).CopyTo(_frames);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_frames.Length * 2);
            _frames.AsSpan(_start, kept).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_frames);
            _frames = larger;
        }

        _start = 0;
        _end = kept;
    }
}
