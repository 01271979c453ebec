using Weir.Dashboards.Documents;
using Weir.Dashboards.Library;

namespace Weir.Dashboards.BuiltIn;

/// <summary>The shipped dashboard's document.</summary>
/// <param name="Version">Its version, from its own member <c>weir.template_version</c>.</param>
/// <param name="Text">The document as it is stored.</param>
internal sealed record UsageTemplate(int Version, string Text)
{
    /// <summary>The dashboard's name (original-product.md 2.4).</summary>
    public const string DisplayName = "AI Gateway Usage Analytics";

    private const string Resource = "ai-gateway-usage-analytics.lvdash.json";

    /// <summary>Reads what this version of the product ships.</summary>
    public static UsageTemplate Shipped()
    {
        using var stream = typeof(UsageTemplate).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Of(reader.ReadToEnd());
    }

    /// <summary>Reads a template.</summary>
    public static UsageTemplate Of(string text) => new(
        DashboardDocument.ReadRoot(text).Object("weir")?.Number("template_version") ?? throw new DocumentException("weir.template_version", "A template states its version."),
        DashboardText.Checked(text, null, null));
}
