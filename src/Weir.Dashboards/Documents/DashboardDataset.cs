namespace Weir.Dashboards.Documents;

/// <summary>A dataset: SQL, and what may be filled into it.</summary>
/// <param name="Name">What widgets name it by.</param>
/// <param name="DisplayName">What people see; its name where the document has none.</param>
/// <param name="Query">The SQL: <c>query</c>, or <c>queryLines</c> put together as they are, without anything between.</param>
internal sealed record DashboardDataset(string Name, string DisplayName, string Query)
{
    /// <summary>The catalog of tables that are named without one, or NULL.</summary>
    public string? Catalog { get; init; }

    /// <summary>The schema of tables that are named without one, or NULL.</summary>
    public string? Schema { get; init; }

    /// <summary>The dataset with the rows that this one's rows add up, under the same names; NULL where each of its rows is one itself. A member of our own.</summary>
    public string? RowsDatasetName { get; init; }

    /// <summary>Whether its rows are few and cost much to calculate: they are read once for all that a page asks of them. A member of our own.</summary>
    public bool ReadOnce { get; init; }

    /// <summary>What the SQL has as <c>:keyword</c>.</summary>
    public IReadOnlyList<DatasetParameter> Parameters { get; init; } = [];

    /// <summary>Custom calculations, which widgets take as <c>MEASURE(`name`)</c>.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; init; } = [];

    internal static DashboardDataset Read(DocumentNode node)
    {
        var name = node.Text("name") ?? string.Empty;
        return new DashboardDataset(name, node.Text("displayName") ?? name, node.Text("query") ?? string.Concat(node.Lines("queryLines")))
        {
            Catalog = node.Text("catalog"),
            Schema = node.Text("schema"),
            RowsDatasetName = node.Text("rowsDatasetName"),
            ReadOnce = node.Flag("readOnce") ?? false,
            Parameters = [.. node.Items("parameters").Select(DatasetParameter.Read)],
            Columns = [.. node.Items("columns").Select(column => new DatasetColumn(column.Text("displayName") ?? column.Text("name") ?? string.Empty, column.Text("expression") ?? string.Empty))],
        };
    }
}

/// <summary>A custom calculation over a dataset's rows.</summary>
/// <param name="Name">Its name, as <c>displayName</c> writes it.</param>
/// <param name="Expression">The SQL expression.</param>
internal sealed record DatasetColumn(string Name, string Expression);

/// <summary>A parameter of a dataset.</summary>
/// <param name="Keyword">Its name in the SQL, without the colon.</param>
/// <param name="DisplayName">What people see; its keyword where the document has none.</param>
/// <param name="DataType"><c>STRING</c>, <c>INTEGER</c>, <c>DECIMAL</c>, <c>DATE</c>, <c>DATETIME</c> and others.</param>
/// <param name="ComplexType"><c>MULTI</c> for a list of values, <c>RANGE</c> for <c>:keyword.min</c> and <c>:keyword.max</c>; NULL for one value.</param>
/// <param name="DefaultSelection">What it is until somebody chooses, or NULL.</param>
internal sealed record DatasetParameter(string Keyword, string DisplayName, string DataType, string? ComplexType, DefaultSelection? DefaultSelection)
{
    internal static DatasetParameter Read(DocumentNode node)
    {
        var keyword = node.Text("keyword") ?? node.Text("name") ?? string.Empty;
        return new DatasetParameter(keyword, node.Text("displayName") ?? keyword, node.Text("dataType") ?? "STRING", node.Text("complexType"), DefaultSelection.Read(node));
    }
}
