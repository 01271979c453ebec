using System.Text.Json;

namespace Weir.Dashboards.Documents;

/// <summary>An object of a document and where it is. What is missing or NULL reads as absent; what has another type than it must have is refused with its path.</summary>
internal readonly struct DocumentNode
{
    private readonly JsonElement _element;

    private DocumentNode(JsonElement element, string path) => (_element, Path) = (element, path);

    /// <summary>Where it is, for example <c>pages[0].layout[2].widget</c>; empty for the root.</summary>
    public string Path { get; }

    /// <summary>The outermost object.</summary>
    /// <exception cref="DocumentException">It is none.</exception>
    public static DocumentNode Root(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? new DocumentNode(element, string.Empty)
        : throw new DocumentException(string.Empty, "A dashboard is a JSON object with 'datasets' and 'pages'.");

    /// <summary>A member as it is written, or NULL.</summary>
    public JsonElement? Raw(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or NULL.</summary>
    public string? Text(string name) => Raw(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Decoded(text, PathOf(name)),
        _ => throw new DocumentException(PathOf(name), "It must be a text."),
    };

    /// <summary>A whole number, or NULL.</summary>
    public int? Number(string name) => Raw(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        _ => throw new DocumentException(PathOf(name), "It must be a whole number."),
    };

    /// <summary>True, false or NULL.</summary>
    public bool? Flag(string name) => Raw(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new DocumentException(PathOf(name), "It must be true or false."),
    };

    /// <summary>An object, or NULL.</summary>
    public DocumentNode? Object(string name) => Raw(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } element => new DocumentNode(element, PathOf(name)),
        _ => throw new DocumentException(PathOf(name), "It must be an object."),
    };

    /// <summary>The objects of a list; none when there is no list.</summary>
    public IReadOnlyList<DocumentNode> Items(string name)
    {
        var path = PathOf(name);
        return [.. Elements(name).Select((element, index) => element.ValueKind == JsonValueKind.Object
            ? new DocumentNode(element, $"{path}[{index}]")
            : throw new DocumentException($"{path}[{index}]", "It must be an object."))];
    }

    /// <summary>The texts of a list; none when there is no list.</summary>
    public IReadOnlyList<string> Lines(string name)
    {
        var path = PathOf(name);
        return [.. Elements(name).Select((element, index) => element.ValueKind == JsonValueKind.String
            ? Decoded(element, $"{path}[{index}]")
            : throw new DocumentException($"{path}[{index}]", "It must be a text."))];
    }

    /// <summary>A scalar as text; NULL for null and for what is none.</summary>
    public static string? ScalarOf(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.String => Decoded(element, path),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    private static string Decoded(JsonElement element, string path)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which JSON can write and no text has.
            throw new DocumentException(path, "It has a character that is no character (half of a surrogate pair).");
        }
    }

    private IReadOnlyList<JsonElement> Elements(string name) => Raw(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        _ => throw new DocumentException(PathOf(name), "It must be a list."),
    };

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
