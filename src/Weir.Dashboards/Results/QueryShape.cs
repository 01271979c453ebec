using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>What decides which queries of a page can be answered together: those of the same filters, keys and orders differ in their figures only.</summary>
/// <param name="Filters">The query's own conditions.</param>
/// <param name="Keys">The expressions that it groups by, sorted.</param>
/// <param name="Orders">Its order, by expressions of its fields.</param>
/// <param name="Figures">The expressions that it calculates.</param>
/// <param name="Limit">How many of its rows are asked for; NULL for all.</param>
internal sealed record QueryShape(IReadOnlyList<string> Filters, IReadOnlyList<string> Keys, IReadOnlyList<QueryOrder> Orders, IReadOnlyList<string> Figures, int? Limit)
{
    /// <summary>The shape of a query; NULL where it is answered alone: a filter's list, rows that are not grouped, an order by something else than its fields, an expression that cannot be read.</summary>
    public static QueryShape? Of(DashboardWidget widget, WidgetQuery query, FieldExpressions expressions)
    {
        if (widget.IsFilter || query.Disaggregated || query.Fields.Count == 0 || query.Filters.Any(filter => expressions.TryOf(filter) is null))
        {
            return null;
        }

        var figures = new List<string>();
        var keys = new List<string>();
        foreach (var field in query.Fields)
        {
            // One that cannot be read fails alone.
            if (expressions.TryOf(field.Expression) is not { } expression)
            {
                return null;
            }

            (expression.IsAggregate ? figures : keys).Add(field.Expression);
        }

        keys.Sort(StringComparer.Ordinal);
        return OrdersOf(widget, query) is { } orders ? new QueryShape(query.Filters, keys, orders, figures, query.Limit) : null;
    }

    /// <summary>Whether both have the same rows in the same order, but for their limits.</summary>
    public bool IsLike(QueryShape other) => Filters.SequenceEqual(other.Filters, StringComparer.Ordinal) && Keys.SequenceEqual(other.Keys, StringComparer.Ordinal) && Orders.SequenceEqual(other.Orders);

    // By the fields' expressions, which the common query has too. NULL where the order is by something else.
    private static List<QueryOrder>? OrdersOf(DashboardWidget widget, WidgetQuery query)
    {
        if (query.Orders.Count == 0)
        {
            return SortOrder.PlaceOf(widget, query) is not { } place ? []
                : [new QueryOrder(query.Fields[place.Field].Expression, place.IsDescending), .. place.Then is { } then ? [new QueryOrder(query.Fields[then].Expression, false)] : Array.Empty<QueryOrder>()];
        }

        var orders = new List<QueryOrder>();
        foreach (var order in query.Orders)
        {
            if (query.Fields.FirstOrDefault(field => order.Expression == SqlPiece.Quoted(field.Name) || order.Expression == field.Expression) is not { } field)
            {
                return null;
            }

            orders.Add(order with { Expression = field.Expression });
        }

        return orders;
    }
}
