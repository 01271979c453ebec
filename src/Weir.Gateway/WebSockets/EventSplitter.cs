using System.Buffers;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// Takes a <c>text/event-stream</c> apart as its bytes are written (WHATWG HTML 9.2.6): the data of each event. Names, identifiers and comments go; the data say their type themselves.
/// </summary>
/// <param name="largest">The most that one event may have, in bytes.</param>
internal sealed class EventSplitter(int largest)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _isAtStart = true;
    private bool _isTaken;

    /// <summary>Reads on until an event is complete.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="data">The event's data, until the next call; empty where no event is complete.</param>
    /// <returns>How many of the bytes were read.</returns>
    /// <exception cref="InvalidDataException">An event is too long.</exception>
    public int Read(ReadOnlySpan<byte> bytes, out ReadOnlyMemory<byte> data)
    {
        if (_isTaken)
        {
            _data.ResetWrittenCount();
            _isTaken = false;
        }

        var read = 0;
        while (true)
        {
            var rest = bytes[read..];
            var end = rest.IndexOf((byte)'\n');
            if (_line.WrittenCount + _data.WrittenCount + (end < 0 ? rest.Length : end) > largest)
            {
                throw new InvalidDataException($"An event is longer than {largest:N0} bytes.");
            }

            _line.Write(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                data = default;
                return bytes.Length;
            }

            read += end + 1;
            if (EndLine())
            {
                data = _data.WrittenMemory;
                _isTaken = true;
                return read;
            }
        }
    }

    // True at the end of an event that has data.
    private bool EndLine()
    {
        var line = _line.WrittenSpan;
        if (_isAtStart && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        _isAtStart = false;
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        var isEnd = line.IsEmpty && _data.WrittenCount > 0;
        if (line.StartsWith("data:"u8))
        {
            if (_data.WrittenCount > 0)
            {
                _data.Write("\n"u8);
            }

            line = line[5..];
            _data.Write(line.StartsWith(" "u8) ? line[1..] : line);
        }

        _line.ResetWrittenCount();
        return isEnd;
    }
}
