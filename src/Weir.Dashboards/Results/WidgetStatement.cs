using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Results;

/// <summary>The statement of a widget's query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Sql">The SQL, in the Databricks dialect. No value of a viewer stands in it.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Catalog">The default catalog, or NULL.</param>
/// <param name="Schema">The default schema, or NULL.</param>
internal sealed record WidgetStatement(WidgetQuery Query, string Sql, IReadOnlyList<StatementParameter> Parameters, string? Catalog, string? Schema)
{
    /// <summary>The query's name.</summary>
    public string QueryName => Query.Name;
}

/// <summary>What is chosen in a widget.</summary>
/// <param name="Widget">The widget's name.</param>
/// <param name="Values">The chosen values, by the field's name.</param>
internal sealed record CrossFilter(string Widget, IReadOnlyDictionary<string, IReadOnlyList<string?>> Values);

/// <summary>What a viewer selects.</summary>
/// <param name="Filters">By the filter widget's name; one that is not here selects its default.</param>
/// <param name="CrossFilters">What is chosen in other widgets of the page.</param>
/// <param name="Clock">The viewer's time.</param>
internal sealed record ViewerSelection(IReadOnlyDictionary<string, FilterSelection> Filters, IReadOnlyList<CrossFilter> CrossFilters, ViewerClock Clock);
