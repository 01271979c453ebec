using System.Globalization;
using System.Text;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>Writes what a query asks of rows that are there.</summary>
internal static class QuerySql
{
    /// <summary>The columns of a query's answer.</summary>
    public static IReadOnlyList<string> Columns(WidgetQuery query, FieldExpressions expressions) =>
        [.. query.Fields.Select(field => $"{expressions.Of(field.Expression).Sql} AS {SqlPiece.Quoted(field.Name)}")];

    /// <summary>The query's own conditions.</summary>
    public static IEnumerable<string> Conditions(IEnumerable<string> filters, FieldExpressions expressions) => filters.Select(filter => $"({expressions.Of(filter).Sql})");

    /// <summary>What follows ORDER BY; NULL where the query says no order.</summary>
    public static string? Order(WidgetQuery query, FieldExpressions expressions) =>
        query.Orders.Count == 0 ? null : string.Join(", ", query.Orders.Select(order => Ordered(order, PlaceOf(order, query) is var place && place < 0 ? expressions.Of(order.Expression).Sql : Text(place + 1))));

    /// <summary>SELECT and what follows it, to the conditions.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="from">What is read.</param>
    /// <param name="conditions">What each row must meet.</param>
    public static StringBuilder Select(IEnumerable<string> columns, string from, IEnumerable<string> conditions)
    {
        var text = new StringBuilder("SELECT\n  ").AppendJoin(",\n  ", columns).Append("\nFROM ").Append(from);
        var all = conditions.Distinct(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? text : text.Append("\nWHERE ").AppendJoin("\n  AND ", all);
    }

    /// <summary>What follows the conditions.</summary>
    public static string End(bool isGrouped, string? order, int? limit) =>
        (isGrouped ? "\nGROUP BY ALL" : string.Empty) + (order is null ? string.Empty : $"\nORDER BY {order}") + (limit is { } most ? $"\nLIMIT {Text(most)}" : string.Empty);

    /// <summary>A statement that reads rows once for several queries.</summary>
    /// <param name="rows">The statement of the rows.</param>
    /// <param name="parts">The queries.</param>
    /// <param name="mostRows">How many rows of a part are answered at most.</param>
    /// <param name="expressions">Reads the fields of their dataset.</param>
    public static string Parts(string rows, IReadOnlyList<WidgetQuery> parts, int mostRows, FieldExpressions expressions)
    {
        var text = new StringBuilder("WITH dataset AS (\n").Append(rows).Append("\n)");
        var orders = new List<string> { "1" };
        var first = 2;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];

            // Grouped within: the part's number would be a key, and a sum over no rows would be no row.
            text.Append(i == 0 ? "\nSELECT " : "\nUNION ALL SELECT ").Append(Text(i)).Append(" AS part");
            foreach (var other in parts)
            {
                foreach (var column in other.Fields.Select(field => SqlPiece.Quoted(field.Name)))
                {
                    text.Append(ReferenceEquals(other, part) ? ", " : ", NULL AS ").Append(column);
                }
            }

            text.Append("\nFROM (\n")
                .Append(Select(Columns(part, expressions), "dataset", Conditions(part.Filters, expressions)))
                .Append(End(isGrouped: true, Order(part, expressions), Math.Min(part.Limit ?? mostRows, mostRows)))
                .Append("\n)");

            // In another part's rows these columns are NULL, and do not change their order.
            var place = first;
            orders.AddRange(part.Orders.Select(order => Ordered(order, Text(place + PlaceOf(order, part)))));
            first += part.Fields.Count;
        }

        return text.Append("\nORDER BY ").AppendJoin(", ", orders).ToString();
    }

    // A field of the answer by its place: a name could also be a column of the dataset.
    private static int PlaceOf(QueryOrder order, WidgetQuery query) => query.Fields.ToList().FindIndex(field => order.Expression == SqlPiece.Quoted(field.Name) || order.Expression == field.Expression);

    private static string Ordered(QueryOrder order, string what) => what + (order.IsDescending ? " DESC" : string.Empty);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
