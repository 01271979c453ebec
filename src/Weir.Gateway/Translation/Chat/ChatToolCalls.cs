using System.Text.Json;

namespace Weir.Gateway.Translation.Chat;

/// <summary>Writes the tool calls of an answer of chat completions: whole, or as the pieces of a stream's member <c>tool_calls</c>. A freeform tool's call is of the type <c>custom</c>, with text for arguments.</summary>
internal static class ChatToolCalls
{
    /// <summary>Writes a whole call.</summary>
    /// <param name="json">Stands in the array of calls.</param>
    /// <param name="index">The call's place, which a stream states; NULL in a body.</param>
    /// <param name="call">The call.</param>
    /// <param name="isFreeform">Whether the client's tool takes plain text.</param>
    public static void Write(Utf8JsonWriter json, int? index, ToolCallPart call, bool isFreeform)
    {
        json.WriteStartObject();
        if (index is { } position)
        {
            json.WriteNumber("index"u8, position);
        }

        var type = isFreeform ? "custom"u8 : "function"u8;
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
        json.WriteString("name"u8, call.Name);
        json.WriteString(isFreeform ? "input"u8 : "arguments"u8, isFreeform ? ClientTools.InputOf(call.Arguments) : call.Arguments);
        json.WriteEndObject();
        if (call.ThoughtSignature is { } signature)
        {
            json.WriteStartObject("extra_content"u8);
            json.WriteStartObject("google"u8);
            json.WriteString("thought_signature"u8, signature);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes that a call begins.</summary>
    public static void WriteStart(Utf8JsonWriter delta, int index, ToolCallPart call, bool isFreeform)
    {
        delta.WriteStartArray("tool_calls"u8);
        Write(delta, index, call, isFreeform);
        delta.WriteEndArray();
    }

    /// <summary>Writes a piece of a call's arguments, or the text of a freeform one.</summary>
    public static void WriteArguments(Utf8JsonWriter delta, int index, string arguments, bool isFreeform)
    {
        delta.WriteStartArray("tool_calls"u8);
        delta.WriteStartObject();
        delta.WriteNumber("index"u8, index);
        delta.WriteStartObject(isFreeform ? "custom"u8 : "function"u8);
        delta.WriteString(isFreeform ? "input"u8 : "arguments"u8, arguments);
        delta.WriteEndObject();
        delta.WriteEndObject();
        delta.WriteEndArray();
    }
}
