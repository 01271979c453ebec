namespace Weir.Agents.Traffic.Commands;

/// <summary>Counts the pull requests that a command opened.</summary>
internal static class PullRequests
{
    /// <summary>The calls of <c>gh pr create</c> whose URL stands in the output.</summary>
    public static int Opened(IReadOnlyList<ShellCommand> commands, string output)
    {
        var calls = commands.Count(command => Creates(command.Words));
        return calls == 0 ? 0 : Math.Min(calls, UrlsIn(output));
    }

    private static bool Creates(List<string> words)
    {
        if (CommandWords.NameOf(words[0]) != "gh" || words.Contains("--dry-run", StringComparer.Ordinal))
        {
            return false;
        }

        var at = words.IndexOf("pr");
        return at > 0 && at + 1 < words.Count && words[at + 1] is "create" or "new";
    }

    private static int UrlsIn(string output)
    {
        const string path = "/pull/";
        var urls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in output.Split([' ', '\n', '\r', '\t', '"', '<', '>', '(', ')', '\\'], StringSplitOptions.RemoveEmptyEntries))
        {
            var at = word.StartsWith("https://", StringComparison.Ordinal) ? word.IndexOf(path, StringComparison.Ordinal) : -1;
            if (at >= 0 && at + path.Length < word.Length && char.IsAsciiDigit(word[at + path.Length]))
            {
                urls.Add(word);
            }
        }

        return urls.Count;
    }
}
