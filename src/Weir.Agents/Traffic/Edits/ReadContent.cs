using System.Text;
using System.Text.Json;
using Weir.Agents.Traffic.Conversations;

namespace Weir.Agents.Traffic.Edits;

/// <summary>What a tool that reads files showed of one.</summary>
internal static class ReadContent
{
    /// <summary>Claude Code shows this many lines of a file without being asked for more; as many may not be all.</summary>
    private const int MostLines = 2000;

    /// <summary>A file's whole content; NULL where a part was asked for, or the text does not show a file's lines.</summary>
    /// <param name="call">The call.</param>
    /// <param name="text">What the tool answered.</param>
    /// <param name="raw">Whether the text is the content itself (Gemini), not lines with numbers.</param>
    public static string? Of(ToolCall call, string text, bool raw)
    {
        if (call.Tool.ToLowerInvariant() is not ("read" or "read_file") || call.Input.Member("offset", "limit", "start_line", "end_line", "pages").ValueKind != JsonValueKind.Undefined)
        {
            return null;
        }

        if (raw)
        {
            return text.Contains("truncated", StringComparison.OrdinalIgnoreCase) || text.Contains("<untrusted_context>", StringComparison.Ordinal) ? null : text;
        }

        var content = new StringBuilder();
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var start = AfterNumber(line);
            if (start >= 0)
            {
                content.Append(line[start..]).Append('\n');
                lines++;
            }
            else if (lines > 0)
            {
                break;
            }
        }

        if (lines is 0 or >= MostLines)
        {
            return null;
        }

        // Claude Code 2.1 shows the end of the last line as a further, empty one.
        return content.ToString(0, content.Length - 1);
    }

    // "   12→text" and "12\ttext" are Claude Code's, "00012| text" and "12: text" opencode's.
    private static int AfterNumber(ReadOnlySpan<char> line)
    {
        var digits = line.Length - line.TrimStart(' ').Length;
        var end = digits;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        if (end == digits || end == line.Length)
        {
            return -1;
        }

        return line[end] switch
        {
            '\t' or '→' => end + 1,
            '|' or ':' => end + 1 < line.Length && line[end + 1] == ' ' ? end + 2 : end + 1,
            _ => -1,
        };
    }
}
