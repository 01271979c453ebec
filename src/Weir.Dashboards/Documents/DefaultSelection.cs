using System.Text.Json;

namespace Weir.Dashboards.Documents;

/// <summary>What a filter or a parameter is until somebody chooses: values, or a range.</summary>
/// <param name="DataType">The type that the document states, for example <c>STRING</c> or <c>DATE</c>; NULL when it states none.</param>
/// <param name="Values">The values as texts, NULL among them for NULL; NULL for a range.</param>
/// <param name="Range">The range; NULL for values.</param>
internal sealed record DefaultSelection(string? DataType, IReadOnlyList<string?>? Values, SelectedRange? Range)
{
    /// <summary>Reads the member <c>defaultSelection</c> of an object; NULL when it has none, or one that selects nothing.</summary>
    internal static DefaultSelection? Read(DocumentNode owner)
    {
        if (owner.Object("defaultSelection") is not { } selection)
        {
            return null;
        }

        if (selection.Raw("range") is { ValueKind: JsonValueKind.Object })
        {
            var range = selection.Object("range")!.Value;
            return new DefaultSelection(range.Text("dataType"), null, new SelectedRange(ValueOf(range, "min"), ValueOf(range, "max")));
        }

        // The list stands in an object that states its type too; old files have the list alone.
        return selection.Raw("values") switch
        {
            { ValueKind: JsonValueKind.Object } => selection.Object("values") is { } typed ? new DefaultSelection(typed.Text("dataType"), ValuesOf(typed), null) : null,
            { ValueKind: JsonValueKind.Array } => new DefaultSelection(null, ValuesOf(selection), null),
            _ => null,
        };
    }

    private static IReadOnlyList<string?> ValuesOf(DocumentNode owner) =>
        owner.Raw("values") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(item => DocumentNode.ScalarOf(Unwrapped(item), $"{owner.Path}.values"))]
            : [];

    private static string? ValueOf(DocumentNode range, string name) =>
        range.Raw(name) is { } bound ? DocumentNode.ScalarOf(Unwrapped(bound), $"{range.Path}.{name}") : null;

    private static JsonElement Unwrapped(JsonElement item) =>
        item.ValueKind != JsonValueKind.Object ? item : item.TryGetProperty("value", out var value) ? value : default;
}

/// <summary>A range, its ends included.</summary>
/// <param name="Min">The first, a value or a relative date such as <c>now-30d/d</c>; NULL for none.</param>
/// <param name="Max">The last, likewise.</param>
internal sealed record SelectedRange(string? Min, string? Max);
