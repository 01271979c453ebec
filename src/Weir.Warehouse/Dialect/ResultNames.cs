namespace Weir.Warehouse.Dialect;

/// <summary>Names the result's columns by the author's text where the statement gives no alias, since the rewritten text is not theirs.</summary>
internal static class ResultNames
{
    public static IReadOnlyList<string?> Of(string sql, List<SqlToken> tokens)
    {
        if (tokens.Count == 0 || !tokens[0].Is("SELECT"))
        {
            return [];
        }

        var names = new List<string?>();
        var depth = 0;
        var start = tokens.Count > 1 && (tokens[1].Is("DISTINCT") || tokens[1].Is("ALL")) ? 2 : 1;
        for (var i = start; i <= tokens.Count; i++)
        {
            var atEnd = i == tokens.Count;
            if (!atEnd)
            {
                depth += tokens[i].IsSymbol("(") || tokens[i].IsSymbol("[") ? 1 : tokens[i].IsSymbol(")") || tokens[i].IsSymbol("]") ? -1 : 0;
            }

            var ends = atEnd || (depth == 0 && (tokens[i].Is("FROM") || tokens[i].Is("UNION") || tokens[i].Is("WHERE") || tokens[i].Is("ORDER") || tokens[i].Is("LIMIT")));
            if (!ends && !(depth == 0 && tokens[i].IsSymbol(",")))
            {
                continue;
            }

            if (i == start || tokens[i - 1].IsSymbol("*"))
            {
                // How many columns a star has is not known here.
                return [];
            }

            names.Add(NameOf(sql, tokens, start, i));
            start = i + 1;
            if (ends)
            {
                break;
            }
        }

        return tokens.Any(token => token.Is("EXCEPT") || token.Is("EXCLUDE")) ? [] : names;
    }

    private static string? NameOf(string sql, List<SqlToken> tokens, int start, int end)
    {
        var last = tokens[end - 1];
        if (end - start == 1 && last.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        {
            return null;
        }

        // An alias or a path's last part names itself.
        if (end - start > 1 && last.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && !last.Is("END"))
        {
            return null;
        }

        var text = sql[tokens[start].Start..last.End];
        return string.Equals(text.Replace(" ", string.Empty, StringComparison.Ordinal), "count(*)", StringComparison.OrdinalIgnoreCase) ? "count(1)" : text;
    }
}
