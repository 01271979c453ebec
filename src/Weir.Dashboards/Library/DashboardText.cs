using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Library;

/// <summary>
/// A document as it is stored. It is the text that was sent, and ends with a line break; only where a page states no <c>pageType</c>, or a catalog or schema is
/// to be set, it is written anew, with all its members in their order (original-product.md 4.1).
/// </summary>
internal static class DashboardText
{
    /// <summary>What is stored when no document is sent.</summary>
    public const string Empty = "{}\n";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text to store.</summary>
    /// <param name="text">What was sent.</param>
    /// <param name="catalog">The catalog that every dataset gets; NULL to leave them as they are.</param>
    /// <param name="schema">The schema, likewise.</param>
    /// <exception cref="ApiException">It is no dashboard.</exception>
    public static string Checked(string text, string? catalog, string? schema)
    {
        try
        {
            DashboardDocument.Parse(text);
            var root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = DashboardDocument.DeepestNesting })!.AsObject();
            var isChanged = false;
            foreach (var page in ObjectsOf(root, "pages").Where(page => page["pageType"] is null))
            {
                page["pageType"] = DashboardPage.Canvas;
                isChanged = true;
            }

            foreach (var (member, value) in new[] { ("catalog", catalog), ("schema", schema) }.Where(set => !string.IsNullOrEmpty(set.Item2)))
            {
                foreach (var dataset in ObjectsOf(root, "datasets"))
                {
                    dataset[member] = value;
                    isChanged = true;
                }
            }

            return Ended(root.Count == 0 ? "{}" : isChanged ? root.ToJsonString(Compact) : text);
        }
        catch (DocumentException refused)
        {
            throw ApiException.Invalid($"'serialized_dashboard' is not right. {refused.Message}");
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid("'serialized_dashboard' has a text with half of a surrogate pair, which is no character. Take it out.");
        }
    }

    /// <summary>The document without the SQL of its datasets: what a viewer needs to draw it, and no more.</summary>
    public static string WithoutSql(string text)
    {
        var root = JsonNode.Parse(text)!.AsObject();
        foreach (var dataset in ObjectsOf(root, "datasets"))
        {
            dataset.Remove("query");
            dataset.Remove("queryLines");
        }

        return Ended(root.ToJsonString(Compact));
    }

    private static IEnumerable<JsonObject> ObjectsOf(JsonObject root, string member) => root[member] is JsonArray list ? list.OfType<JsonObject>() : [];

    private static string Ended(string text) => text.EndsWith('\n') ? text : text + "\n";
}
