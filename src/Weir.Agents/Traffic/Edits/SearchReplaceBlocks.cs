namespace Weir.Agents.Traffic.Edits;

/// <summary>The blocks in which Cline and Roo Code write edits: a ruler with SEARCH, what is searched, a line of <c>=</c>, what replaces it, a ruler with REPLACE.</summary>
internal static class SearchReplaceBlocks
{
    /// <summary>The lines added and removed; NULL where the text has no whole block.</summary>
    public static LineCounts? Count(string text)
    {
        LineCounts? counts = null;
        List<string>? search = null;
        List<string>? replacement = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (IsRuler(line, "SEARCH"))
            {
                (search, replacement) = ([], null);
            }
            else if (search is null)
            {
                continue;
            }
            else if (replacement is null && IsLineOf(line, '='))
            {
                replacement = [];
            }
            else if (replacement is not null && IsRuler(line, "REPLACE"))
            {
                counts = (counts ?? default) + LineDiff.Between(string.Join('\n', search), string.Join('\n', replacement));
                (search, replacement) = (null, null);
            }
            else if (replacement is null && IsLineOf(line, '-') && search.Count > 0 && search[0].StartsWith(":start_line:", StringComparison.Ordinal))
            {
                // Roo Code begins a block with its line's number and a ruler.
                search.Clear();
            }
            else
            {
                (replacement ?? search).Add(line);
            }
        }

        return counts;
    }

    private static bool IsLineOf(ReadOnlySpan<char> line, char character) => line.TrimEnd() is { Length: >= 5 } ruler && !ruler.ContainsAnyExcept(character);

    private static bool IsRuler(ReadOnlySpan<char> line, string word) => line.Length > word.Length + 5 && line[0] is '-' or '+' or '<' or '>' && line.TrimStart("-+<>").Trim().SequenceEqual(word);
}
