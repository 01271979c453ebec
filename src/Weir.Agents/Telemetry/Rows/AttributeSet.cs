using System.Globalization;
using System.Text;
using Weir.Agents.Telemetry.Protocol;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>Attributes in the order of their keys, each key once (the last of it counts), so that the same ones are the same however they were sent.</summary>
internal sealed class AttributeSet
{
    private const int LongestWord = 256;

    private readonly SortedList<string, AnyValue> _values;
    private string? _identity;

    private AttributeSet(SortedList<string, AnyValue> values) => _values = values;

    public static AttributeSet Empty { get; } = new(new SortedList<string, AnyValue>(0, StringComparer.Ordinal));

    public static AttributeSet Of(IReadOnlyList<KeyValue>? attributes)
    {
        if (attributes is null or { Count: 0 })
        {
            return Empty;
        }

        // A sorted list takes keys that come in order without moving any; so they are sorted first.
        var values = new SortedList<string, AnyValue>(attributes.Count, StringComparer.Ordinal);
        foreach (var attribute in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            values[attribute.Key] = attribute.Value ?? new AnyValue();
        }

        return new AttributeSet(values);
    }

    public IEnumerable<KeyValuePair<string, AnyValue>> Values => _values;

    /// <summary>The same for the same attributes, and different for different ones.</summary>
    public string Identity
    {
        get
        {
            if (_identity is null)
            {
                var text = new StringBuilder(_values.Count * 48);
                foreach (var (key, value) in _values)
                {
                    AppendPart(text, key);
                    Append(text, value);
                }

                _identity = text.ToString();
            }

            return _identity;
        }
    }

    /// <summary>The value of a key as text, or NULL where there is none or it is empty.</summary>
    public string? Text(string key) => _values.TryGetValue(key, out var value) && AnyValueText.Of(value) is { Length: > 0 } text ? text : null;

    /// <summary>The value of a key that is a name, an identifier or a version; one that is too long to be such is cut.</summary>
    public string? Word(string key) => Text(key) is { Length: > LongestWord } text ? text[..LongestWord] : Text(key);

    /// <summary>Appends what tells a value from others.</summary>
    public static void Append(StringBuilder text, AnyValue? value)
    {
        switch (value?.ValueCase ?? AnyValue.ValueOneofCase.None)
        {
            case AnyValue.ValueOneofCase.ArrayValue:
                text.Append(CultureInfo.InvariantCulture, $"a{value!.ArrayValue.Values.Count}[");
                foreach (var item in value.ArrayValue.Values)
                {
                    Append(text, item);
                }

                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                text.Append(CultureInfo.InvariantCulture, $"k{value!.KvlistValue.Values.Count}[");
                foreach (var item in value.KvlistValue.Values)
                {
                    AppendPart(text, item.Key);
                    Append(text, item.Value);
                }

                break;
            case var kind:
                text.Append((char)('A' + (int)kind));
                AppendPart(text, value is null ? string.Empty : AnyValueText.Of(value) ?? string.Empty);
                break;
        }
    }

    private static void AppendPart(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);
}
