using System.Buffers;

namespace Weir.Agents.Traffic.Commands;

/// <summary>Reads a command's words.</summary>
internal static class CommandWords
{
    private static readonly SearchValues<char> NameParts = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal) { "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "command", "builtin", "exec", "nohup", "nice", "sudo", "env" };

    /// <summary>The words without what stands before a command and leaves it what it is: assignments, reserved words, <c>sudo</c>, <c>env</c>, <c>timeout 10</c>.</summary>
    public static List<string> WithoutWrappers(IReadOnlyList<string> words)
    {
        var start = 0;
        while (start < words.Count)
        {
            if (words[start] is "timeout")
            {
                start++;
                while (start < words.Count && (words[start].StartsWith('-') || (words[start].Length > 0 && char.IsAsciiDigit(words[start][0]))))
                {
                    start++;
                }
            }
            else if (Wrappers.Contains(words[start]) || IsAssignment(words[start]))
            {
                start++;
            }
            else
            {
                break;
            }
        }

        return [.. words.Skip(start)];
    }

    /// <summary>A program's name without its folder and ending: <c>/usr/bin/git</c> and <c>git.exe</c> are <c>git</c>.</summary>
    public static string NameOf(string program)
    {
        var name = program[(program.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && !char.IsAsciiDigit(word[0]) && !word.AsSpan(0, sign).ContainsAnyExcept(NameParts);
    }
}
