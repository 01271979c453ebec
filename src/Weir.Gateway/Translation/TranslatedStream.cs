using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Translation;

/// <summary>
/// A provider's event stream as the client's: what is read from it is in the client's dialect, piece by piece as the provider's comes. The
/// provider's own events are metered on their way, so the counts are the provider's and not what translation kept of them.
/// </summary>
internal sealed class TranslatedStream : Stream
{
    private const int ChunkSize = 16 * 1024;

    private readonly Stream _provider;
    private readonly AnswerReader _reader;
    private readonly AnswerWriter _writer;
    private readonly AnswerObservation _observation;
    private readonly EventStreamTap _tap;
    private readonly Action _arrived;
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
    private int _taken;
    private bool _ended;
    private bool _failed;
    private bool _isRead;

    /// <param name="provider">The provider's body, as server-sent events.</param>
    /// <param name="dialect">Its dialect.</param>
    /// <param name="reader">Reads its events.</param>
    /// <param name="writer">Writes the client's.</param>
    /// <param name="observation">What metering sees.</param>
    /// <param name="arrived">Told whenever the provider has sent something: several of its events may make none of the client's.</param>
    public TranslatedStream(Stream provider, Dialect dialect, AnswerReader reader, AnswerWriter writer, AnswerObservation observation, Action arrived)
    {
        (_provider, _reader, _writer, _observation, _arrived) = (provider, reader, writer, observation, arrived);
        _tap = new EventStreamTap(new Listener(dialect, this), observation);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_taken == _output.WrittenCount && !_isRead)
        {
            _output.ResetWrittenCount();
            _taken = 0;
            var read = await _provider.ReadAsync(_chunk, cancellationToken);
            _arrived();
            if (read == 0)
            {
                Complete();
            }

            for (var scanned = 0; scanned < read;)
            {
                scanned += _tap.Scan(_chunk.AsSpan(scanned, read - scanned)).Consumed;
            }
        }

        var count = Math.Min(buffer.Length, _output.WrittenCount - _taken);
        _output.WrittenMemory.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _tap.Dispose();
        ArrayPool<byte>.Shared.Return(_chunk);
        await _provider.DisposeAsync();
        await base.DisposeAsync();
    }

    private void Complete()
    {
        _isRead = true;
        _tap.Complete();
        if (_observation.HasFinishReason)
        {
            Write(new AnswerEvent.Ended());
        }
        else
        {
            Write(new AnswerEvent.Failed(RefusalCodes.StreamInterrupted, "The model's provider broke off its answer."));
        }
    }

    private void Translate(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, EventMeaning meaning)
    {
        if (_failed || _ended)
        {
            return;
        }

        if (truncated)
        {
            Write(new AnswerEvent.Failed(RefusalCodes.MalformedAnswer, "The model's provider sent an event that is too long."));
            throw new JsonException("An event is too long to be translated.");
        }

        data = data.TrimStart(" \t\n"u8);
        if (data is [(byte)'{', ..])
        {
            try
            {
                var reader = new Utf8JsonReader(data);
                using var document = JsonDocument.ParseValue(ref reader);
                foreach (var happened in _reader.ReadEvent(Encoding.UTF8.GetString(name), document.RootElement))
                {
                    Write(happened);
                }
            }
            catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
            {
                Write(new AnswerEvent.Failed(RefusalCodes.MalformedAnswer, "The model's provider sent what cannot be understood: " + malformed.Message));
                throw;
            }
        }

        if (meaning == EventMeaning.Terminal)
        {
            Write(new AnswerEvent.Ended());
        }
    }

    private void Write(AnswerEvent happened)
    {
        if (_failed || _ended)
        {
            return;
        }

        try
        {
            _writer.WriteEvent(happened, _observation.ToUsage(isEmbedding: false), _output);
            _failed = happened is AnswerEvent.Failed;
            _ended = happened is AnswerEvent.Ended;
        }
        catch (JsonException unsayable)
        {
            // Writers find out before they write a byte.
            _failed = true;
            _observation.ErrorCode ??= RefusalCodes.MalformedAnswer;
            _writer.WriteEvent(new AnswerEvent.Failed(RefusalCodes.MalformedAnswer, unsayable.Message), default, _output);
        }
    }

    /// <summary>Meters an event by its dialect, then has it translated.</summary>
    private sealed class Listener(Dialect dialect, TranslatedStream stream) : Dialect
    {
        public override string Name => dialect.Name;

        public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation) => dialect.ReadBody(body, truncated, observation);

        public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
        {
            var meaning = dialect.ReadEvent(name, data, truncated, observation);
            stream.Translate(name, data, truncated, meaning);
            return meaning;
        }

        public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => dialect.WriteError(json, refusal, requestId);
    }
}
