namespace Weir.Agents.Telemetry.Reports;

/// <summary>Patches in the format of Codex's apply_patch.</summary>
internal static class PatchText
{
    /// <summary>How many lines a patch adds and removes. The lines of a file that it deletes are not in it, so they are not counted.</summary>
    public static (long Added, long Removed) Count(string patch)
    {
        long added = 0;
        long removed = 0;
        var inFile = false;
        foreach (var line in patch.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("*** ", StringComparison.Ordinal))
            {
                inFile = line.StartsWith("*** Add File:", StringComparison.Ordinal) || line.StartsWith("*** Update File:", StringComparison.Ordinal) || (inFile && line.StartsWith("*** Move to:", StringComparison.Ordinal));
            }
            else if (inFile && line.StartsWith('+'))
            {
                added++;
            }
            else if (inFile && line.StartsWith('-'))
            {
                removed++;
            }
        }

        return (added, removed);
    }
}
