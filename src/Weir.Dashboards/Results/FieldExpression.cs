using System.Text;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>A field's expression, as a statement over the dataset's rows has it.</summary>
/// <param name="Sql">The SQL.</param>
/// <param name="RangeSql">What a range of time is compared with: of a time that is cut to a unit, the time itself.</param>
/// <param name="IsAggregate">Whether it is calculated over many rows.</param>
internal sealed record FieldExpression(string Sql, string RangeSql, bool IsAggregate);

/// <summary>Makes the expressions of documents into SQL of the warehouse's dialect: calculated columns are put in, and times are cut to units in the viewer's time zone.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="zone">The viewer's time zone, by its IANA name.</param>
/// <param name="parameters">Gets the time zone, where it is needed.</param>
internal sealed class FieldExpressions(DashboardDataset dataset, string zone, StatementParameters parameters)
{
    private const int DeepestCalculation = 16;

    // Saved by the original's editor; which rows the other filters would leave is not asked here.
    private const string AssociativityColumn = "associative_filter_predicate_group";

    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        "any_value", "approx_count_distinct", "approx_percentile", "array_agg", "avg", "bool_and", "bool_or", "collect_list", "collect_set", "corr", "count", "count_if", "first", "kurtosis", "last", "listagg", "max", "max_by", "mean", "measure",
        "median", "min", "min_by", "mode", "percentile", "percentile_approx", "percentile_cont", "percentile_disc", "skewness", "std", "stddev", "stddev_pop", "stddev_samp", "string_agg", "sum", "try_avg", "try_sum", "var_pop", "var_samp", "variance",
    };

    /// <summary>A field's expression.</summary>
    /// <exception cref="ApiException">It cannot be read.</exception>
    public FieldExpression Of(string expression)
    {
        var pieces = Trimmed(Expanded(SqlPieces.Read(expression), []));
        if (pieces.Count == 0)
        {
            throw ApiException.Invalid("A field of the widget has no expression.");
        }

        var isAggregate = IsAggregate(pieces);
        if (pieces[0].Is("DATE_TRUNC") && SqlPieces.Skip(pieces, 1) is var open && open < pieces.Count && pieces[open].IsSymbol('(')
            && SqlPieces.Arguments(pieces, open, out var close) is [_, var time] && close == pieces.Count - 1)
        {
            return new FieldExpression($"CAST({Text(Localised(pieces))} AS TIMESTAMP_NTZ)", Text(Trimmed(time)), isAggregate);
        }

        var sql = Text(Localised(pieces));
        return new FieldExpression(sql, sql, isAggregate);
    }

    /// <summary>A field's expression, or NULL when it cannot be read.</summary>
    public FieldExpression? TryOf(string expression)
    {
        try
        {
            return Of(expression);
        }
        catch (ApiException)
        {
            return null;
        }
    }

    /// <summary>A column of the dataset, by its name.</summary>
    public FieldExpression Column(string name) => Of(SqlPiece.Quoted(name));

    private static string Text(IEnumerable<SqlPiece> pieces)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            // A comment to the end of its line would take what follows with it.
            text.Append(piece.Kind == SqlPieceKind.Space ? " " : piece.Text);
        }

        return text.ToString();
    }

    private static bool IsAggregate(List<SqlPiece> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind == SqlPieceKind.Word && Aggregates.Contains(pieces[i].Text) && SqlPieces.Skip(pieces, i + 1) is var open && open < pieces.Count && pieces[open].IsSymbol('('))
            {
                SqlPieces.Arguments(pieces, open, out var close);
                var after = SqlPieces.Skip(pieces, close + 1);
                if (after >= pieces.Count || !pieces[after].Is("OVER"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static List<SqlPiece> Trimmed(List<SqlPiece> pieces)
    {
        var start = SqlPieces.Skip(pieces, 0);
        var end = pieces.Count;
        while (end > start && pieces[end - 1].Kind == SqlPieceKind.Space)
        {
            end--;
        }

        return pieces[start..end];
    }

    private List<SqlPiece> Expanded(List<SqlPiece> pieces, IReadOnlyList<string> within)
    {
        var expanded = new List<SqlPiece>(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Is("MEASURE") && SqlPieces.Skip(pieces, i + 1) is var open && open < pieces.Count && pieces[open].IsSymbol('('))
            {
                var arguments = SqlPieces.Arguments(pieces, open, out i);
                var name = arguments is [var only] && Trimmed(only) is [var named] ? named.Content : throw ApiException.Invalid("MEASURE takes the name of one calculation, in backticks.");
                expanded.AddRange(Calculation(name, within) ?? throw ApiException.Invalid($"The dataset '{dataset.DisplayName}' has no calculation named '{name}', which the widget asks for."));
            }
            else if (piece.Kind == SqlPieceKind.Name && piece.Content == AssociativityColumn)
            {
                expanded.Add(new SqlPiece(SqlPieceKind.Word, "TRUE"));
            }
            else if (piece.Kind == SqlPieceKind.Name && piece.Content == "*")
            {
                expanded.Add(new SqlPiece(SqlPieceKind.Symbol, "*"));
            }
            else if (piece.Kind is SqlPieceKind.Name && !(expanded.Count > 0 && expanded[^1].IsSymbol('.')) && Calculation(piece.Content, within) is { } calculation)
            {
                expanded.AddRange(calculation);
            }
            else
            {
                expanded.Add(piece);
            }
        }

        return expanded;
    }

    // Within its own expression its name is the column's.
    private List<SqlPiece>? Calculation(string name, IReadOnlyList<string> within)
    {
        if (within.Contains(name, StringComparer.Ordinal) || dataset.Columns.FirstOrDefault(column => column.Name == name && column.Expression.Length > 0) is not { } found)
        {
            return null;
        }

        return within.Count < DeepestCalculation
            ? [new SqlPiece(SqlPieceKind.Symbol, "("), .. Expanded(SqlPieces.Read(found.Expression), [.. within, name]), new SqlPiece(SqlPieceKind.Symbol, ")")]
            : throw ApiException.Invalid($"The calculations of the dataset '{dataset.DisplayName}' are more than {DeepestCalculation} deep in each other.");
    }

    private List<SqlPiece> Localised(List<SqlPiece> pieces)
    {
        var localised = new List<SqlPiece>(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Is("DATE_TRUNC") && SqlPieces.Skip(pieces, i + 1) is var open && open < pieces.Count && pieces[open].IsSymbol('(')
                && SqlPieces.Arguments(pieces, open, out var close) is [var unit, var time])
            {
                var local = Text(Localised(Trimmed(time)));
                var written = ZoneParameter is { } parameter ? $"weir_local_time({local}, {parameter})" : local;
                localised.Add(new SqlPiece(SqlPieceKind.Symbol, $"DATE_TRUNC({Text(Trimmed(unit))}, {written})"));
                i = close;
            }
            else
            {
                localised.Add(pieces[i]);
            }
        }

        return localised;
    }

    private string? ZoneParameter => zone == "UTC" ? null : parameters.Add("time_zone", zone, "STRING");
}
