using System.Text.Json;

namespace Weir.Dashboards.Documents;

/// <summary>A widget.</summary>
/// <param name="Name">What addresses and requests name it by.</param>
/// <param name="Queries">What it asks its datasets, in the document's order.</param>
internal sealed record DashboardWidget(string Name, IReadOnlyList<WidgetQuery> Queries)
{
    /// <summary>How it is drawn, which is the renderer's; NULL for text.</summary>
    public JsonElement? Spec { get; init; }

    /// <summary><c>counter</c>, <c>table</c>, <c>bar</c>, <c>filter-multi-select</c> and others; NULL for text.</summary>
    public string? WidgetType { get; init; }

    /// <summary>The markdown of a text widget; NULL for others.</summary>
    public string? Text { get; init; }

    /// <summary>What a filter acts on, in the order of <c>encodings.fields</c>; none for other widgets.</summary>
    public IReadOnlyList<FilterField> FilterFields { get; init; } = [];

    /// <summary>What a filter selects until somebody chooses; NULL for everything.</summary>
    public DefaultSelection? DefaultSelection { get; init; }

    /// <summary>Whether it is a filter.</summary>
    public bool IsFilter => WidgetType is { } type && (type.StartsWith("filter-", StringComparison.Ordinal) || type == "range-slider");

    /// <summary>The query of a name, or NULL.</summary>
    public WidgetQuery? FindQuery(string name) => Queries.FirstOrDefault(query => query.Name == name);

    internal static DashboardWidget Read(DocumentNode node)
    {
        var spec = node.Object("spec");
        var widget = new DashboardWidget(node.Text("name") ?? string.Empty, [.. node.Items("queries").Select(WidgetQuery.Read)])
        {
            Spec = node.Raw("spec"),
            WidgetType = spec?.Text("widgetType"),
            Text = TextOf(node),
        };
        return widget.IsFilter
            ? widget with { FilterFields = [.. (spec!.Value.Object("encodings")?.Items("fields") ?? []).Select(FilterField.Read)], DefaultSelection = spec.Value.Object("selection") is { } selection ? DefaultSelection.Read(selection) : null }
            : widget;
    }

    private static string? TextOf(DocumentNode node) => node.Object("multilineTextboxSpec") is { } lines
        ? string.Concat(lines.Lines("lines"))
        : node.Raw("textbox_spec") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } => node.Object("textbox_spec") is { } old ? old.Text("text") ?? string.Concat(old.Lines("lines")) : null,
            _ => node.Text("textbox_spec"),
        };
}

/// <summary>What a filter acts on: a column of a query's dataset, or a parameter of it.</summary>
/// <param name="QueryName">The filter's own query, which says the dataset; NULL when it has but one.</param>
/// <param name="FieldName">The field of that query; NULL for a parameter.</param>
/// <param name="ParameterName">The parameter's keyword; NULL for a field.</param>
internal sealed record FilterField(string? QueryName, string? FieldName, string? ParameterName)
{
    internal static FilterField Read(DocumentNode node) => new(node.Text("queryName"), node.Text("fieldName"), node.Text("parameterName"));
}
