using System.Text;
using System.Text.Json;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>Shell commands in the arguments of agents' tools.</summary>
internal static class ShellText
{
    /// <summary>The command in a tool's arguments: the member <c>cmd</c> or <c>command</c>, a text or the words of one.</summary>
    public static string? Of(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !(json.RootElement.TryGetProperty("cmd", out var command) || json.RootElement.TryGetProperty("command", out command)))
            {
                return null;
            }

            return command.ValueKind switch
            {
                JsonValueKind.String => command.GetString(),

                // ["bash", "-lc", "git commit ..."]: the script is the last word; ["git", "commit"] has none.
                JsonValueKind.Array when command.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!).ToArray() is { Length: > 0 } words =>
                    words is [_, ['-', .., 'c'], var script, ..] ? script : string.Join(' ', words.Select(word => word.Contains(' ', StringComparison.Ordinal) ? "'" + word + "'" : word)),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>How many times a command line calls <c>git commit</c>: text in quotes is no call.</summary>
    public static int Commits(string command) => Calls(command).Count(IsCommit);

    // The simple commands of a line, each as its words.
    private static IEnumerable<List<string>> Calls(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            var letter = command[i];
            if (quote != '\0')
            {
                if (letter == quote)
                {
                    quote = '\0';
                }
                else
                {
                    if (letter == '\\' && quote == '"' && i + 1 < command.Length)
                    {
                        letter = command[++i];
                    }

                    word.Append(letter);
                }

                continue;
            }

            switch (letter)
            {
                case '\'' or '"':
                    quote = letter;
                    inWord = true;
                    break;
                case '\\' when i + 1 < command.Length:
                    word.Append(command[++i]);
                    inWord = true;
                    break;
                case ';' or '&' or '|' or '\n' or '(' or ')' or '{' or '}':
                    Close();
                    if (words.Count > 0)
                    {
                        yield return words;
                        words = [];
                    }

                    break;
                case ' ' or '\t' or '\r':
                    Close();
                    break;
                default:
                    word.Append(letter);
                    inWord = true;
                    break;
            }
        }

        Close();
        if (words.Count > 0)
        {
            yield return words;
        }

        void Close()
        {
            if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }
    }

    private static bool IsCommit(List<string> words)
    {
        var index = 0;
        while (index < words.Count && (words[index].Contains('=', StringComparison.Ordinal) || words[index] is "sudo" or "env" or "command" or "then" or "do" or "else" or "!"))
        {
            index++;
        }

        if (index >= words.Count || (words[index] != "git" && !words[index].EndsWith("/git", StringComparison.Ordinal)))
        {
            return false;
        }

        for (index++; index < words.Count && words[index].StartsWith('-'); index++)
        {
            if (words[index] is "-C" or "-c" or "--git-dir" or "--work-tree" or "--namespace")
            {
                index++;
            }
        }

        return index < words.Count && words[index] == "commit" && !words.Contains("--dry-run", StringComparer.Ordinal);
    }
}
