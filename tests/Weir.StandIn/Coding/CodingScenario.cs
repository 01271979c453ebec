using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.StandIn.Coding;

/// <summary>
/// A model that works as a coding agent wants it to: it writes a file of three lines, changes two of them, commits, and says that it is done. Which of these is next it tells from the tool results in the
/// request, so that it needs no memory. Asked without the agent's tools (a title, a choice of model) it only talks.
/// </summary>
public static partial class CodingScenario
{
    /// <summary>The model that is answered so.</summary>
    public const string Model = "coding-scenario";

    /// <summary>The file that it writes.</summary>
    public const string FileName = "hello.py";

    /// <summary>What it commits with.</summary>
    public const string CommitMessage = "feat: add hello";

    /// <summary>What the file holds at the end: three lines were added, then two more for two of them.</summary>
    public const string Changed = FirstLine + NewLines;

    internal const string Written = FirstLine + OldLines;
    internal const string OldLines = "    print(\"hello\")\n    return 1\n";
    internal const string NewLines = "    print(\"hello, world\")\n    print(\"again\")\n";
    internal const string Command = $"git add -A && git commit -q -m \"{CommitMessage}\"";
    internal const string Words = "The file is committed.";
    private const string FirstLine = "def hello():\n";

    /// <summary>The patch by which a file is written.</summary>
    internal static string PatchThatWrites { get; } = Patch($"*** Add File: {FileName}", Lines('+', Written));

    /// <summary>The patch by which it is changed.</summary>
    internal static string PatchThatChanges { get; } = Patch($"*** Update File: {FileName}", "@@\n" + Lines(' ', FirstLine) + Lines('-', OldLines) + Lines('+', NewLines));

    /// <summary>What a user asks for.</summary>
    /// <param name="folder">The repository; the model knows it only from here.</param>
    public static string PromptFor(string folder) => $"Write {FileName}, change it and commit it. Work in the folder {folder} only.";

    /// <summary>Answers a call.</summary>
    /// <param name="path">The call's path, which tells the dialect.</param>
    /// <param name="body">Its body.</param>
    internal static StandInAnswer Answer(string path, byte[] body)
    {
        var request = JsonSerializer.Deserialize<JsonElement>(body);
        if (path.EndsWith("/messages", StringComparison.Ordinal))
        {
            return MessagesScenario.Answer(request);
        }

        return path.EndsWith("/responses", StringComparison.Ordinal) ? ResponsesScenario.Answer(request) : GeminiScenario.Answer(request, path.EndsWith(":streamGenerateContent", StringComparison.Ordinal));
    }

    /// <summary>What comes after so many tool results.</summary>
    internal static CodingStep StepAfter(int results) => results < (int)CodingStep.Talk ? (CodingStep)results : CodingStep.Talk;

    /// <summary>The whole path of the file that a conversation is about.</summary>
    internal static string FileOf(JsonElement request) => FolderOf(request) + "/" + FileName;

    /// <summary>The folder that a conversation is about.</summary>
    internal static string FolderOf(JsonElement request) => PromptPattern().Match(request.GetRawText()).Value;

    /// <summary>A member that is an array, or none of its elements.</summary>
    internal static IEnumerable<JsonElement> Elements(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : [];

    /// <summary>A member that is a text.</summary>
    internal static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static string Patch(string file, string lines) => $"*** Begin Patch\n{file}\n{lines}*** End Patch\n";

    private static string Lines(char sign, string text) => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{sign}{line}\n"));

    [GeneratedRegex(@"(?<=Work in the folder )[\w/.-]+(?= only\.)", RegexOptions.None, 1000)]
    private static partial Regex PromptPattern();
}

/// <summary>What the model does next.</summary>
internal enum CodingStep
{
    /// <summary>It writes the file.</summary>
    Write,

    /// <summary>It changes the file.</summary>
    Change,

    /// <summary>It commits.</summary>
    Commit,

    /// <summary>It says that it is done.</summary>
    Talk,
}
