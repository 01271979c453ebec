using System.Text.Json;
using Weir.Accounts.Http;

namespace Weir.Warehouse.SavedQueries;

/// <summary>
/// The parameters of a saved query: each has a <c>name</c>, perhaps a <c>title</c>, and one value of a kind. Texts and numbers are checked; the
/// kinds that this product has no field for are kept as they came, so that a client which knows them finds them again.
/// </summary>
internal static class SavedQueryParameters
{
    private const int MostParameters = 100;
    private const int LongestName = 255;
    private const int LargestJson = 64 * 1024;

    private static readonly string[] OtherKinds = ["date_value", "date_range_value", "enum_value", "query_backed_value"];

    /// <summary>The list as JSON text, NULL when there is none.</summary>
    /// <exception cref="ApiException">It is not right.</exception>
    public static string? Checked(JsonElement? parameters)
    {
        if (parameters is not { ValueKind: not JsonValueKind.Null } list)
        {
            return null;
        }

        var text = list.GetRawText();
        Require(list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= MostParameters && text.Length <= LargestJson, $"'query.parameters' must be a list of at most {MostParameters} parameters, and at most 64 KiB.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in list.EnumerateArray())
        {
            Require(parameter.ValueKind == JsonValueKind.Object && parameter.TryGetProperty("name", out var name) && IsText(name, 1) && names.Add(name.GetString()!), "Each of 'query.parameters' needs a 'name' of its own.");
            Require(parameter.EnumerateObject().Count(member => member.Name is not ("name" or "title")) <= 1, "Each of 'query.parameters' has one value: 'text_value', 'numeric_value', ...");
            foreach (var member in parameter.EnumerateObject())
            {
                Check(member);
            }
        }

        return list.GetArrayLength() == 0 ? null : text;
    }

    private static void Check(JsonProperty member)
    {
        switch (member.Name)
        {
            case "name":
                break;
            case "title":
                Require(member.Value.ValueKind == JsonValueKind.Null || IsText(member.Value, 0), $"The 'title' of a parameter must be a text of at most {LongestName} characters.");
                break;
            case "text_value":
                Require(ValueOf(member.Value) is { ValueKind: JsonValueKind.String }, "The 'text_value' of a parameter must be an object whose 'value' is a text.");
                break;
            case "numeric_value":
                Require(ValueOf(member.Value) is { ValueKind: JsonValueKind.Number }, "The 'numeric_value' of a parameter must be an object whose 'value' is a number.");
                break;
            default:
                Require(OtherKinds.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind == JsonValueKind.Object, $"A parameter has no '{member.Name}'. Its value is one of text_value, numeric_value, {string.Join(", ", OtherKinds)}.");
                break;
        }
    }

    private static JsonElement? ValueOf(JsonElement holder) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("value", out var value) ? value : null;

    private static bool IsText(JsonElement value, int shortest) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestName } text && text.Length >= shortest;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw ApiException.Invalid(otherwise);
        }
    }
}
