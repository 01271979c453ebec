namespace Weir.Dashboards.Documents;

/// <summary>A page.</summary>
/// <param name="Name">What addresses name it by.</param>
/// <param name="DisplayName">What people see; its name where the document has none.</param>
/// <param name="PageType"><see cref="Canvas"/> where the document has none, or <see cref="GlobalFilters"/>.</param>
/// <param name="LayoutVersion"><see cref="TwelveColumns"/>; NULL in older files, whose grid has 6 columns.</param>
/// <param name="Layout">The widgets and their places.</param>
internal sealed record DashboardPage(string Name, string DisplayName, string PageType, string? LayoutVersion, IReadOnlyList<LayoutItem> Layout)
{
    /// <summary>A page with widgets.</summary>
    public const string Canvas = "PAGE_TYPE_CANVAS";

    /// <summary>The page whose filters act on every page.</summary>
    public const string GlobalFilters = "PAGE_TYPE_GLOBAL_FILTERS";

    /// <summary>The layout with 12 columns.</summary>
    public const string TwelveColumns = "GRID_V1";

    /// <summary>How many columns the grid has.</summary>
    public int GridColumns => LayoutVersion == TwelveColumns ? 12 : 6;

    internal static DashboardPage Read(DocumentNode node)
    {
        var name = node.Text("name") ?? string.Empty;
        return new DashboardPage(
            name,
            node.Text("displayName") ?? name,
            node.Text("pageType") ?? Canvas,
            node.Text("layoutVersion"),
            [.. node.Items("layout").Select(LayoutItem.Read)]);
    }
}

/// <summary>A widget and its place on the page.</summary>
/// <param name="Position">Its place in cells of the grid.</param>
/// <param name="Widget">The widget.</param>
internal sealed record LayoutItem(GridPosition Position, DashboardWidget Widget)
{
    internal static LayoutItem Read(DocumentNode node)
    {
        var position = node.Object("position");
        return new LayoutItem(
            new GridPosition(position?.Number("x") ?? 0, position?.Number("y") ?? 0, position?.Number("width") ?? 1, position?.Number("height") ?? 1),
            DashboardWidget.Read(node.Object("widget") ?? throw new DocumentException(node.Path, "It has no 'widget'.")));
    }
}

/// <summary>A place, in cells of the page's grid from its upper left corner.</summary>
internal sealed record GridPosition(int X, int Y, int Width, int Height);
