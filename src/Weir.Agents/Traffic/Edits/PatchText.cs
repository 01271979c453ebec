namespace Weir.Agents.Traffic.Edits;

/// <summary>Codex's patches: <c>*** Begin Patch</c>, files to add, update and delete, <c>*** End Patch</c>.</summary>
internal static class PatchText
{
    private const string Begin = "*** Begin Patch";

    /// <summary>The patch that a text holds; NULL where it holds none.</summary>
    public static string? In(string text)
    {
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        return start < 0 ? null : text[start..];
    }

    /// <summary>The lines that a patch adds and removes. A deleted file's lines are not in the patch, so they are not counted.</summary>
    public static LineCounts Count(string patch)
    {
        var counts = default(LineCounts);
        var inFile = false;
        foreach (var line in patch.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("*** ", StringComparison.Ordinal))
            {
                if (line.StartsWith("*** End Patch", StringComparison.Ordinal))
                {
                    break;
                }

                inFile = line.StartsWith("*** Add File:", StringComparison.Ordinal) || line.StartsWith("*** Update File:", StringComparison.Ordinal) || (inFile && !line.StartsWith("*** Delete File:", StringComparison.Ordinal));
            }
            else if (inFile && line.Length > 0)
            {
                counts += line[0] switch
                {
                    '+' => new(1, 0),
                    '-' => new(0, 1),
                    _ => default,
                };
            }
        }

        return counts;
    }
}
