using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>
/// A query that answers for several of a page: the same rows of the same dataset, grouped by the same fields, once, with the figures of all of them. Each takes its columns, and the first ten where it asks for ten.
/// A page of counters and of charts over days reads its rows once, whatever the order in which its widgets are asked for.
/// </summary>
/// <param name="Query">What is run.</param>
/// <param name="Columns">The places of the asked query's fields among its columns.</param>
internal sealed record SharedQuery(WidgetQuery Query, IReadOnlyList<int> Columns)
{
    // More than any page needs, and few enough for a statement.
    private const int MostFields = 100;

    /// <summary>The shared query that answers a query.</summary>
    /// <param name="page">The page.</param>
    /// <param name="chosenIn">Widgets in which something is chosen, which narrows all others: they share with none.</param>
    /// <param name="asked">The widget.</param>
    /// <param name="query">Its query.</param>
    /// <param name="expressions">Reads the fields of the query's dataset.</param>
    /// <returns>NULL when it shares with no other.</returns>
    public static SharedQuery? Of(DashboardPage page, IReadOnlySet<string> chosenIn, DashboardWidget asked, WidgetQuery query, FieldExpressions expressions)
    {
        if (chosenIn.Contains(asked.Name) || QueryShape.Of(asked, query, expressions) is not { } shape)
        {
            return null;
        }

        var figures = new List<string>();
        var limits = new List<int?>();
        foreach (var widget in page.Layout.Select(item => item.Widget).Where(widget => !chosenIn.Contains(widget.Name)))
        {
            foreach (var other in widget.Queries.Where(other => other.DatasetName == query.DatasetName))
            {
                if (QueryShape.Of(widget, other, expressions) is { } like && like.IsLike(shape) && shape.Keys.Count + figures.Union(like.Figures, StringComparer.Ordinal).Count() <= MostFields)
                {
                    figures.AddRange(like.Figures.Except(figures, StringComparer.Ordinal).ToList());
                    limits.Add(like.Limit);
                }
            }
        }

        if (limits.Count < 2 || shape.Figures.Except(figures, StringComparer.Ordinal).Any())
        {
            return null;
        }

        var all = shape.Keys.Concat(figures).ToList();
        var columns = query.Fields.Select(field => all.IndexOf(field.Expression)).ToList();
        return new SharedQuery(new WidgetQuery("shared", query.DatasetName, [.. all.Select((expression, i) => new QueryField($"c{i}", expression))], false) { Filters = query.Filters, Orders = shape.Orders, Limit = limits.Contains(null) ? null : limits.Max() }, columns);
    }
}
