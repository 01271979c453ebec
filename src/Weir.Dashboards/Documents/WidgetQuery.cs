namespace Weir.Dashboards.Documents;

/// <summary>What a widget asks a dataset.</summary>
/// <param name="Name">For example <c>main_query</c>.</param>
/// <param name="DatasetName">The dataset. There need be none of that name.</param>
/// <param name="Fields">The columns of the answer.</param>
/// <param name="Disaggregated">Whether the dataset's rows are shown as they are; else they are grouped by the fields that are no aggregates.</param>
internal sealed record WidgetQuery(string Name, string DatasetName, IReadOnlyList<QueryField> Fields, bool Disaggregated)
{
    /// <summary>SQL conditions that every row must meet.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Keywords of the dataset's parameters that a filter sets by this query.</summary>
    public IReadOnlyList<string> ParameterKeywords { get; init; } = [];

    /// <summary>In which order the rows are asked for; none of them leaves it to the encodings.</summary>
    public IReadOnlyList<QueryOrder> Orders { get; init; } = [];

    /// <summary>How many rows are asked for, 1 or more; NULL for all. A member of our own: what is shown is the first so many in the order.</summary>
    public int? Limit { get; init; }

    internal static WidgetQuery Read(DocumentNode node)
    {
        var query = node.Object("query");
        return new WidgetQuery(
            node.Text("name") ?? string.Empty,
            query?.Text("datasetName") ?? string.Empty,
            [.. (query?.Items("fields") ?? []).Select(field => new QueryField(field.Text("name") ?? string.Empty, field.Text("expression") ?? string.Empty))],
            query?.Flag("disaggregated") ?? false)
        {
            Filters = [.. (query?.Items("filters") ?? []).Select(filter => filter.Text("expression")).OfType<string>()],
            ParameterKeywords = [.. (query?.Items("parameters") ?? []).Select(parameter => parameter.Text("keyword") ?? parameter.Text("name")).OfType<string>()],
            Orders = [.. (query?.Items("orders") ?? []).Select(order => new QueryOrder(order.Text("expression") ?? string.Empty, string.Equals(order.Text("direction"), "DESC", StringComparison.OrdinalIgnoreCase)))],
            Limit = query?.Number("limit") is { } limit and > 0 ? limit : null,
        };
    }
}

/// <summary>What rows are ordered by.</summary>
/// <param name="Expression">A field's name in backticks, or an SQL expression over the dataset's columns.</param>
/// <param name="IsDescending">Whether the largest come first; NULLs come last then, else first.</param>
internal sealed record QueryOrder(string Expression, bool IsDescending);

/// <summary>A column of a query's answer.</summary>
/// <param name="Name">Its name, by which encodings say <c>fieldName</c>.</param>
/// <param name="Expression">The SQL expression, over the dataset's columns.</param>
internal sealed record QueryField(string Name, string Expression);
