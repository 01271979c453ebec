using System.Text;
using System.Text.Json;

namespace Weir.Dashboards.Documents;

/// <summary>
/// A dashboard as a <c>.lvdash.json</c> document writes it (original-product.md 4.3). Members that are not known here are passed over: the text that was
/// read stays what is stored and exported. Only what makes it unusable as a whole is refused; a widget that asks for a dataset that is not there is that widget's
/// error.
/// </summary>
/// <param name="Datasets">What the widgets show, in the document's order.</param>
/// <param name="Pages">The pages, in the document's order.</param>
internal sealed record DashboardDocument(IReadOnlyList<DashboardDataset> Datasets, IReadOnlyList<DashboardPage> Pages)
{
    /// <summary>The largest document, in bytes of UTF-8.</summary>
    public const int LargestBytes = 5 * 1024 * 1024;

    /// <summary>How deep its arrays and objects may be in each other.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Reads a document.</summary>
    /// <exception cref="DocumentException">It is none.</exception>
    public static DashboardDocument Parse(string text)
    {
        var root = ReadRoot(text);
        return new DashboardDocument(
            [.. root.Items("datasets").Select(DashboardDataset.Read)],
            [.. root.Items("pages").Select(DashboardPage.Read)]);
    }

    /// <summary>The document's outermost object, with its limits checked.</summary>
    /// <exception cref="DocumentException">It is none.</exception>
    public static DocumentNode ReadRoot(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > LargestBytes)
        {
            throw new DocumentException(string.Empty, $"The dashboard has more than {LargestBytes / 1024 / 1024} MiB. Take out what is not shown.");
        }

        try
        {
            return DocumentNode.Root(JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowDuplicateProperties = false }));
        }
        catch (JsonException malformed)
        {
            throw new DocumentException(string.Empty, $"The dashboard is not JSON: {malformed.Message}");
        }
    }

    /// <summary>The dataset of a name, or NULL.</summary>
    public DashboardDataset? FindDataset(string name) => Datasets.FirstOrDefault(dataset => dataset.Name == name);

    /// <summary>The widget of a name with the page it is on, or NULL.</summary>
    public PlacedWidget? FindWidget(string name)
    {
        foreach (var page in Pages)
        {
            if (page.Layout.FirstOrDefault(item => item.Widget.Name == name) is { } item)
            {
                return new PlacedWidget(page, item.Widget);
            }
        }

        return null;
    }
}

/// <summary>A widget and the page it is on.</summary>
internal sealed record PlacedWidget(DashboardPage Page, DashboardWidget Widget);
