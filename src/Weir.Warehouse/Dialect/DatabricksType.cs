using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Warehouse.Dialect;

/// <summary>A column's type in the words of Databricks.</summary>
/// <param name="Name">The kind, as the catalog's API has it, for example <c>LONG</c>, <c>MAP</c>.</param>
/// <param name="Text">The whole type, as DESCRIBE writes it, for example <c>bigint</c>, <c>map&lt;string,string&gt;</c>.</param>
/// <param name="Precision">Of a DECIMAL; 0 for others.</param>
/// <param name="Scale">Of a DECIMAL; 0 for others.</param>
internal sealed partial record DatabricksType(string Name, string Text, int Precision, int Scale)
{
    /// <summary>The type that a column of the store has.</summary>
    /// <param name="type">In DuckDB's spelling.</param>
    public static DatabricksType Of(string type)
    {
        var text = TextOf(type);
        var end = text.AsSpan().IndexOfAny('<', '(');
        var word = end < 0 ? text : text[..end];
        var name = word switch
        {
            "bigint" => "LONG",
            "smallint" => "SHORT",
            "tinyint" => "BYTE",
            _ => word.ToUpperInvariant(),
        };
        if (name != "DECIMAL")
        {
            return new DatabricksType(name, text, 0, 0);
        }

        var numbers = text[(end + 1)..^1].Split(',');
        return new DatabricksType(name, text, int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private static string TextOf(string type)
    {
        var spelled = type.ToLowerInvariant().Replace("varchar", "string", StringComparison.Ordinal).Replace("integer", "int", StringComparison.Ordinal).Replace("\"", string.Empty, StringComparison.Ordinal);
        while (spelled.Contains(")[]", StringComparison.Ordinal))
        {
            var close = spelled.IndexOf(")[]", StringComparison.Ordinal);
            var open = OpeningOf(spelled, close);
            var name = spelled.LastIndexOf("struct", open, StringComparison.Ordinal);
            spelled = $"{spelled[..name]}array<{spelled[name..(close + 1)]}>{spelled[(close + 3)..]}";
        }

        spelled = ArrayOfWord().Replace(spelled, "array<${word}>");

        // Only a struct's member has a space before its type that follows no comma.
        var structured = spelled.Replace('(', '<').Replace(')', '>').Replace(", ", ",", StringComparison.Ordinal).Replace(' ', ':');
        return Decimal().Replace(structured, "decimal(${precision},${scale})");
    }

    [GeneratedRegex("decimal<(?<precision>[0-9]+),(?<scale>[0-9]+)>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"(?<word>[a-z]+)\[\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ArrayOfWord();

    private static int OpeningOf(string text, int close)
    {
        var depth = 0;
        for (var i = close; i >= 0; i--)
        {
            depth += text[i] == ')' ? 1 : text[i] == '(' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return 0;
    }
}
