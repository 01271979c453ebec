using System.Globalization;
using System.Text.Json;
using Weir.Agents.Traffic.Conversations;

namespace Weir.Agents.Traffic.Edits;

/// <summary>
/// The edits that agents' tools make, by the tools' names and members as they were seen on the wire (Claude Code, Codex, Gemini CLI, opencode, Qwen Code, Copilot CLI) or stand in the agents' sources and
/// documentation (Cursor, Cline, Roo Code, pi).
/// </summary>
internal static class FileEdits
{
    /// <summary>Whether a tool edits files.</summary>
    public static bool Edits(ToolCall call) => KindOf(call) != EditKind.None;

    /// <summary>
    /// The lines that a successful call added and removed; NULL where its words do not tell: a file overwritten whose content the conversation does not show, a deleted file, a sketched edit.
    /// </summary>
    /// <param name="outcome">The call and its result.</param>
    /// <param name="contentBefore">The content of the file at a path before the call, where the conversation shows it.</param>
    public static LineCounts? Count(ToolOutcome outcome, Func<string, string?> contentBefore)
    {
        var input = outcome.Call.Input;
        var result = outcome.Result.Text;
        switch (KindOf(outcome.Call))
        {
            case EditKind.Replace:
                return Replaced(input, result);
            case EditKind.Write:
                return Written(input, result, contentBefore);
            case EditKind.Patch:
                return PatchText.In(input.TextOf("input", "patch", "patchText", "patch_text") ?? input.Text) is { } patch ? PatchText.Count(patch) : null;
            case EditKind.Notebook:
                // A cell's earlier lines are in no call; only what is new is counted.
                return input.TextOf("edit_mode") == "delete" || input.TextOf("new_source", "new_string") is not { } source ? null : LineDiff.Between(input.TextOf("old_string") ?? string.Empty, source);
            case EditKind.Insert:
                return input.TextOf("insert_text", "new_str", "content", "text") is { } inserted ? new LineCounts(LineDiff.CountLines(inserted), 0) : null;
            default:
                return null;
        }
    }

    /// <summary>The path of the file that a tool works on; NULL where it names none.</summary>
    public static string? PathOf(ToolInput input) => input.TextOf("file_path", "filePath", "filepath", "path", "target_file", "absolute_path", "absolutePath", "notebook_path");

    /// <summary>A file's content after a call; NULL where that cannot be told.</summary>
    public static string? ContentAfter(ToolCall call, string? before)
    {
        switch (KindOf(call))
        {
            case EditKind.Write:
                return ContentOf(call.Input);
            case EditKind.Replace:
                foreach (var (old, @new, all) in ReplacementsOf(call.Input))
                {
                    var at = old.Length == 0 ? -1 : before?.IndexOf(old, StringComparison.Ordinal) ?? -1;
                    before = at < 0 ? null : all ? before!.Replace(old, @new, StringComparison.Ordinal) : string.Concat(before.AsSpan(0, at), @new, before.AsSpan(at + old.Length));
                }

                return ReplacementsOf(call.Input).Any() ? before : null;
            default:
                return null;
        }
    }

    private static EditKind KindOf(ToolCall call) => call.Tool.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "edit" or "multiedit" or "replace" or "strreplace" or "searchreplace" or "replaceinfile" or "applydiff" or "editfile" => EditKind.Replace,
        "write" or "writefile" or "writetofile" or "create" or "createfile" => EditKind.Write,
        "applypatch" or "patch" => EditKind.Patch,
        "notebookedit" or "editnotebook" => EditKind.Notebook,
        "insert" or "insertcontent" => EditKind.Insert,
        "strreplaceeditor" or "strreplacebasededittool" => call.Input.TextOf("command") switch
        {
            "create" => EditKind.Write,
            "str_replace" => EditKind.Replace,
            "insert" => EditKind.Insert,
            _ => EditKind.None,
        },
        _ => EditKind.None,
    };

    private static string? ContentOf(ToolInput input) => input.TextOf("content", "contents", "file_text");

    private static IEnumerable<(string Old, string New, bool All)> ReplacementsOf(ToolInput input)
    {
        var edits = input.Member("edits").Elements().ToList();
        foreach (var edit in edits.Count > 0 ? edits.Select(ToolInput.Of) : [input])
        {
            if (edit.TextOf("new_string", "newString", "new_str", "newText") is { } @new)
            {
                yield return (edit.TextOf("old_string", "oldString", "old_str", "oldText") ?? string.Empty, @new, edit.Member("replace_all", "replaceAll", "allow_multiple").ValueKind == JsonValueKind.True);
            }
        }
    }

    private static LineCounts? Replaced(ToolInput input, string result)
    {
        var replacements = ReplacementsOf(input).ToList();
        if (replacements.Count > 0)
        {
            // Gemini and Qwen say how often they replaced; Claude does not, so its replace_all counts once.
            return replacements.Aggregate(default(LineCounts), (counts, replacement) => counts + LineDiff.Between(replacement.Old, replacement.New)) * TimesIn(result);
        }

        if (input.TextOf("diff") is { } diff)
        {
            return SearchReplaceBlocks.Count(diff);
        }

        // Cursor's sketch leaves out what stays; only a whole new file's is its content.
        return input.TextOf("code_edit") is { } sketch && !sketch.Contains("existing code", StringComparison.Ordinal) && SaysCreated(result) ? new LineCounts(LineDiff.CountLines(sketch), 0) : null;
    }

    private static LineCounts? Written(ToolInput input, string result, Func<string, string?> contentBefore)
    {
        if (ContentOf(input) is not { } content)
        {
            return null;
        }

        if (SaysCreated(result))
        {
            return new(LineDiff.CountLines(content), 0);
        }

        if (PathOf(input) is { } path && contentBefore(path) is { } before)
        {
            return LineDiff.Between(before, content);
        }

        // Agents must read a file before they overwrite it; a result that says neither, of a file that was not read, is a new file's.
        return SaysOverwritten(result) ? null : new LineCounts(LineDiff.CountLines(content), 0);
    }

    private static bool SaysCreated(string result) => Start(result).Contains("created", StringComparison.OrdinalIgnoreCase);

    private static bool SaysOverwritten(string result) => Start(result).Contains("updated", StringComparison.OrdinalIgnoreCase) || Start(result).Contains("overwr", StringComparison.OrdinalIgnoreCase);

    // Behind the first sentence the file's path and content may follow.
    private static ReadOnlySpan<char> Start(string result)
    {
        var start = result.AsSpan(0, Math.Min(result.Length, 2000));
        var end = start.IndexOf('\n');
        return end < 0 ? start : start[..end];
    }

    private static long TimesIn(string result)
    {
        const string after = " replacement";
        var start = Start(result);
        var at = start.IndexOf(after, StringComparison.Ordinal);
        var open = at < 0 ? -1 : start[..at].LastIndexOf('(');
        return open >= 0 && int.TryParse(start[(open + 1)..at], NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? times : 1;
    }

    private enum EditKind
    {
        None,
        Replace,
        Write,
        Patch,
        Notebook,
        Insert,
    }
}
