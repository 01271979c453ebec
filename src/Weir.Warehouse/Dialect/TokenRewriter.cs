using System.Text;
using System.Text.RegularExpressions;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>Rewrites what the engine's parser would not take, or would take to mean something else, before it sees the statement.</summary>
internal static partial class TokenRewriter
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["array"] = "list_value",
        ["transform"] = "list_transform",
        ["array_size"] = "len",
        ["date"] = "weir_date",
        ["std"] = "stddev",
        ["char"] = "chr",
        ["explode"] = "unnest",
        ["json_tuple"] = "json_extract_string",
    };

    private static readonly (string Java, string Engine)[] DateFields =
    [
        ("yyyy", "%Y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("hh", "%I"), ("mm", "%M"), ("SSSSSS", "%f"), ("SSS", "%g"), ("ss", "%S"), ("EEEE", "%A"), ("EEE", "%a"),
    ];

    public static string Rewrite(List<SqlToken> tokens, EngineStatement statement)
    {
        var text = new StringBuilder();
        Append(text, tokens, 0, tokens.Count, statement);
        return text.ToString();
    }

    private static void Append(StringBuilder text, List<SqlToken> tokens, int from, int to, EngineStatement statement)
    {
        for (var i = from; i < to; i++)
        {
            var token = tokens[i];
            var next = i + 1 < to ? tokens[i + 1] : default;
            var isCall = next.IsSymbol("(");
            if (token.Kind == SqlTokenKind.Parameter)
            {
                Write(text, ParameterLiterals.Of(statement, token.Text));
            }
            else if (token.Kind == SqlTokenKind.Word && isCall && AppendCall(text, tokens, ref i, statement))
            {
                continue;
            }
            else if (token.Kind == SqlTokenKind.Word && (i == 0 || !tokens[i - 1].IsSymbol(".")) && AppendWord(text, tokens, ref i, to, statement))
            {
                continue;
            }
            else if (token.IsSymbol("<=>"))
            {
                Write(text, "IS NOT DISTINCT FROM");
            }
            else if (token.IsSymbol("=="))
            {
                Write(text, "=");
            }
            else
            {
                Write(text, token.Text);
            }
        }
    }

    private static bool AppendWord(StringBuilder text, List<SqlToken> tokens, ref int i, int to, EngineStatement statement)
    {
        var token = tokens[i];
        var next = i + 1 < to ? tokens[i + 1] : default;
        if (token.Is("EXCEPT") && i > 0 && tokens[i - 1].IsSymbol("*") && next.IsSymbol("("))
        {
            Write(text, "EXCLUDE");
        }
        else if (token.Is("DIV"))
        {
            Write(text, "//");
        }
        else if ((token.Is("RLIKE") || token.Is("REGEXP")) && next.Kind == SqlTokenKind.String)
        {
            // The engine's operator matches the whole text, Databricks' a part of it.
            Write(text, $"~ '(?s).*(?:{next.Text[1..^1]}).*'");
            i++;
        }
        else if (token.Is("TIMESTAMP") && next.Kind == SqlTokenKind.String && OffsetPattern().IsMatch(next.Text))
        {
            Write(text, $"CAST(TIMESTAMPTZ {next.Text} AS TIMESTAMP)");
            i++;
        }
        else if (token.Is("TIMESTAMP_NTZ") && i > 0 && (tokens[i - 1].Is("AS") || tokens[i - 1].IsSymbol("::")))
        {
            // The engine's name of the only type here whose text has no offset.
            Write(text, "TIMESTAMP_MS");
        }
        else if (token.Is("current_user") || token.Is("session_user") || token.Is("user"))
        {
            Write(text, $"'{statement.Requester.Replace("'", "''", StringComparison.Ordinal)}'");
            i += next.IsSymbol("(") ? 2 : 0;
        }
        else if (token.Is("current_timestamp") || (token.Is("now") && next.IsSymbol("(")))
        {
            Write(text, "CAST(now() AS TIMESTAMP)");
            i += next.IsSymbol("(") ? 2 : 0;
        }
        else
        {
            return false;
        }

        return true;
    }

    private static bool AppendCall(StringBuilder text, List<SqlToken> tokens, ref int i, EngineStatement statement)
    {
        var name = tokens[i].Text.ToLowerInvariant();
        if (Renamed.TryGetValue(name, out var renamed) && !(i > 0 && tokens[i - 1].IsSymbol(".")))
        {
            Write(text, renamed);
            return true;
        }

        if (name is not ("named_struct" or "struct" or "map" or "dateadd" or "date_add" or "date_sub" or "timestampadd" or "datediff" or "date_diff" or "timestampdiff" or "dayofweek" or "weekday" or "count_if" or "double" or "int" or "decimal" or "timestamp" or "float" or "date_format" or "to_date" or "to_timestamp" or "from_utc_timestamp" or "weir_local_time"))
        {
            return false;
        }

        var arguments = Arguments(tokens, i + 1, out var close);
        string Argument(int k)
        {
            var argument = new StringBuilder();
            Append(argument, tokens, arguments[k].Start, arguments[k].End, statement);
            return argument.ToString();
        }

        string? written = (name, arguments.Count) switch
        {
            ("named_struct", > 1) when arguments.Count % 2 == 0 => $"struct_pack({string.Join(", ", Enumerable.Range(0, arguments.Count / 2).Select(k => $"\"{Argument(2 * k).Trim().Trim('\'')}\" := {Argument((2 * k) + 1)}"))})",
            ("struct", > 0) => $"struct_pack({string.Join(", ", Enumerable.Range(0, arguments.Count).Select(k => $"{MemberName(tokens, arguments[k], k)} := {Argument(k)}"))})",
            ("map", > 1) when arguments.Count % 2 == 0 && !tokens[arguments[0].Start].IsSymbol("[") => $"map([{string.Join(", ", Enumerable.Range(0, arguments.Count / 2).Select(k => Argument(2 * k)))}], [{string.Join(", ", Enumerable.Range(0, arguments.Count / 2).Select(k => Argument((2 * k) + 1)))}])",
            ("date_add", 2) => $"weir_date_add({Argument(0)}, {Argument(1)})",
            ("date_sub", 2) => $"weir_date_sub({Argument(0)}, {Argument(1)})",
            ("datediff" or "date_diff", 2) => $"weir_datediff({Argument(0)}, {Argument(1)})",
            ("dateadd" or "date_add" or "timestampadd", 3) => $"(CAST({Argument(2)} AS TIMESTAMP) + ({Argument(1)}) * INTERVAL 1 {Argument(0)})",
            ("timestampdiff" or "datediff" or "date_diff", 3) => $"date_sub('{Argument(0).Trim().Trim('\'')}', CAST({Argument(1)} AS TIMESTAMP), CAST({Argument(2)} AS TIMESTAMP))",
            ("date_format", 2) => $"strftime(CAST({Argument(0)} AS TIMESTAMP), {DatePattern(tokens, arguments[1])})",
            ("to_date", 2) => $"CAST(strptime({Argument(0)}, {DatePattern(tokens, arguments[1])}) AS DATE)",
            ("to_timestamp", 2) => $"strptime({Argument(0)}, {DatePattern(tokens, arguments[1])})",
            ("from_utc_timestamp", 2) => ZoneOf(tokens, arguments[1], statement) is { } zone ? LocalTime.TryWrite($"CAST({Argument(0)} AS TIMESTAMP)", zone) : null,
            ("weir_local_time", 2) => ZoneOf(tokens, arguments[1], statement) is { } zone && LocalTime.TryWrite($"CAST({Argument(0)} AS TIMESTAMP)", zone) is { } local ? $"CASE typeof({Argument(0)}) WHEN 'DATE' THEN CAST({Argument(0)} AS TIMESTAMP) ELSE {local} END" : null,

            // The engine's own is NULL over no rows.
            ("count_if", 1) => $"count(CASE WHEN {Argument(0)} THEN 1 END)",
            ("weekday", 1) => $"(isodow({Argument(0)}) - 1)",
            ("dayofweek", 1) => $"weir_dayofweek({Argument(0)})",
            ("double" or "float" or "int" or "timestamp", 1) => $"CAST({Argument(0)} AS {name})",
            ("decimal", 1) => $"CAST({Argument(0)} AS DECIMAL(38, 10))",
            _ => null,
        };
        if (written is null)
        {
            return false;
        }

        Write(text, written);
        i = close;
        return true;
    }

    // Java's date patterns in strftime's spelling; the engine takes constants only.
    private static string DatePattern(List<SqlToken> tokens, (int Start, int End) argument)
    {
        var token = tokens[argument.Start];
        if (token.Kind != SqlTokenKind.String || argument.End - argument.Start != 1)
        {
            throw SqlTokenizer.Syntax("A date pattern must be a literal here, for example 'yyyy-MM-dd'.");
        }

        var pattern = token.Text;
        foreach (var (java, engine) in DateFields)
        {
            pattern = pattern.Replace(java, engine, StringComparison.Ordinal);
        }

        return pattern;
    }

    // A time zone that is known before the statement runs, or NULL.
    private static string? ZoneOf(List<SqlToken> tokens, (int Start, int End) argument, EngineStatement statement) =>
        (argument.End - argument.Start, tokens[argument.Start]) switch
        {
            (1, { Kind: SqlTokenKind.String } literal) => literal.Text[1..^1],
            (1, { Kind: SqlTokenKind.Parameter } parameter) => statement.Parameters.FirstOrDefault(known => string.Equals(known.Name, parameter.Text, StringComparison.OrdinalIgnoreCase))?.Value,
            _ => null,
        };

    private static string MemberName(List<SqlToken> tokens, (int Start, int End) argument, int position)
    {
        var last = tokens[argument.End - 1];
        return last.Kind == SqlTokenKind.QuotedName ? last.Text : last.Kind == SqlTokenKind.Word ? $"\"{last.Text}\"" : $"\"col{position + 1}\"";
    }

    /// <summary>The arguments of a call, as runs of tokens.</summary>
    private static List<(int Start, int End)> Arguments(List<SqlToken> tokens, int open, out int close)
    {
        var arguments = new List<(int, int)>();
        var depth = 0;
        var start = open + 1;
        for (var i = open; i < tokens.Count; i++)
        {
            if (tokens[i].IsSymbol("(") || tokens[i].IsSymbol("[") || tokens[i].IsSymbol("{"))
            {
                depth++;
            }
            else if (tokens[i].IsSymbol(")") || tokens[i].IsSymbol("]") || tokens[i].IsSymbol("}"))
            {
                if (--depth == 0)
                {
                    if (i > start)
                    {
                        arguments.Add((start, i));
                    }

                    close = i;
                    return arguments;
                }
            }
            else if (depth == 1 && tokens[i].IsSymbol(","))
            {
                arguments.Add((start, i));
                start = i + 1;
            }
        }

        throw SqlTokenizer.Syntax("A parenthesis is not closed.");
    }

    private static void Write(StringBuilder text, string part)
    {
        if (text.Length > 0)
        {
            text.Append(' ');
        }

        text.Append(part);
    }

    [GeneratedRegex("([zZ]|[+-][0-9]{2}:?[0-9]{2})'$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OffsetPattern();
}
