using System.Text.Json;
using Weir.Gateway.Dialects;

namespace Weir.Gateway.Metering;

/// <summary>
/// Reads a <c>text/event-stream</c> line by line (WHATWG HTML 9.2.6) and shows each event to the dialect.
/// Copies bytes only where a line or an event is split between chunks. Survives LF and CRLF, comments, unknown
/// fields, data of many lines, a byte order mark, and a last line without its end. A stream whose only line end is a lone CR,
/// which no provider sends, is read when it ends.
/// </summary>
internal sealed class EventStreamTap(Dialect dialect, AnswerObservation observation) : IAnswerTap
{
    private readonly TailBuffer _line = new();
    private readonly TailBuffer _data = new();
    private readonly byte[] _name = new byte[64];
    private int _nameLength;
    private bool _dataTruncated;
    private bool _atStreamStart = true;

    // The current event's first byte, relative to the chunk being scanned.
    private int _eventStart;

    /// <inheritdoc/>
    public TapStep Scan(ReadOnlySpan<byte> chunk)
    {
        var position = 0;
        var lastEventEnd = -1;

        // The event's data while it lies in this chunk and needs no copy.
        ReadOnlySpan<byte> data = default;
        while (position < chunk.Length)
        {
            var rest = chunk[position..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                _line.Append(rest);
                break;
            }

            position += end + 1;
            if (!_line.IsEmpty)
            {
                _line.Append(rest[..end]);
                var line = WithoutCarriageReturn(_line.Bytes);
                _dataTruncated |= _line.WasTruncated;
                if (!line.IsEmpty)
                {
                    KeepData(data, TakeField(line));
                    data = default;
                    _line.Clear();
                    continue;
                }

                _line.Clear();
            }
            else if (WithoutCarriageReturn(rest[..end]) is { IsEmpty: false } line)
            {
                var field = TakeField(line);
                if (field.IsEmpty)
                {
                    continue;
                }

                if (data.IsEmpty && _data.IsEmpty)
                {
                    data = field;
                }
                else
                {
                    KeepData(data, field);
                    data = default;
                }

                continue;
            }

            var start = _eventStart;
            var meaning = Dispatch(data);
            data = default;
            _eventStart = position;
            lastEventEnd = position;
            if (meaning != EventMeaning.Ordinary)
            {
                _eventStart -= position;
                return new TapStep(meaning, start, position, lastEventEnd);
            }
        }

        if (!data.IsEmpty)
        {
            _data.Append(data);
        }

        var pending = _eventStart;
        _eventStart -= chunk.Length;
        return PendingTerminal(pending, chunk.Length, lastEventEnd) ?? new TapStep(EventMeaning.Ordinary, pending, chunk.Length, lastEventEnd);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_line.Bytes.Contains((byte)'\r'))
        {
            var text = _line.Bytes.ToArray();
            _line.Clear();
            text.AsSpan().Replace((byte)'\r', (byte)'\n');
            Scan(text);
        }

        if (!_line.IsEmpty)
        {
            KeepData(default, TakeField(_line.Bytes));
        }

        Dispatch(default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
    }

    // A client that reads line by line may act on a terminal event before its blank line has come.
    private TapStep? PendingTerminal(int start, int consumed, int lastEventEnd)
    {
        if (_data.IsEmpty || !_line.IsEmpty || !_data.Bytes.SequenceEqual("[DONE]"u8))
        {
            return null;
        }

        var meaning = Dispatch(default);
        return meaning == EventMeaning.Ordinary ? null : new TapStep(meaning, start, consumed, lastEventEnd);
    }

    private static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;

    private static ReadOnlySpan<byte> WithoutLeadingSpace(ReadOnlySpan<byte> value) => value is [(byte)' ', ..] ? value[1..] : value;

    /// <summary>The data of a data line; the name of an event line is kept; anything else is nothing.</summary>
    private ReadOnlySpan<byte> TakeField(ReadOnlySpan<byte> line)
    {
        if (_atStreamStart)
        {
            _atStreamStart = false;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }

        if (line.StartsWith("data:"u8))
        {
            return WithoutLeadingSpace(line[5..]);
        }

        if (line.StartsWith("event:"u8))
        {
            var name = WithoutLeadingSpace(line[6..]);
            _nameLength = Math.Min(name.Length, _name.Length);
            name[.._nameLength].CopyTo(_name);
        }

        return default;
    }

    private void KeepData(ReadOnlySpan<byte> earlier, ReadOnlySpan<byte> field)
    {
        if (!earlier.IsEmpty)
        {
            _data.Append(earlier);
        }

        if (field.IsEmpty)
        {
            return;
        }

        if (!_data.IsEmpty)
        {
            _data.Append("\n"u8);
        }

        _data.Append(field);
    }

    private EventMeaning Dispatch(ReadOnlySpan<byte> data)
    {
        var meaning = EventMeaning.Ordinary;
        if (!_data.IsEmpty)
        {
            data = _data.Bytes;
        }

        if (!data.IsEmpty)
        {
            try
            {
                meaning = dialect.ReadEvent(_name.AsSpan(0, _nameLength), data, _dataTruncated || _data.WasTruncated, observation);
            }
            catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
            {
                // A provider's malformed event goes on as it came; the row says that it was seen.
                observation.ErrorCode ??= Receiving.RefusalCodes.MalformedAnswer;
            }
        }

        _data.Clear();
        _nameLength = 0;
        _dataTruncated = false;
        return meaning;
    }
}
