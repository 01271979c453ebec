using System.Globalization;
using System.Text;

namespace Weir.Agents.Traffic.Commands;

/// <summary>A call of a tool within a script.</summary>
/// <param name="Tool">The tool: <c>apply_patch</c>, or <c>exec_command</c> or <c>shell_command</c>.</param>
/// <param name="Text">The patch or the command.</param>
internal sealed record CodeModeCall(string Tool, string Text);

/// <summary>
/// Finds the tool calls in the JavaScript that models write in Codex's code mode: <c>await tools.apply_patch("...")</c>, <c>tools.exec_command({cmd: "..."})</c>. It reads string literals in all three quotes,
/// joined by <c>+</c> or <c>[...].join("\n")</c>, and constants that hold such; it runs nothing, so a call in a loop counts once, and one whose argument is computed otherwise does not count.
/// </summary>
internal sealed class CodeModeScript
{
    private static readonly string[] Arguments = ["cmd", "command", "input", "patch"];

    /// <summary>Literals are not nested at all by models; whoever nests them deeper wants something else.</summary>
    private const int Deepest = 16;

    private readonly string text;
    private readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    private readonly List<CodeModeCall> calls = [];
    private int position;
    private int depth;

    // What constants may be repeated to, in characters: a script of a few lines could otherwise double one without end.
    private int allowance;

    private CodeModeScript(string text)
    {
        this.text = text;
        allowance = (4 * text.Length) + 65_536;
    }

    /// <summary>The calls whose argument can be read, in their order.</summary>
    public static IReadOnlyList<CodeModeCall> CallsIn(string script)
    {
        var parser = new CodeModeScript(script);
        parser.Read();
        return parser.calls;
    }

    private void Read()
    {
        while (position < text.Length)
        {
            SkipBlanks();
            if (position >= text.Length)
            {
                return;
            }

            if (text[position] is '"' or '\'' or '`')
            {
                ReadLiteral(raw: false);
            }
            else if (IsNamePart(text[position]))
            {
                var name = ReadName();
                if (name is "const" or "let" or "var")
                {
                    ReadConstant();
                }
                else if (name == "tools")
                {
                    ReadCall();
                }
            }
            else
            {
                position++;
            }
        }
    }

    private void ReadConstant()
    {
        SkipBlanks();
        var name = ReadName();
        SkipBlanks();
        if (name.Length > 0 && Take('='))
        {
            var start = position;
            if (ReadText() is { } value)
            {
                constants[name] = value;
            }
            else
            {
                // The value may hold a call.
                position = start;
            }
        }
    }

    private void ReadCall()
    {
        SkipBlanks();
        string? tool = null;
        if (Take('.'))
        {
            SkipBlanks();
            tool = ReadName();
        }
        else if (Take('['))
        {
            tool = ReadText();
            SkipBlanks();
            Take(']');
        }

        SkipBlanks();
        if (tool is "apply_patch" or "exec_command" or "shell_command" && Take('('))
        {
            SkipBlanks();
            var argument = Take('{') ? ReadArgumentOfObject() : ReadText();
            if (argument is not null)
            {
                calls.Add(new(tool, argument));
            }
        }
    }

    private string? ReadArgumentOfObject()
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        while (position < text.Length)
        {
            SkipBlanks();
            if (Take('}'))
            {
                break;
            }

            var name = position < text.Length && text[position] is '"' or '\'' ? ReadLiteral(raw: false) : ReadName();
            SkipBlanks();
            var value = Take(':') ? ReadText() : Constant(name ?? string.Empty);
            if (name is { Length: > 0 } && value is not null)
            {
                members[name] = value;
            }

            SkipValue();
        }

        return Array.Find(Arguments, members.ContainsKey) is { } argument ? members[argument] : null;
    }

    /// <summary>Steps over the rest of a member's value, its comma included.</summary>
    private void SkipValue()
    {
        var open = 0;
        while (position < text.Length)
        {
            SkipBlanks();
            if (position >= text.Length)
            {
                return;
            }

            var character = text[position];
            if (character is '"' or '\'' or '`')
            {
                ReadLiteral(raw: false);
                continue;
            }

            if (open == 0 && character is '}' or ')')
            {
                position += character == ')' ? 1 : 0;
                return;
            }

            position++;
            if (open == 0 && character == ',')
            {
                return;
            }

            open += character switch
            {
                '{' or '[' or '(' => 1,
                '}' or ']' or ')' => -1,
                _ => 0,
            };
        }
    }

    /// <summary>The text that an expression of literals and constants stands for; NULL for any other.</summary>
    private string? ReadText()
    {
        if (depth >= Deepest)
        {
            return null;
        }

        depth++;
        var whole = new StringBuilder();
        do
        {
            SkipBlanks();
            if (ReadOperand() is not { } part)
            {
                depth--;
                return null;
            }

            whole.Append(part);
            SkipBlanks();
        }
        while (Take('+'));
        depth--;
        return whole.ToString();
    }

    private string? Constant(string name)
    {
        if (!constants.TryGetValue(name, out var value) || value.Length > allowance)
        {
            return null;
        }

        allowance -= value.Length;
        return value;
    }

    private string? ReadOperand()
    {
        if (position >= text.Length)
        {
            return null;
        }

        if (text[position] is '"' or '\'' or '`')
        {
            return ReadLiteral(raw: false);
        }

        if (Take('['))
        {
            return ReadJoinedLines();
        }

        var name = ReadName();
        if (name == "String" && text.AsSpan(position).StartsWith(".raw`", StringComparison.Ordinal))
        {
            position += ".raw".Length;
            return ReadLiteral(raw: true);
        }

        return Constant(name);
    }

    private string? ReadJoinedLines()
    {
        var lines = new List<string>();
        while (true)
        {
            SkipBlanks();
            if (Take(']'))
            {
                break;
            }

            if (ReadText() is not { } line)
            {
                return null;
            }

            lines.Add(line);
            SkipBlanks();
            Take(',');
        }

        SkipBlanks();
        const string join = ".join(";
        if (!text.AsSpan(position).StartsWith(join, StringComparison.Ordinal))
        {
            return null;
        }

        position += join.Length;
        SkipBlanks();
        var separator = Take(')') ? "," : ReadText();
        SkipBlanks();
        Take(')');
        return separator is null ? null : string.Join(separator, lines);
    }

    /// <summary>Reads the literal whose quote comes next. What a template computes is left out.</summary>
    private string ReadLiteral(bool raw)
    {
        var quote = text[position++];
        var value = new StringBuilder();
        while (position < text.Length)
        {
            var character = text[position++];
            if (character == quote)
            {
                break;
            }

            if (character == '\\' && position < text.Length)
            {
                if (raw)
                {
                    value.Append('\\').Append(text[position++]);
                }
                else
                {
                    ReadEscape(value);
                }
            }
            else if (character == '$' && quote == '`' && Take('{'))
            {
                var start = position;
                var end = text.IndexOf('}', position);
                position = end < 0 ? text.Length : end + 1;
                value.Append(Constant(text[start..Math.Max(start, position - 1)].Trim()));
            }
            else
            {
                value.Append(character);
            }
        }

        return value.ToString();
    }

    private void ReadEscape(StringBuilder value)
    {
        var escaped = text[position++];
        switch (escaped)
        {
            case 'n':
                value.Append('\n');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 'b' or 'f' or 'v' or '0':
                value.Append(' ');
                break;
            case '\n':
                break;
            case 'x':
                ReadCodePoint(value, 2);
                break;
            case 'u' when Take('{'):
                ReadCodePoint(value, text.AsSpan(position, Math.Min(7, text.Length - position)).IndexOf('}'));
                Take('}');
                break;
            case 'u':
                ReadCodePoint(value, 4);
                break;
            default:
                value.Append(escaped);
                break;
        }
    }

    private void ReadCodePoint(StringBuilder value, int digits)
    {
        if (digits is > 0 and <= 6 && position + digits <= text.Length && int.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            position += digits;
            value.Append(code <= char.MaxValue ? ((char)code).ToString() : code <= 0x10FFFF ? char.ConvertFromUtf32(code) : string.Empty);
        }
    }

    private string ReadName()
    {
        var start = position;
        while (position < text.Length && IsNamePart(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private void SkipBlanks()
    {
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
            }
            else if (text.AsSpan(position).StartsWith("//", StringComparison.Ordinal))
            {
                SkipTo("\n");
            }
            else if (text.AsSpan(position).StartsWith("/*", StringComparison.Ordinal))
            {
                SkipTo("*/");
            }
            else
            {
                return;
            }
        }
    }

    private void SkipTo(string end)
    {
        var at = text.IndexOf(end, position, StringComparison.Ordinal);
        position = at < 0 ? text.Length : at + end.Length;
    }

    private bool Take(char character)
    {
        if (position < text.Length && text[position] == character)
        {
            position++;
            return true;
        }

        return false;
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character is '_' or '$';
}
