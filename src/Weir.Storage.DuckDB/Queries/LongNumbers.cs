using System.Text;
using System.Text.Json;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>Numbers in JSON that have more digits than the engine's reader of JSON keeps. It reads those in quotes digit by digit.</summary>
internal static class LongNumbers
{
    /// <summary>The same JSON with its numbers in quotes.</summary>
    public static string Quoted(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        try
        {
            return Quoted(bytes);
        }
        catch (JsonException)
        {
            // NaN and Infinity, which the engine reads and JSON does not have.
            return json;
        }
    }

    private static string Quoted(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        using var buffer = new MemoryStream(json.Length + 64);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = 1000 });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.Number:
                    writer.WriteStringValue(reader.ValueSpan);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(reader.GetString());
                    break;
                case JsonTokenType.Null:
                    writer.WriteNullValue();
                    break;
                default:
                    writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                    break;
            }
        }

        writer.Flush();
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
