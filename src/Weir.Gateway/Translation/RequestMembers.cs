using System.Text.Json;

namespace Weir.Gateway.Translation;

/// <summary>
/// A JSON object of a request that is being translated. Each member is taken by who understands it; one that nobody took is
/// refused by its path, so nothing a client says is dropped in silence. A member that is <c>null</c> counts as absent.
/// </summary>
internal sealed class RequestMembers
{
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly string _path;

    public RequestMembers(JsonElement element, string path)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new UntranslatableException(path.Length == 0 ? "the body" : path, "must be an object.");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                _left[member.Name] = member.Value;
            }
        }
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public JsonElement? Take(string name) => _left.Remove(name, out var value) ? value : null;

    public RequestMembers? Object(string name) => Take(name) is { } value ? new RequestMembers(value, PathOf(name)) : null;

    public string? Text(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "a string");

    public string RequiredText(string name) => Text(name) ?? throw Wrong(name, "given");

    public bool? Flag(string name) => Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false");

    public double? Number(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : throw Wrong(name, "a number");

    public long? Count(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : throw Wrong(name, "a whole number");

    /// <summary>The elements of an array with their paths; none when absent.</summary>
    public IEnumerable<(JsonElement Value, string Path)> Elements(string name)
    {
        if (Take(name) is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select((element, index) => (element, $"{PathOf(name)}[{index}]"))
            : throw Wrong(name, "an array");
    }

    public IReadOnlyList<string> Texts(string name) => Take(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(text => text.ValueKind == JsonValueKind.String ? text.GetString()! : throw Wrong(name, "an array of strings"))],
        _ => throw Wrong(name, "an array of strings"),
    };

    /// <summary>Takes members that do not change what the model answers, and notes that they were left behind.</summary>
    public void LeaveBehind(ISet<string> notCarried, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_left.Remove(name))
            {
                notCarried.Add(name);
            }
        }
    }

    /// <summary>Takes a member that may only have a value which changes nothing.</summary>
    /// <exception cref="UntranslatableException">It has another.</exception>
    public void Allow(string name, Func<JsonElement, bool> isHarmless, string why)
    {
        if (Take(name) is { } value && !isHarmless(value))
        {
            throw new UntranslatableException(PathOf(name), why);
        }
    }

    /// <summary>Refuses what nobody took.</summary>
    /// <exception cref="UntranslatableException">A member is left.</exception>
    public void RequireNoneLeft()
    {
        foreach (var name in _left.Keys)
        {
            throw new UntranslatableException(PathOf(name), "has no counterpart");
        }
    }

    public UntranslatableException Wrong(string name, string mustBe) => new(PathOf(name), $"must be {mustBe}.");
}
