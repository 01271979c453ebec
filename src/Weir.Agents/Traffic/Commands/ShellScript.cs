using System.Text;

namespace Weir.Agents.Traffic.Commands;

/// <summary>A command of a script: its words without their quotes, and the here-document that it is given.</summary>
internal sealed class ShellCommand
{
    /// <summary>The words.</summary>
    public List<string> Words { get; init; } = [];

    /// <summary>The here-document; NULL where there is none.</summary>
    public string? HereDocument { get; set; }
}

/// <summary>
/// The commands of a shell script, those in <c>$(...)</c>, in groups and in <c>bash -c</c> included. It knows quotes, comments and here-documents, so that words in a text are not taken for commands; it runs and
/// expands nothing.
/// </summary>
internal sealed class ShellScript
{
    /// <summary>Scripts nest a few levels; deeper ones are not read.</summary>
    private const int Deepest = 16;

    private static readonly string[] Shells = ["sh", "bash", "zsh", "dash", "ksh"];

    private readonly string text;
    private readonly List<ShellCommand> commands = [];
    private readonly List<(ShellCommand Command, string End, bool Indented)> awaited = [];
    private int position;
    private int depth;

    private ShellScript(string text, int depth)
    {
        this.text = text;
        this.depth = depth;
    }

    /// <summary>The commands, in their order.</summary>
    public static IReadOnlyList<ShellCommand> CommandsOf(string script) => CommandsOf(script, 0);

    /// <summary>The commands of a call that is given as words, as <c>execve</c> takes them: <c>["bash", "-lc", "git commit"]</c>.</summary>
    public static IReadOnlyList<ShellCommand> CommandsOf(IReadOnlyList<string> words) => Unwrapped(new ShellCommand { Words = [.. words] }, 0);

    private static List<ShellCommand> CommandsOf(string script, int depth)
    {
        if (depth >= Deepest)
        {
            return [];
        }

        var parser = new ShellScript(script, depth);
        while (parser.position < script.Length)
        {
            parser.ReadCommands('\0');
        }

        return [.. parser.commands.SelectMany(command => Unwrapped(command, depth))];
    }

    /// <summary>What a command runs: of a shell, its script's commands; of others, themselves without what stands before them.</summary>
    private static List<ShellCommand> Unwrapped(ShellCommand command, int depth)
    {
        var words = CommandWords.WithoutWrappers(command.Words);
        if (words.Count == 0 || words[0].Length == 0)
        {
            return [];
        }

        if (Shells.Contains(CommandWords.NameOf(words[0]), StringComparer.Ordinal))
        {
            var option = words.FindIndex(1, word => word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal) && word.EndsWith('c'));
            return option >= 0 && option + 1 < words.Count ? CommandsOf(words[option + 1], depth + 1) : command.HereDocument is { } script ? CommandsOf(script, depth + 1) : [];
        }

        return words[0] == "eval" ? CommandsOf(string.Join(' ', words.Skip(1)), depth + 1) : [new ShellCommand { Words = words, HereDocument = command.HereDocument }];
    }

    private void ReadCommands(char end)
    {
        if (++depth > Deepest)
        {
            position = text.Length;
        }

        var command = new ShellCommand();
        StringBuilder? word = null;
        void EndWord()
        {
            if (word is not null)
            {
                command.Words.Add(word.ToString());
                word = null;
            }
        }

        void EndCommand()
        {
            EndWord();
            if (command.Words.Count > 0)
            {
                commands.Add(command);
                command = new ShellCommand();
            }
        }

        while (position < text.Length)
        {
            var character = text[position++];
            if (character == end)
            {
                break;
            }

            switch (character)
            {
                case ' ' or '\t' or '\r':
                    EndWord();
                    break;
                case '\n':
                    EndCommand();
                    ReadHereDocuments();
                    break;
                case '&' when Follows('>') || (position > 1 && text[position - 2] == '>'):
                    // "2>&1" and "&>file" redirect; they end no command.
                    EndWord();
                    break;
                case ';' or '|' or '&' or ')':
                    EndCommand();
                    break;
                case '(':
                    EndCommand();
                    ReadCommands(')');
                    break;
                case '`':
                    word ??= new();
                    ReadCommands('`');
                    break;
                case '$' when Follows('('):
                    position++;
                    word ??= new();
                    ReadCommands(')');
                    break;
                case '<' when Follows('<') && !Follows('<', 1):
                    EndWord();
                    position++;
                    AwaitHereDocument(command);
                    break;
                case '<' or '>':
                    EndWord();
                    break;
                case '#' when word is null:
                    SkipToLineEnd();
                    break;
                case '\'':
                    ReadSingleQuoted(word ??= new());
                    break;
                case '"':
                    ReadDoubleQuoted(word ??= new());
                    break;
                case '\\':
                    ReadEscaped(ref word);
                    break;
                default:
                    (word ??= new()).Append(character);
                    break;
            }
        }

        EndCommand();
        depth--;
    }

    private bool Follows(char character, int after = 0) => position + after < text.Length && text[position + after] == character;

    private void SkipToLineEnd()
    {
        var end = text.IndexOf('\n', position);
        position = end < 0 ? text.Length : end;
    }

    private void ReadEscaped(ref StringBuilder? word)
    {
        if (position < text.Length && text[position++] is var escaped && escaped != '\n')
        {
            (word ??= new()).Append(escaped);
        }
    }

    private void ReadSingleQuoted(StringBuilder word)
    {
        var end = text.IndexOf('\'', position);
        end = end < 0 ? text.Length : end;
        word.Append(text, position, end - position);
        position = Math.Min(end + 1, text.Length);
    }

    private void ReadDoubleQuoted(StringBuilder word)
    {
        while (position < text.Length)
        {
            var character = text[position++];
            switch (character)
            {
                case '"':
                    return;
                case '\\' when position < text.Length:
                    var escaped = text[position++];
                    _ = escaped is '"' or '\\' or '$' or '`' ? word.Append(escaped) : escaped == '\n' ? word : word.Append('\\').Append(escaped);
                    break;
                case '$' when Follows('('):
                    position++;
                    ReadCommands(')');
                    break;
                case '`':
                    ReadCommands('`');
                    break;
                default:
                    word.Append(character);
                    break;
            }
        }
    }

    private void AwaitHereDocument(ShellCommand command)
    {
        var indented = Follows('-');
        position += indented ? 1 : 0;
        while (Follows(' ') || Follows('\t'))
        {
            position++;
        }

        var end = new StringBuilder();
        while (position < text.Length && text[position] is var character && !char.IsWhiteSpace(character) && character is not (';' or '|' or '&' or ')' or '<' or '>'))
        {
            position++;
            if (character == '\'')
            {
                ReadSingleQuoted(end);
            }
            else if (character == '"')
            {
                ReadDoubleQuoted(end);
            }
            else if (character != '\\')
            {
                end.Append(character);
            }
        }

        awaited.Add((command, end.ToString(), indented));
    }

    private void ReadHereDocuments()
    {
        foreach (var (command, end, indented) in awaited)
        {
            var start = position;
            var last = position;
            while (position < text.Length)
            {
                last = position;
                var lineEnd = text.IndexOf('\n', position);
                var line = text.AsSpan(position, (lineEnd < 0 ? text.Length : lineEnd) - position).TrimEnd('\r');
                position = lineEnd < 0 ? text.Length : lineEnd + 1;
                if ((indented ? line.TrimStart('\t') : line).SequenceEqual(end))
                {
                    break;
                }

                last = position;
            }

            command.HereDocument = text[start..last];
        }

        awaited.Clear();
    }
}
