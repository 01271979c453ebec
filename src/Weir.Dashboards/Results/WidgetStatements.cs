using System.Text;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>
/// Makes the statements of a widget: its query's fields over the dataset's rows, with the conditions of every filter that names the dataset. A viewer chooses among the
/// dashboard's own filters and sends values; what is read and how is the document's alone.
/// </summary>
/// <param name="document">The dashboard.</param>
/// <param name="placed">The widget.</param>
/// <param name="selection">What the viewer selects.</param>
internal sealed class WidgetStatements(DashboardDocument document, PlacedWidget placed, ViewerSelection selection)
{
    private static readonly string[] WithoutList = ["filter-date-range-picker", "filter-date-picker", "filter-text-entry", "range-slider"];

    private readonly IReadOnlyList<DashboardWidget> _filters = FiltersOf(document, placed.Page, selection);

    /// <summary>What the widget asks its datasets.</summary>
    public IReadOnlyList<WidgetQuery> Queries => placed.Widget.Queries;

    /// <summary>The statements of everything that the widget shows.</summary>
    /// <exception cref="ApiException">The viewer selects what is not there, or the widget asks for it.</exception>
    public IReadOnlyList<WidgetStatement> OfResult()
    {
        var widget = placed.Widget;
        if (widget.WidgetType is { } type && WithoutList.Contains(type, StringComparer.Ordinal))
        {
            throw ApiException.Invalid($"The widget '{widget.Name}' is a {type}, which has no list of values.");
        }

        var statements = widget.Queries.Where(query => query.Fields.Count > 0).Select(OfResult).ToList();
        return statements.Count > 0 ? statements : throw ApiException.Invalid($"The widget '{widget.Name}' asks no dataset for anything, so it has no result.");
    }

    /// <summary>The statement that answers for a query and for others of its page, and the places of the query's columns in it; NULL when it shares with none.</summary>
    public (WidgetStatement Statement, IReadOnlyList<int> Columns)? OfShared(WidgetQuery query)
    {
        if (document.FindDataset(query.DatasetName) is not { } dataset)
        {
            return null;
        }

        return SharedQuery.Of(placed.Page, ChosenIn, placed.Widget, query, Reading(dataset)) is { } shared ? (OfResult(shared.Query), shared.Columns) : null;
    }

    /// <summary>The statement that answers for a query and for all others of its page over the same dataset, where the dataset says that it is read once; NULL when it is asked without them.</summary>
    /// <param name="query">The query.</param>
    /// <param name="mostRows">How many rows of each part are answered at most.</param>
    public (WidgetStatement Statement, PageParts Parts)? OfPage(WidgetQuery query, int mostRows)
    {
        if (document.FindDataset(query.DatasetName) is not { ReadOnce: true } dataset || PageParts.Of(placed.Page, ChosenIn, placed.Widget, query, Reading(dataset)) is not { } page)
        {
            return null;
        }

        var (_, parameters, expressions) = Start(dataset);
        var rows = Rows(dataset, parameters, expressions, ["*"], [], page.Filters);
        return (new WidgetStatement(query, QuerySql.Parts(rows.ToString(), page.Parts, mostRows, expressions), parameters.All, dataset.Catalog, dataset.Schema), page);
    }

    /// <summary>The statement of what one query of the widget shows.</summary>
    public WidgetStatement OfResult(WidgetQuery query)
    {
        var (dataset, parameters, expressions) = Start(query);
        var isGrouped = placed.Widget.IsFilter || !query.Disaggregated;
        var text = Rows(dataset, parameters, expressions, QuerySql.Columns(query, expressions), [], query.Filters);
        text.Append(QuerySql.End(isGrouped, QuerySql.Order(query, expressions) ?? SortOrder.Of(placed.Widget, query), query.Limit));
        return new WidgetStatement(query, text.ToString(), parameters.All, dataset.Catalog, dataset.Schema);
    }

    /// <summary>The statement of the dataset's rows that a query's result is made of.</summary>
    /// <param name="query">The query.</param>
    /// <param name="point">Values by the field's name; those of aggregates narrow nothing.</param>
    public WidgetStatement OfRows(WidgetQuery query, IReadOnlyDictionary<string, string?> point)
    {
        var (dataset, parameters, expressions) = StartRows(query);
        var conditions = new List<string>();
        foreach (var (name, value) in point)
        {
            var field = query.Fields.FirstOrDefault(known => known.Name == name) ?? throw ApiException.Invalid($"'point' has '{name}', which is no field of the query '{query.Name}'.");
            if (expressions.Of(field.Expression) is { IsAggregate: false } expression)
            {
                conditions.AddRange(new FilterConditions(parameters, selection.Clock).Of(expression, new FilterSelection([value], null)));
            }
        }

        return new WidgetStatement(query, Rows(dataset, parameters, expressions, ["*"], conditions, query.Filters).ToString(), parameters.All, dataset.Catalog, dataset.Schema);
    }

    // What is chosen among sums also holds for the rows that they add up, and the other way round.
    private string RowsOf(string datasetName) => document.FindDataset(datasetName)?.RowsDatasetName ?? datasetName;

    // A filter of another page is a mistake; it is not passed over, since what is shown would not be what was asked for.
    private static List<DashboardWidget> FiltersOf(DashboardDocument document, DashboardPage page, ViewerSelection selection)
    {
        var filters = document.Pages.Where(other => ReferenceEquals(other, page) || other.PageType == DashboardPage.GlobalFilters)
            .SelectMany(other => other.Layout).Select(item => item.Widget).Where(widget => widget.IsFilter).ToList();
        return selection.Filters.Keys.FirstOrDefault(name => !filters.Exists(filter => filter.Name == name)) is { } unknown
            ? throw ApiException.Invalid($"'filters' has '{unknown}', which is no filter of the page '{page.DisplayName}'.")
            : filters;
    }

    private (DashboardDataset Dataset, StatementParameters Parameters, FieldExpressions Expressions) Start(WidgetQuery query) => Start(
        document.FindDataset(query.DatasetName) ?? throw ApiException.Invalid($"The widget asks for the dataset '{query.DatasetName}', which the dashboard does not have."));

    // Of what is added up, the rows that it adds up.
    private (DashboardDataset Dataset, StatementParameters Parameters, FieldExpressions Expressions) StartRows(WidgetQuery query)
    {
        var shown = Start(query);
        return shown.Dataset.RowsDatasetName is { } name
            ? Start(document.FindDataset(name) ?? throw ApiException.Invalid($"The dataset '{shown.Dataset.DisplayName}' says that its rows are in the dataset '{name}', which the dashboard does not have."))
            : shown;
    }

    private (DashboardDataset Dataset, StatementParameters Parameters, FieldExpressions Expressions) Start(DashboardDataset dataset)
    {
        var parameters = new StatementParameters(dataset.Parameters.Select(parameter => parameter.Keyword));
        return (dataset, parameters, new FieldExpressions(dataset, selection.Clock.ZoneName, parameters));
    }

    private HashSet<string> ChosenIn => selection.CrossFilters.Select(cross => cross.Widget).ToHashSet(StringComparer.Ordinal);

    // To see what is equal; nothing of it gets into a statement.
    private FieldExpressions Reading(DashboardDataset dataset) => new(dataset, selection.Clock.ZoneName, new StatementParameters([]));

    private StringBuilder Rows(DashboardDataset dataset, StatementParameters parameters, FieldExpressions expressions, IReadOnlyList<string> columns, IReadOnlyList<string> narrower, IReadOnlyList<string> filters)
    {
        var conditions = new List<string>(narrower);
        var selected = new Dictionary<string, FilterSelection>(StringComparer.OrdinalIgnoreCase);
        foreach (var filter in _filters)
        {
            var chosen = selection.Filters.GetValueOrDefault(filter.Name) ?? (filter.DefaultSelection is { } standard ? new FilterSelection(standard.Values, standard.Range) : FilterSelection.None);
            foreach (var acted in filter.FilterFields)
            {
                AddFilter(filter, acted, chosen, dataset, expressions, parameters, conditions, selected);
            }
        }

        AddCrossFilters(dataset, expressions, parameters, conditions);
        conditions.AddRange(QuerySql.Conditions(filters, expressions));
        return QuerySql.Select(columns, $"(\n{new DatasetSql(dataset, selected, selection.Clock).Write(parameters)}\n) AS dataset", conditions);
    }

    // A filter's own list shows what there is to choose, whatever is chosen; parameters are part of what there is.
    private void AddFilter(
        DashboardWidget filter, FilterField acted, FilterSelection chosen, DashboardDataset dataset, FieldExpressions expressions, StatementParameters parameters, List<string> conditions, Dictionary<string, FilterSelection> selected)
    {
        var source = acted.QueryName is { } name ? filter.FindQuery(name) : filter.Queries.Count == 1 ? filter.Queries[0] : null;
        if (source is null || source.DatasetName != dataset.Name)
        {
            return;
        }

        if (acted.ParameterName is { } keyword)
        {
            selected[keyword] = chosen;
        }
        else if (acted.FieldName is { } fieldName && !placed.Widget.IsFilter)
        {
            var expression = source.Fields.FirstOrDefault(field => field.Name == fieldName) is { } field ? expressions.Of(field.Expression) : expressions.Column(fieldName);
            conditions.AddRange(new FilterConditions(parameters, selection.Clock).Of(expression, chosen));
        }
    }

    private void AddCrossFilters(DashboardDataset dataset, FieldExpressions expressions, StatementParameters parameters, List<string> conditions)
    {
        foreach (var cross in selection.CrossFilters.Where(cross => cross.Widget != placed.Widget.Name))
        {
            var source = placed.Page.Layout.Select(item => item.Widget).FirstOrDefault(widget => widget.Name == cross.Widget)
                ?? throw ApiException.Invalid($"'cross_filters' has the widget '{cross.Widget}', which is not on the page '{placed.Page.DisplayName}'.");
            foreach (var (name, values) in cross.Values)
            {
                var query = source.Queries.FirstOrDefault(query => query.Fields.Any(field => field.Name == name)) ?? throw ApiException.Invalid($"'cross_filters' has '{name}', which is no field of the widget '{cross.Widget}'.");
                if (RowsOf(query.DatasetName) != RowsOf(dataset.Name) || placed.Widget.IsFilter)
                {
                    continue;
                }

                var expression = expressions.Of(query.Fields.First(field => field.Name == name).Expression);
                if (expression.IsAggregate)
                {
                    throw ApiException.Invalid($"'cross_filters' has '{name}', which is calculated over many rows. Choose by a field that rows are grouped by.");
                }

                conditions.AddRange(new FilterConditions(parameters, selection.Clock).Of(expression, new FilterSelection(values, null)));
            }
        }
    }
}
