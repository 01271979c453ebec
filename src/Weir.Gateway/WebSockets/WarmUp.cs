using System.Buffers;
using System.Text.Json;
using Weir.Gateway.Translation;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// The answer to a message that wants none (<c>generate: false</c>): a response without output, that the next message can go on from. A provider that has no connection to it has nothing to warm up.
/// </summary>
internal static class WarmUp
{
    /// <summary>The events of the answer.</summary>
    /// <param name="id">The response's id.</param>
    /// <param name="message">The message.</param>
    /// <param name="now">The time, UTC.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Events(string id, ClientMessage message, DateTimeOffset now)
    {
        yield return Event("response.created", 0, id, "in_progress", message, now);
        yield return Event("response.completed", 1, id, "completed", message, now);
    }

    private static ReadOnlyMemory<byte> Event(string type, int number, string id, string status, ClientMessage message, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = AnswerWriter.JsonTo(output))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteNumber("sequence_number"u8, number);
            json.WriteStartObject("response"u8);
            json.WriteString("id"u8, id);
            json.WriteString("object"u8, "response"u8);
            json.WriteNumber("created_at"u8, now.ToUnixTimeSeconds());
            json.WriteString("status"u8, status);
            json.WriteNull("error"u8);
            json.WriteNull("incomplete_details"u8);
            json.WriteString("model"u8, message.Model);
            WriteNothing(json);
            json.WriteString("previous_response_id"u8, message.PreviousResponseId);
            json.WriteNull("usage"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartArray("output"u8);
        json.WriteEndArray();
    }
}
