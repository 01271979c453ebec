using System.Text;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>
/// Cuts a statement of the Databricks dialect into tokens: backticks quote names, both kinds of quotes are strings with backslash
/// escapes, <c>:name</c> is a parameter (<c>:name.min</c> and <c>:name.max</c> too), and comments are dropped.
/// </summary>
internal static class SqlTokenizer
{
    private static readonly string[] Symbols = ["<=>", "->>", "::", "<=", ">=", "<>", "!=", "==", "||", "->", "<<", ">>"];

    public static List<SqlToken> Read(string sql)
    {
        var tokens = new List<SqlToken>();
        for (var at = 0; at < sql.Length;)
        {
            var start = at;
            var c = sql[at];
            if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                at++;
            }
            else if (c == '-' && Next(sql, at) == '-')
            {
                var end = sql.IndexOf('\n', at);
                at = end < 0 ? sql.Length : end + 1;
            }
            else if (c == '/' && Next(sql, at) == '*')
            {
                var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? throw Syntax("A comment '/*' is not closed.") : end + 2;
            }
            else if (c is '\'' or '"')
            {
                var text = ReadString(sql, ref at, c);
                tokens.Add(new SqlToken(SqlTokenKind.String, $"'{text.Replace("'", "''", StringComparison.Ordinal)}'", start, at));
            }
            else if (c == '`')
            {
                var name = ReadName(sql, ref at);
                tokens.Add(new SqlToken(SqlTokenKind.QuotedName, $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", start, at));
            }
            else if (char.IsLetter(c) || c == '_')
            {
                at = WordEnd(sql, at);
                tokens.Add(new SqlToken(SqlTokenKind.Word, sql[start..at], start, at));
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Next(sql, at)) && !EndsValue(tokens, at)))
            {
                at = NumberEnd(sql, at);
                tokens.Add(new SqlToken(SqlTokenKind.Number, sql[start..at], start, at));
            }
            else if (c == ':' && Next(sql, at) != ':' && (char.IsLetter(Next(sql, at)) || Next(sql, at) == '_') && !EndsValue(tokens, at))
            {
                at = ParameterEnd(sql, at + 1);
                tokens.Add(new SqlToken(SqlTokenKind.Parameter, sql[(start + 1)..at], start, at));
            }
            else if (c == '$')
            {
                throw Syntax("'$' has no meaning here. Name a parameter as :name.");
            }
            else
            {
                var symbol = Array.Find(Symbols, known => string.CompareOrdinal(sql, at, known, 0, known.Length) == 0) ?? sql[at..(at + 1)];
                at += symbol.Length;
                tokens.Add(new SqlToken(SqlTokenKind.Symbol, symbol, start, at));
            }
        }

        return tokens;
    }

    internal static SqlEngineException Syntax(string message) => new("BAD_REQUEST", $"[PARSE_SYNTAX_ERROR] {message}", "42601");

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    // a.1 and a:b directly after a value are not a number and not a parameter.
    private static bool EndsValue(List<SqlToken> tokens, int at) =>
        tokens.Count > 0 && tokens[^1].End == at && (tokens[^1].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName || tokens[^1].IsSymbol(")") || tokens[^1].IsSymbol("]"));

    private static int WordEnd(string sql, int at)
    {
        while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_'))
        {
            at++;
        }

        return at;
    }

    // The ends of a range, :p.min and :p.max, are values of their own.
    private static int ParameterEnd(string sql, int at)
    {
        var end = WordEnd(sql, at);
        var isRange = end + 4 <= sql.Length && sql[end] == '.' && sql.AsSpan(end + 1, 3) is "min" or "max" && WordEnd(sql, end + 1) == end + 4;
        return isRange ? end + 4 : end;
    }

    private static int NumberEnd(string sql, int at)
    {
        var start = at;
        while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '.' || (sql[at] is '+' or '-' && at > start && sql[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        return at;
    }

    private static string ReadName(string sql, ref int at)
    {
        var name = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] != '`')
            {
                name.Append(sql[at]);
            }
            else if (Next(sql, at) == '`')
            {
                name.Append('`');
                at++;
            }
            else
            {
                at++;
                return name.Length > 0 ? name.ToString() : throw Syntax("A name in backticks is empty.");
            }
        }

        throw Syntax("A backtick is not closed.");
    }

    private static string ReadString(string sql, ref int at, char quote)
    {
        var text = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] == '\\' && at + 1 < sql.Length)
            {
                at++;
                text.Append(sql[at] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '0' => throw Syntax("A string holds a NUL character."), '%' => "\\%", '_' => "\\_", var other => other.ToString() });
            }
            else if (sql[at] != quote)
            {
                text.Append(sql[at]);
            }
            else if (Next(sql, at) == quote)
            {
                text.Append(quote);
                at++;
            }
            else
            {
                at++;
                return text.ToString();
            }
        }

        throw Syntax("A string is not closed.");
    }
}
