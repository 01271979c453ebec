using System.Globalization;
using System.Text;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>A dataset's SQL with its parameters' values: those that filters select, else their defaults.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="selections">What is selected, by the parameter's keyword.</param>
/// <param name="clock">The viewer's time.</param>
internal sealed class DatasetSql(DashboardDataset dataset, IReadOnlyDictionary<string, FilterSelection> selections, ViewerClock clock)
{
    private const string TimeZoneKeyword = "time_zone";

    /// <summary>The SQL, to stand in parentheses; the values get into <paramref name="parameters"/>.</summary>
    /// <exception cref="ApiException">A parameter has no value, or one of another type.</exception>
    public string Write(StatementParameters parameters)
    {
        var pieces = SqlPieces.Read(dataset.Query);
        while (pieces.Count > 0 && (pieces[^1].Kind == SqlPieceKind.Space || pieces[^1].IsSymbol(';')))
        {
            pieces.RemoveAt(pieces.Count - 1);
        }

        if (pieces.Count == 0)
        {
            throw ApiException.Invalid($"The dataset '{dataset.DisplayName}' has no SQL.");
        }

        var text = new StringBuilder();
        for (var i = 0; i < pieces.Count; i++)
        {
            text.Append(pieces[i].Kind == SqlPieceKind.Parameter ? Parameter(pieces, i, parameters) : pieces[i].Text);
        }

        return text.ToString();
    }

    private string Parameter(List<SqlPiece> pieces, int at, StatementParameters parameters)
    {
        var name = pieces[at].Content;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var keyword = dot < 0 ? name : name[..dot];
        var parameter = dataset.Parameters.FirstOrDefault(known => string.Equals(known.Keyword, keyword, StringComparison.OrdinalIgnoreCase));
        if (parameter is null)
        {
            if (string.Equals(name, TimeZoneKeyword, StringComparison.OrdinalIgnoreCase))
            {
                parameters.Set(name, clock.ZoneName, "STRING");
                return pieces[at].Text;
            }

            throw ApiException.Invalid($"The SQL of the dataset '{dataset.DisplayName}' has ':{name}', which is not among the dataset's parameters.");
        }

        var selection = selections.GetValueOrDefault(parameter.Keyword) is { IsEmpty: false } selected ? selected
            : parameter.DefaultSelection is { } standard ? new FilterSelection(standard.Values, standard.Range)
            : FilterSelection.None;
        if (parameter.ComplexType == "MULTI")
        {
            return List(parameter, selection, IsInParentheses(pieces, at), parameters);
        }

        var value = (parameter.ComplexType == "RANGE" || dot >= 0, dot < 0 ? string.Empty : name[(dot + 1)..]) switch
        {
            (true, "min") => Value(parameter, selection.Range?.Min ?? parameter.DefaultSelection?.Range?.Min ?? throw Missing(parameter), isEnd: false),
            (true, "max") => Value(parameter, selection.Range?.Max ?? parameter.DefaultSelection?.Range?.Max ?? throw Missing(parameter), isEnd: true),
            (true, _) => throw ApiException.Invalid($"The parameter '{keyword}' is a range: the dataset's SQL takes it as ':{keyword}.min' and ':{keyword}.max'."),
            _ => selection.Values is [var single, ..] ? Value(parameter, single, isEnd: false) : throw Missing(parameter),
        };
        parameters.Set(name, value, TypeOf(parameter));
        return pieces[at].Text;
    }

    private string List(DatasetParameter parameter, FilterSelection selection, bool isInParentheses, StatementParameters parameters)
    {
        var values = (selection.Values ?? throw Missing(parameter)).Select(value => parameters.Add(parameter.Keyword + "_value", Value(parameter, value, isEnd: false), TypeOf(parameter))).ToList();
        return isInParentheses
            ? values.Count == 0 ? "NULL" : string.Join(", ", values)
            : $"ARRAY({string.Join(", ", values)})";
    }

    // "x IN (:p)" means each of its values.
    private static bool IsInParentheses(List<SqlPiece> pieces, int at)
    {
        var before = pieces[..at].FindLastIndex(piece => piece.Kind != SqlPieceKind.Space);
        var word = before <= 0 ? -1 : pieces[..before].FindLastIndex(piece => piece.Kind != SqlPieceKind.Space);
        var after = SqlPieces.Skip(pieces, at + 1);
        return word >= 0 && pieces[word].Is("IN") && pieces[before].IsSymbol('(') && after < pieces.Count && pieces[after].IsSymbol(')');
    }

    private string? Value(DatasetParameter parameter, string? value, bool isEnd)
    {
        var type = TypeOf(parameter);
        var written = (type, value) switch
        {
            (_, null) => null,
            ("BIGINT", _) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : throw Wrong(parameter, "a whole number"),
            ("DECIMAL" or "DOUBLE", _) => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : throw Wrong(parameter, "a number"),
            ("BOOLEAN", _) => bool.TryParse(value, out var flag) ? flag ? "true" : "false" : throw Wrong(parameter, "true or false"),
            ("DATE", _) => Day(clock.Read(value, isEnd) ?? throw Wrong(parameter, "a date such as 2026-11-01 or now-30d/d"), isEnd),
            ("TIMESTAMP", _) => Instant(clock.Read(value, isEnd) ?? throw Wrong(parameter, "a time such as 2026-11-01T10:00 or now-1h"), isEnd),
            _ => value,
        };
        return written;
    }

    // In SQL a range's end is compared with <= or BETWEEN.
    private string Day(TimePoint point, bool isEnd)
    {
        var day = point.DayIn(clock.Zone);
        return (isEnd && !point.IsIncluded && point.Day is not null ? day.AddDays(-1) : day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private string Instant(TimePoint point, bool isEnd)
    {
        var instant = point.InstantIn(clock.Zone);
        return ViewerClock.Text(isEnd && !point.IsIncluded ? instant.AddMicroseconds(-1) : instant);
    }

    private static string TypeOf(DatasetParameter parameter) => parameter.DataType.ToUpperInvariant() switch
    {
        "INTEGER" or "INT" or "LONG" or "BIGINT" => "BIGINT",
        "DECIMAL" => "DECIMAL",
        "NUMBER" or "NUMERIC" or "DOUBLE" or "FLOAT" => "DOUBLE",
        "BOOLEAN" => "BOOLEAN",
        "DATE" => "DATE",
        "DATETIME" or "TIMESTAMP" => "TIMESTAMP",
        _ => "STRING",
    };

    private static ApiException Missing(DatasetParameter parameter) =>
        ApiException.Invalid($"The parameter '{parameter.DisplayName}' has no value. Choose one in a filter, or give it a default in the dataset.");

    private static ApiException Wrong(DatasetParameter parameter, string what) => ApiException.Invalid($"The parameter '{parameter.DisplayName}' must be {what}.");
}
