using System.Globalization;
using System.IO.Hashing;

namespace Weir.Usage.Journal;

/// <summary>
/// A line of the journal: a JSON object whose last member is <c>"_crc"</c>, the CRC-32 in eight hexadecimal digits of every byte
/// before <c>,"_crc"</c>. So a segment is plain NDJSON, which DuckDB and ClickHouse read as it is.
/// </summary>
public static class JournalLine
{
    /// <summary>What a line is longer than its JSON object: the checksum's member and the line's end.</summary>
    public const int Overhead = 19;

    private const int SuffixLength = 19;

    private static ReadOnlySpan<byte> CrcMember => ",\"_crc\":\""u8;

    /// <summary>Writes a line.</summary>
    /// <param name="json">A JSON object with at least one member, from <c>{</c> to <c>}</c>.</param>
    /// <param name="line">Takes <paramref name="json"/> and <see cref="Overhead"/> more bytes.</param>
    public static void Write(ReadOnlySpan<byte> json, Span<byte> line)
    {
        var body = json[..^1];
        var crc = Crc32.HashToUInt32(body);
        body.CopyTo(line);
        line = line[body.Length..];
        CrcMember.CopyTo(line);
        crc.TryFormat(line[CrcMember.Length..], out _, "x8", CultureInfo.InvariantCulture);
        "\"}\n"u8.CopyTo(line[(CrcMember.Length + 8)..]);
    }

    /// <summary>Whether a line, without its end, is whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        if (line.Length <= SuffixLength || !line[^SuffixLength..].StartsWith(CrcMember))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[8];
        Crc32.HashToUInt32(line[..^SuffixLength]).TryFormat(expected, out _, "x8", CultureInfo.InvariantCulture);
        return line.Slice(line.Length - 10, 8).SequenceEqual(expected) && line.EndsWith("\"}"u8);
    }

    /// <summary>The JSON object of a whole line without its checksum.</summary>
    public static byte[] JsonOf(ReadOnlySpan<byte> line) => [.. line[..^SuffixLength], (byte)'}'];

    /// <summary>The request's id, which every record and intent states first; NULL for a line that is not one.</summary>
    public static Guid? RequestIdOf(ReadOnlySpan<byte> line)
    {
        var prefix = "{\"request_id\":\""u8;
        return line.StartsWith(prefix) && line.Length > prefix.Length + 36 && Guid.TryParse(line.Slice(prefix.Length, 36), CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
