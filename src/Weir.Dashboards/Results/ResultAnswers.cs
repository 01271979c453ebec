using System.Text.Json;

namespace Weir.Dashboards.Results;

/// <summary>What a widget shows, for the OpenAPI document: <see cref="ResultWriter"/> writes it, since rows are JSON already.</summary>
/// <param name="Widget">The widget's name.</param>
/// <param name="Queries">The rows of each of its queries.</param>
/// <param name="ComputedTime">As of when the oldest of them are.</param>
/// <param name="AgeSeconds">How many whole seconds ago that was.</param>
/// <param name="IsCached">Whether any of them were calculated for an earlier request.</param>
internal sealed record WidgetResultAnswer(string Widget, IReadOnlyList<QueryResultAnswer> Queries, DateTime ComputedTime, long AgeSeconds, bool IsCached);

/// <summary>The rows of a query: each value is a text, or null.</summary>
internal sealed record QueryResultAnswer(string Name, IReadOnlyList<ResultColumnAnswer> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, bool Truncated);

/// <summary>A column.</summary>
internal sealed record ResultColumnAnswer(string Name, string TypeName, string TypeText);

/// <summary>A statement to open in the SQL editor.</summary>
internal sealed record WidgetStatementAnswer(string Statement, IReadOnlyList<StatementParameterAnswer> Parameters);

/// <summary>A parameter of a statement; a NULL value is SQL NULL.</summary>
internal sealed record StatementParameterAnswer(string Name, string? Value, string Type);

/// <summary>Writes results without reading their rows.</summary>
internal static class ResultWriter
{
    /// <summary>Writes a result.</summary>
    public static void Write(Utf8JsonWriter json, WidgetResult result, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("widget", result.Widget);
        json.WriteStartArray("queries");
        foreach (var (name, shown) in result.Queries)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("columns");
            foreach (var column in shown.Rows.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("type_name", column.TypeName);
                json.WriteString("type_text", column.TypeText);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePropertyName("rows");
            json.WriteRawValue(shown.Rows.Rows, skipInputValidation: true);
            json.WriteBoolean("truncated", shown.Rows.IsTruncated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var computed = result.Queries.Min(query => query.Shown.Computed);
        json.WriteString("computed_time", computed.UtcDateTime);
        json.WriteNumber("age_seconds", Math.Max(0, (long)(now - computed).TotalSeconds));
        json.WriteBoolean("is_cached", result.Queries.Any(query => query.Shown.IsCached));
        json.WriteEndObject();
    }
}
