using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Weir.Gateway.Providers.Amazon;

/// <summary>
/// A frame of <c>application/vnd.amazon.eventstream</c>: length, length of the headers, CRC32 of both, headers, payload, CRC32 of all
/// before it; numbers are big-endian (smithy.io, "Amazon Event Stream Specification"). Of the headers only those that say what the frame
/// is are kept; the others are stepped over, whatever their type.
/// </summary>
internal readonly ref struct EventFrame
{
    /// <summary>The largest frame that the format allows, in bytes.</summary>
    public const int LargestFrame = 16 * 1024 * 1024;

    private const int PreludeLength = 12;
    private const int CrcLength = 4;

    /// <summary><c>:message-type</c>: <c>event</c>, <c>exception</c> or <c>error</c>.</summary>
    public string? MessageType { get; private init; }

    /// <summary><c>:event-type</c>, <c>:exception-type</c> or <c>:error-code</c>.</summary>
    public string? Name { get; private init; }

    /// <summary><c>:error-message</c>.</summary>
    public string? ErrorMessage { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>The length in bytes of the frame that begins there; 0 while too little of it is there to tell.</summary>
    /// <exception cref="IOException">What begins there is not a frame.</exception>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PreludeLength)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        Require(BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) == Crc32.HashToUInt32(bytes[..8]), "the checksum of its beginning is wrong");
        Require(length is >= PreludeLength + CrcLength and <= LargestFrame, "its length is not possible");
        Require(headers <= length - PreludeLength - CrcLength, "its headers are longer than itself");
        return (int)length;
    }

    /// <summary>Reads a whole frame.</summary>
    /// <exception cref="IOException">The frame is damaged.</exception>
    public static EventFrame Read(ReadOnlySpan<byte> frame)
    {
        var body = frame[..^CrcLength];
        Require(BinaryPrimitives.ReadUInt32BigEndian(frame[^CrcLength..]) == Crc32.HashToUInt32(body), "its checksum is wrong");
        var headersEnd = PreludeLength + (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        var headers = body[PreludeLength..headersEnd];
        string? messageType = null;
        string? name = null;
        string? errorMessage = null;
        while (!headers.IsEmpty)
        {
            var key = Take(ref headers, Take(ref headers, 1)[0]);
            var value = TakeValue(ref headers, out var isText);
            if (!isText)
            {
                continue;
            }

            if (key.SequenceEqual(":message-type"u8))
            {
                messageType = Encoding.UTF8.GetString(value);
            }
            else if (key.SequenceEqual(":event-type"u8) || key.SequenceEqual(":exception-type"u8) || key.SequenceEqual(":error-code"u8))
            {
                name = Encoding.UTF8.GetString(value);
            }
            else if (key.SequenceEqual(":error-message"u8))
            {
                errorMessage = Encoding.UTF8.GetString(value);
            }
        }

        return new EventFrame { MessageType = messageType, Name = name, ErrorMessage = errorMessage, Payload = body[headersEnd..] };
    }

    private static ReadOnlySpan<byte> TakeValue(ref ReadOnlySpan<byte> headers, out bool isText)
    {
        var type = Take(ref headers, 1)[0];
        isText = type == 7;
        return type switch
        {
            0 or 1 => default, // true, false
            2 => Take(ref headers, 1), // byte
            3 => Take(ref headers, 2), // short
            4 => Take(ref headers, 4), // int
            5 or 8 => Take(ref headers, 8), // long, timestamp
            6 or 7 => Take(ref headers, BinaryPrimitives.ReadUInt16BigEndian(Take(ref headers, 2))), // bytes, text
            9 => Take(ref headers, 16), // UUID
            _ => throw Damaged("one of its headers has a type that does not exist"),
        };
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int count)
    {
        Require(count <= from.Length, "one of its headers is longer than all of them");
        var taken = from[..count];
        from = from[count..];
        return taken;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Damaged(otherwise);
        }
    }

    private static IOException Damaged(string why) => new($"A frame of the provider's stream is damaged: {why}.");
}
