using DiffPlex;
using DiffPlex.Chunkers;

namespace Weir.Agents.Traffic.Edits;

/// <summary>Counts lines as <c>git diff --numstat</c> does. A newline at the end makes no further line; carriage returns are no part of a line.</summary>
internal static class LineDiff
{
    /// <summary>How many differing lines, of both texts together, are compared; of more all are taken to be removed and added, for comparing takes time of their product.</summary>
    public const int MostCompared = 20_000;

    /// <summary>How many lines a text has.</summary>
    public static long CountLines(string text) => LinesOf(text).Length;

    /// <summary>What it takes to make one text from the other.</summary>
    public static LineCounts Between(string before, string after)
    {
        ReadOnlySpan<string> old = LinesOf(before);
        ReadOnlySpan<string> @new = LinesOf(after);
        var head = old.CommonPrefixLength(@new);
        old = old[head..];
        @new = @new[head..];
        var tail = 0;
        while (tail < old.Length && tail < @new.Length && old[^(tail + 1)] == @new[^(tail + 1)])
        {
            tail++;
        }

        old = old[..^tail];
        @new = @new[..^tail];
        if (old.IsEmpty || @new.IsEmpty || old.Length + @new.Length > MostCompared)
        {
            return new(@new.Length, old.Length);
        }

        var diff = Differ.Instance.CreateDiffs(string.Join('\n', old), string.Join('\n', @new), ignoreWhiteSpace: false, ignoreCase: false, new LineChunker());
        return new(diff.DiffBlocks.Sum(block => (long)block.InsertCountB), diff.DiffBlocks.Sum(block => (long)block.DeleteCountA));
    }

    private static string[] LinesOf(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
