using System.Globalization;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>
/// The queries of a page over a dataset that is read once, as the parts of one statement: a part for those that have the same filters, keys and order, with the figures of all of them. Each takes its part's rows and its columns.
/// The parts follow from the page and the selection only, whichever widget asks.
/// </summary>
/// <param name="Parts">The parts. Their fields are named by their places in the answer, whose first column is the part's number.</param>
/// <param name="Filters">The conditions that all parts have, which are not the parts' own any more.</param>
/// <param name="Part">The number of the asked query's part.</param>
/// <param name="Columns">The places of the asked query's fields in the answer.</param>
internal sealed record PageParts(IReadOnlyList<WidgetQuery> Parts, IReadOnlyList<string> Filters, int Part, IReadOnlyList<int> Columns)
{
    // More than any page needs, and few enough for a statement.
    private const int MostFields = 100;

    /// <summary>The parts of the asked query's dataset.</summary>
    /// <param name="page">The page.</param>
    /// <param name="chosenIn">Widgets in which something is chosen, which narrows all others: they are asked alone.</param>
    /// <param name="asked">The widget.</param>
    /// <param name="query">Its query.</param>
    /// <param name="expressions">Reads the fields of the query's dataset.</param>
    /// <returns>NULL when the query is asked alone, or there is one part only.</returns>
    public static PageParts? Of(DashboardPage page, IReadOnlySet<string> chosenIn, DashboardWidget asked, WidgetQuery query, FieldExpressions expressions)
    {
        if (chosenIn.Contains(asked.Name) || QueryShape.Of(asked, query, expressions) is not { } shape)
        {
            return null;
        }

        var parts = new List<Draft>();
        foreach (var widget in page.Layout.Select(item => item.Widget).Where(widget => !chosenIn.Contains(widget.Name)))
        {
            foreach (var other in widget.Queries.Where(other => other.DatasetName == query.DatasetName))
            {
                if (QueryShape.Of(widget, other, expressions) is { } like)
                {
                    Add(parts, like);
                }
            }
        }

        var part = parts.FindIndex(draft => draft.Answers(shape));
        if (part < 0 || parts.Count < 2)
        {
            return null;
        }

        var filters = parts[0].Shape.Filters.Where(filter => parts.TrueForAll(draft => draft.Shape.Filters.Contains(filter, StringComparer.Ordinal))).ToList();
        var places = parts.Select((_, i) => 1 + parts.Take(i).Sum(draft => draft.Fields.Count)).ToList();
        return new PageParts(
            [.. parts.Select((draft, i) => draft.ToQuery(query.DatasetName, places[i], filters))],
            filters,
            part,
            [.. query.Fields.Select(field => places[part] + parts[part].Fields.IndexOf(field.Expression))]);
    }

    private static void Add(List<Draft> parts, QueryShape shape)
    {
        var part = parts.Find(draft => draft.Shape.IsLike(shape));
        var added = shape.Keys.Concat(shape.Figures).Except(part?.Fields ?? [], StringComparer.Ordinal).ToList();
        if (parts.Sum(draft => draft.Fields.Count) + added.Count > MostFields)
        {
            return;
        }

        if (part is null)
        {
            parts.Add(new Draft(shape, added, shape.Limit));
        }
        else
        {
            part.Fields.AddRange(added);
            part.Limit = part.Limit is { } most && shape.Limit is { } limit ? Math.Max(most, limit) : null;
        }
    }

    private sealed class Draft(QueryShape shape, List<string> fields, int? limit)
    {
        public QueryShape Shape => shape;

        public List<string> Fields => fields;

        public int? Limit { get; set; } = limit;

        public bool Answers(QueryShape asked) =>
            asked.IsLike(shape) && !asked.Figures.Except(fields, StringComparer.Ordinal).Any() && (Limit is not { } most || asked.Limit <= most);

        public WidgetQuery ToQuery(string datasetName, int place, IReadOnlyList<string> common) =>
            new("part", datasetName, [.. fields.Select((expression, i) => new QueryField(string.Create(CultureInfo.InvariantCulture, $"c{place + i}"), expression))], false)
            {
                Filters = [.. shape.Filters.Except(common, StringComparer.Ordinal)],
                Orders = shape.Orders,
                Limit = Limit,
            };
    }
}
