using System.Text.Json;

namespace Weir.Agents.Recognition;

/// <summary>Reads single members of small JSON objects.</summary>
internal static class JsonMembers
{
    /// <summary>The longest text that is taken; identifiers are far shorter.</summary>
    private const int Longest = 4096;

    /// <summary>The text of an object's member; NULL where the JSON is no object, is malformed before the member, or has no such text.</summary>
    public static string? TextOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals(name))
                {
                    reader.Read();
                    return TextAt(ref reader);
                }

                reader.Read();
                reader.Skip();
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no valid UTF-8. Agents send neither; whoever does has no session.
        }

        return null;
    }

    /// <summary>The text that the reader stands on; NULL where it stands on something else, or on too long a one.</summary>
    public static string? TextAt(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= Longest ? reader.GetString() : null;
}
