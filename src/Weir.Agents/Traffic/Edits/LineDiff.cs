using DiffPlex;

namespace Weir.Agents.Traffic.Edits;

/// <summary>Counts lines as <c>git diff --numstat</c> does. A newline at the end makes no further line; a carriage return before one is no part of the line.</summary>
internal static class LineDiff
{
    /// <summary>
    /// How many lines, of both texts together, are compared once what begins and ends both alike and what only one of them has is set aside. Comparing takes time of their number's square, a third of a second for
    /// so many; where there are more, all are taken to be removed and added.
    /// </summary>
    public const int MostCompared = 6_000;

    /// <summary>How many lines a text has.</summary>
    public static long CountLines(string text) => LinesOf(text).Length;

    /// <summary>What it takes to make one text from the other.</summary>
    public static LineCounts Between(string before, string after)
    {
        ReadOnlySpan<string> old = LinesOf(before);
        ReadOnlySpan<string> @new = LinesOf(after);
        var head = old.CommonPrefixLength(@new, StringComparer.Ordinal);
        old = old[head..];
        @new = @new[head..];
        var tail = 0;
        while (tail < old.Length && tail < @new.Length && old[^(tail + 1)] == @new[^(tail + 1)])
        {
            tail++;
        }

        old = old[..^tail];
        @new = @new[..^tail];
        var kept = LinesKept(old, @new);
        return new(@new.Length - kept, old.Length - kept);
    }

    /// <summary>How many lines stay where they are.</summary>
    private static int LinesKept(ReadOnlySpan<string> old, ReadOnlySpan<string> @new)
    {
        // A line that only one of the texts has cannot stay, and keeps no other from staying.
        var oldOfBoth = InBoth(old, @new);
        var newOfBoth = InBoth(@new, old);
        if (oldOfBoth.Count == 0 || oldOfBoth.Count + newOfBoth.Count > MostCompared)
        {
            return 0;
        }

        var diff = Differ.Instance.CreateDiffs(Text(oldOfBoth), Text(newOfBoth), ignoreWhiteSpace: false, ignoreCase: false, Lines.Chunker);
        return oldOfBoth.Count - diff.DiffBlocks.Sum(block => block.DeleteCountA);
    }

    private static List<string> InBoth(ReadOnlySpan<string> lines, ReadOnlySpan<string> others)
    {
        var known = new HashSet<string>(others.Length, StringComparer.Ordinal);
        foreach (var other in others)
        {
            known.Add(other);
        }

        var both = new List<string>();
        foreach (var line in lines)
        {
            if (known.Contains(line))
            {
                both.Add(line);
            }
        }

        return both;
    }

    private static string Text(List<string> lines) => string.Join('\n', lines) + '\n';

    private static string[] LinesOf(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>DiffPlex's own also breaks lines at carriage returns.</summary>
    private sealed class Lines : IChunker
    {
        public static readonly Lines Chunker = new();

        public IReadOnlyList<string> Chunk(string text) => LinesOf(text);
    }
}
