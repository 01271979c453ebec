using System.Text.RegularExpressions;

namespace Weir.Gateway.Translation;

/// <summary>The id of a tool call for the APIs that take <c>^[a-zA-Z0-9_-]+$</c> only; a call and its result are mapped alike.</summary>
internal static partial class ToolCallId
{
    public static string Safe(string id) => UnsafeCharacters().Replace(id, "_");

    [GeneratedRegex("[^a-zA-Z0-9_-]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UnsafeCharacters();
}
