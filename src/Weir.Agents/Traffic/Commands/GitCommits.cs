using System.Buffers;

namespace Weir.Agents.Traffic.Commands;

/// <summary>Counts the commits that a command made.</summary>
internal static class GitCommits
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static readonly HashSet<string> OptionsWithValue = new(StringComparer.Ordinal) { "-C", "-c", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env", "--exec-path" };

    /// <summary>What git says when there is nothing to commit; a following <c>|| true</c> hides that it failed.</summary>
    private static readonly string[] NoChanges = ["nothing to commit", "nothing added to commit", "no changes added to commit"];

    /// <summary>
    /// The commits. Git's own words for each, <c>[main abc1234] message</c>, are the truth, whatever came of the rest of the command; where git was told to be quiet, the calls of <c>git commit</c> in a command
    /// that succeeded. One that amends adds none. An alias counts where the command itself defines it; others do where git is not quiet.
    /// </summary>
    public static int Made(IReadOnlyList<ShellCommand> commands, string output, bool succeeded)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal) { "commit" };
        var calls = 0;
        var amending = 0;
        var usesGit = false;
        foreach (var words in commands.Select(command => command.Words).Where(words => CommandWords.NameOf(words[0]) == "git"))
        {
            usesGit = true;
            var at = 1;
            while (at < words.Count && words[at].StartsWith('-'))
            {
                if (words[at] == "-c" && at + 1 < words.Count)
                {
                    AddAlias(aliases, words[at + 1].Split('=', 2));
                }

                at += OptionsWithValue.Contains(words[at]) ? 2 : 1;
            }

            if (at >= words.Count)
            {
                continue;
            }

            var arguments = words[(at + 1)..];
            if (words[at] == "config")
            {
                AddAlias(aliases, [.. arguments.Where(word => !word.StartsWith('-'))]);
            }
            else if (aliases.Contains(words[at]) && !arguments.Any(word => word is "--dry-run" or "--help" or "-h"))
            {
                calls++;
                amending += arguments.Contains("--amend", StringComparer.Ordinal) ? 1 : 0;
            }
        }

        if (!usesGit)
        {
            return 0;
        }

        var told = ToldIn(output);
        var inferred = succeeded && !NoChanges.Any(words => output.Contains(words, StringComparison.Ordinal)) ? calls : 0;
        return Math.Max(0, (told > 0 ? told : inferred) - amending);
    }

    private static void AddAlias(HashSet<string> aliases, string[] setting)
    {
        const string section = "alias.";
        if (setting is [var name, var value, ..] && name.StartsWith(section, StringComparison.OrdinalIgnoreCase) && value.Split(' ')[0] == "commit")
        {
            aliases.Add(name[section.Length..]);
        }
    }

    /// <summary>How many commits git tells of in an output.</summary>
    public static int ToldIn(string output)
    {
        var told = 0;
        foreach (var line in output.AsSpan().EnumerateLines())
        {
            told += IsCommit(line) ? 1 : 0;
        }

        return told;
    }

    /// <summary>Whether a line is <c>[branch abc1234] message</c> or <c>[branch (root-commit) abc1234] message</c>.</summary>
    private static bool IsCommit(ReadOnlySpan<char> line)
    {
        // Gemini's shell tool begins the first line so.
        line = line.StartsWith("Output: ", StringComparison.Ordinal) ? line["Output: ".Length..] : line;
        if (!line.StartsWith("[", StringComparison.Ordinal))
        {
            return false;
        }

        var end = line.IndexOf("] ", StringComparison.Ordinal);
        var space = end < 0 ? -1 : line[..end].LastIndexOf(' ');
        var hash = space < 2 ? [] : line[(space + 1)..end];
        return hash.Length is >= 4 and <= 64 && !hash.ContainsAnyExcept(HexDigits);
    }
}
