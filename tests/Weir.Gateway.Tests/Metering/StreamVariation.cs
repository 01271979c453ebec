using System.Text;
using Weir.StandIn;

namespace Weir.Gateway.Tests.Metering;

/// <summary>
/// A stream of the corpus as another server, or the provider's next version, would send it: other line ends, comments, fields, events and JSON
/// members that nobody knows yet. Whoever reads the stream must take it for the same.
/// </summary>
internal sealed class StreamVariation
{
    // Words that mean something elsewhere, where they mean nothing.
    private const string UnknownMember = """
        "future_member":{"usage":{"input_tokens":999999,"prompt_tokens":999999},"usageMetadata":{"promptTokenCount":999999},"error":{"code":"future"},"type":"message_stop"},
        """;

    private readonly Random _random;
    private readonly string _lineEnd;

    private StreamVariation(Random random)
    {
        _random = random;
        _lineEnd = Happens(2) ? "\r\n" : "\n";
    }

    /// <summary>Varies a stream.</summary>
    /// <returns>Its bytes, one element for each event or comment with its blank line.</returns>
    public static IReadOnlyList<byte[]> Of(CorpusCase known, Random random) =>
        [.. new StreamVariation(random).Vary(known).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Cuts bytes into pieces, from single bytes to some hundreds.</summary>
    public static IEnumerable<byte[]> Pieces(byte[] bytes, Random random)
    {
        var longest = random.Next(1, 400);
        for (var start = 0; start < bytes.Length;)
        {
            var end = Math.Min(bytes.Length, start + random.Next(1, longest + 1));
            yield return bytes[start..end];
            start = end;
        }
    }

    private IEnumerable<string> Vary(CorpusCase known)
    {
        var text = Encoding.UTF8.GetString(known.Body).Replace("\r\n", "\n", StringComparison.Ordinal);
        var unknown = UnknownEventOf(known.Folder, isNamed: text.Contains("event:", StringComparison.Ordinal));
        var blocks = text.Split("\n\n");
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Length == 0)
            {
                continue;
            }

            if (Happens(4))
            {
                yield return WithLineEnds(": keep-alive\n\n");
            }

            if (Happens(4))
            {
                yield return WithLineEnds(unknown + "\n\n");
            }

            yield return WithLineEnds(Vary(blocks[i]) + (i < blocks.Length - 1 ? "\n\n" : string.Empty));
        }
    }

    private string Vary(string block)
    {
        var lines = block.Split('\n').Select(line => IsObject(line) && Happens(2) ? Insert(line, UnknownMember) : line).ToList();
        foreach (var line in new[] { ": comment", "id: 7", "retry: 10", "future: field", "future" }.Where(_ => Happens(6)))
        {
            lines.Insert(_random.Next(lines.Count + 1), line);
        }

        return string.Join('\n', lines);
    }

    private string WithLineEnds(string text) => text.Replace("\n", _lineEnd, StringComparison.Ordinal);

    private bool Happens(int onceIn) => _random.Next(onceIn) == 0;

    private static bool IsObject(string line) =>
        line.StartsWith("data:", StringComparison.Ordinal) && line[5..].TrimStart() is ['{', ..] data && data[1..].TrimStart() is not ['}', ..];

    private static string Insert(string line, string member) => line.Insert(line.IndexOf('{', StringComparison.Ordinal) + 1, member);

    private static string UnknownEventOf(string folder, bool isNamed) => (folder, isNamed) switch
    {
        ("anthropic-messages", true) => "event: future_event\ndata: {\"type\":\"future_event\",\"usage\":{\"input_tokens\":999999,\"output_tokens\":999999}}",
        ("anthropic-messages", false) => "data: {\"type\":\"future_event\",\"usage\":{\"input_tokens\":999999,\"output_tokens\":999999}}",
        ("openai-responses", _) => "event: response.future\ndata: {\"type\":\"response.future\",\"response\":{\"usage\":{\"input_tokens\":999999,\"output_tokens\":999999}}}",
        ("gemini-generate-content", _) => "data: {\"future\":{\"usageMetadata\":{\"promptTokenCount\":999999}}}",
        _ => "event: future\ndata: {\"object\":\"future.chunk\",\"choices\":[]}",
    };
}
