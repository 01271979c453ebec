using Weir.Accounts.Http;

namespace Weir.Dashboards.Results;

/// <summary>Cuts SQL of the Databricks dialect into pieces, by the same rules as the warehouse does.</summary>
internal static class SqlPieces
{
    /// <summary>The pieces.</summary>
    /// <exception cref="ApiException">A string, a name or a comment is not closed.</exception>
    public static List<SqlPiece> Read(string sql)
    {
        var pieces = new List<SqlPiece>();
        for (var at = 0; at < sql.Length;)
        {
            var (kind, end) = Next(sql, at, pieces);
            pieces.Add(new SqlPiece(kind, sql[at..end]));
            at = end;
        }

        return pieces;
    }

    /// <summary>The arguments of a call, as runs of pieces.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="open">Where the parenthesis opens.</param>
    /// <param name="close">Where it closes.</param>
    /// <exception cref="ApiException">It does not close.</exception>
    public static List<List<SqlPiece>> Arguments(List<SqlPiece> pieces, int open, out int close)
    {
        var arguments = new List<List<SqlPiece>> { new() };
        var depth = 0;
        for (var i = open; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Kind == SqlPieceKind.Symbol && piece.Text[0] is '(' or '[' or '{')
            {
                depth++;
            }
            else if (piece.Kind == SqlPieceKind.Symbol && piece.Text[0] is ')' or ']' or '}' && --depth == 0)
            {
                close = i;
                return arguments;
            }
            else if (depth == 1 && piece.IsSymbol(','))
            {
                arguments.Add([]);
                continue;
            }

            if (i > open)
            {
                arguments[^1].Add(piece);
            }
        }

        throw ApiException.Invalid("A parenthesis in an expression of the dashboard is not closed.");
    }

    /// <summary>The next piece that is no space from a place on, or the end.</summary>
    public static int Skip(List<SqlPiece> pieces, int at)
    {
        while (at < pieces.Count && pieces[at].Kind == SqlPieceKind.Space)
        {
            at++;
        }

        return at;
    }

    private static (SqlPieceKind Kind, int End) Next(string sql, int at, List<SqlPiece> before)
    {
        var c = sql[at];
        var next = at + 1 < sql.Length ? sql[at + 1] : '\0';
        return c switch
        {
            _ when char.IsWhiteSpace(c) || c == '\uFEFF' => (SqlPieceKind.Space, at + 1),
            '-' when next == '-' => (SqlPieceKind.Space, sql.IndexOf('\n', at) is >= 0 and var line ? line + 1 : sql.Length),
            '/' when next == '*' => (SqlPieceKind.Space, sql.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : throw Open("comment")),
            '\'' or '"' => (SqlPieceKind.String, QuoteEnd(sql, at, hasEscapes: true)),
            '`' => (SqlPieceKind.Name, QuoteEnd(sql, at, hasEscapes: false)),
            ':' when next != ':' && (char.IsLetter(next) || next == '_') && !EndsValue(before) => (SqlPieceKind.Parameter, ParameterEnd(sql, at + 1)),
            _ when char.IsLetterOrDigit(c) || c == '_' => (SqlPieceKind.Word, WordEnd(sql, at)),
            _ => (SqlPieceKind.Symbol, c == ':' && next == ':' ? at + 2 : at + 1),
        };
    }

    private static bool EndsValue(List<SqlPiece> pieces) =>
        pieces.Count > 0 && (pieces[^1].Kind is SqlPieceKind.Word or SqlPieceKind.Name || pieces[^1].IsSymbol(')') || pieces[^1].IsSymbol(']'));

    private static int WordEnd(string sql, int at)
    {
        while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_'))
        {
            at++;
        }

        return at;
    }

    private static int ParameterEnd(string sql, int at)
    {
        var end = WordEnd(sql, at);
        var isRange = end + 4 <= sql.Length && sql[end] == '.' && sql.AsSpan(end + 1, 3) is "min" or "max" && WordEnd(sql, end + 1) == end + 4;
        return isRange ? end + 4 : end;
    }

    private static int QuoteEnd(string sql, int at, bool hasEscapes)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (hasEscapes && sql[i] == '\\')
            {
                i++;
            }
            else if (sql[i] == sql[at])
            {
                if (i + 1 < sql.Length && sql[i + 1] == sql[at])
                {
                    i++;
                }
                else
                {
                    return i + 1;
                }
            }
        }

        throw Open(sql[at] == '`' ? "name in backticks" : "string");
    }

    private static ApiException Open(string what) => ApiException.Invalid($"A {what} in the dashboard's SQL is not closed.");
}
