namespace Weir.Usage.Records;

/// <summary>
/// A table of rows that are added up by the quarter of an hour: what has a row for each request takes seconds to be asked of over months, this takes milliseconds. A quarter of an hour, since
/// every time zone in use begins its day at the start of one.
/// </summary>
/// <param name="Name">Its name in the schema <c>ai_gateway</c>.</param>
/// <param name="Dimensions">What rows of one quarter of an hour are kept apart by.</param>
/// <param name="Figures">What is added up.</param>
public sealed record QuarterHourTable(string Name, IReadOnlyList<QuarterHourTable.Dimension> Dimensions, IReadOnlyList<QuarterHourTable.Figure> Figures)
{
    /// <summary>The start of the quarter of an hour of <c>event_time</c>, in the engine's SQL.</summary>
    public const string Start = "time_bucket(INTERVAL 15 MINUTES, event_time)";

    /// <summary>Its columns, as everyone sees them.</summary>
    public IReadOnlyList<RecordColumn> Columns { get; } =
        [new("event_time", "TIMESTAMP", "The start of the quarter of an hour, UTC."), .. Dimensions.Select(dimension => dimension.Column), .. Figures.Select(figure => figure.Column)];

    /// <summary>The column that says how many rows were added up.</summary>
    public string Count { get; } = Figures.Single(figure => figure.Of == "count(*)").Column.Name;

    /// <summary>The table's rows, from those that they add up. Some may differ in nothing but their figures.</summary>
    /// <param name="rows">A table, or a subquery in parentheses.</param>
    public string Of(string rows) =>
        $"""
        SELECT event_time, {Joined(Dimensions.Select(dimension => $"{dimension.Of} AS {dimension.Column.Name}"))}, {Joined(Figures.Select(figure => figure.Column.Name))}
        FROM (
          SELECT {Start} AS event_time, {Joined(Dimensions.SelectMany(dimension => dimension.GroupedBy))}, {Joined(Figures.Select(figure => $"CAST({figure.Of} AS {figure.Column.SqlType}) AS {figure.Column.Name}"))}
          FROM {rows} GROUP BY ALL
        )
        """;

    /// <summary>Rows of the table put together where nothing keeps them apart.</summary>
    /// <param name="rows">Rows of the table.</param>
    public string Together(string rows) =>
        $"SELECT event_time, {Joined(Dimensions.Select(dimension => dimension.Column.Name))}, {Joined(Figures.Select(figure => $"CAST({figure.Together} AS {figure.Column.SqlType}) AS {figure.Column.Name}"))} FROM {rows} GROUP BY ALL";

    private static string Joined(IEnumerable<string> parts) => string.Join(", ", parts);

    /// <summary>A column by which rows are kept apart.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="GroupedBy">The columns of the rows that are added up.</param>
    /// <param name="Of">How it is made of those: done for sums, since it may take longer than adding up.</param>
    public sealed record Dimension(RecordColumn Column, IReadOnlyList<string> GroupedBy, string Of);

    /// <summary>A column of figures.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="Of">How it is made of the rows that are added up.</param>
    /// <param name="Together">How several of its values become one.</param>
    public sealed record Figure(RecordColumn Column, string Of, string Together);
}
