using System.Text.Json;

namespace Weir.Gateway.Metering;

/// <summary>Steps over JSON without building objects. The reader stands on a property's name when one of these is called, and on its value's last token afterwards.</summary>
internal static class JsonFields
{
    /// <summary>The longest text kept of an answer: model names, tiers, error words.</summary>
    private const int LongestText = 256;

    /// <summary>A count of tokens, or NULL for anything that is not one; negative and absurd numbers are not.</summary>
    public static long? ReadCount(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number)
        {
            if (json.TryGetInt64(out var whole))
            {
                return whole >= 0 ? whole : null;
            }

            // Some servers state counts as 12.0; a part of a token is somebody's guess.
            return json.TryGetDouble(out var real) && real is >= 0 and < 1e15 && double.IsInteger(real) ? (long)real : null;
        }

        json.TrySkip();
        return null;
    }

    /// <summary>A short text, or NULL for anything else.</summary>
    public static string? ReadText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
            return length <= LongestText ? json.GetString() : null;
        }

        json.TrySkip();
        return null;
    }

    /// <summary>Steps over a value.</summary>
    public static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.TrySkip();
    }

    /// <summary>Steps over a value; true when it is an array with elements.</summary>
    public static bool SkipArray(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.TrySkip();
            return false;
        }

        var depth = json.CurrentDepth;
        json.Read();
        var hasElements = json.TokenType != JsonTokenType.EndArray;
        while (json.CurrentDepth > depth || json.TokenType != JsonTokenType.EndArray)
        {
            if (!json.Read())
            {
                break;
            }
        }

        return hasElements;
    }

    /// <summary>Steps into an object; false, having stepped over it, when the value is anything else.</summary>
    public static bool TryEnterObject(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        json.TrySkip();
        return false;
    }

    /// <summary>The next property of the object that the reader is in; false at its end.</summary>
    public static bool NextProperty(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>The text of a member of an object's root; empty where there is none. Escapes stay as they are.</summary>
    public static ReadOnlySpan<byte> FindText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var json = new Utf8JsonReader(text);
        if (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            while (NextProperty(ref json))
            {
                if (json.ValueTextEquals(name))
                {
                    json.Read();
                    return json.TokenType == JsonTokenType.String ? json.ValueSpan : default;
                }

                Skip(ref json);
            }
        }

        return default;
    }

    /// <summary>
    /// The object that follows the last <c>"name":</c> in the end of a text whose beginning is lost. A member's name cannot
    /// occur unescaped inside a JSON string, so the bytes found are a name.
    /// </summary>
    public static ReadOnlySpan<byte> FindLastObject(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> quotedName)
    {
        while (true)
        {
            var at = tail.LastIndexOf(quotedName);
            if (at < 0)
            {
                return default;
            }

            var value = tail[(at + quotedName.Length)..].TrimStart(" \t\r\n:"u8);
            if (!value.IsEmpty && value[0] == (byte)'{')
            {
                return value;
            }

            tail = tail[..at];
        }
    }
}
