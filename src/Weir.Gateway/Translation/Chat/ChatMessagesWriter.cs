using System.Text.Json;

namespace Weir.Gateway.Translation.Chat;

/// <summary>Writes the messages of a request of OpenAI chat completions.</summary>
internal static class ChatMessagesWriter
{
    public static void Write(Prompt prompt, Utf8JsonWriter json)
    {
        json.WriteStartArray("messages"u8);
        if (prompt.System.Count > 0)
        {
            WriteMessage(json, "system", [.. prompt.System.Select(text => new TextPart(string.Empty, text))]);
        }

        WriteTurns(prompt, json);
        json.WriteEndArray();
    }

    // The results of an answer's calls follow it at once, each a message of its own; whatever stood between them comes after.
    private static void WriteTurns(Prompt prompt, Utf8JsonWriter json)
    {
        for (var i = 0; i < prompt.Turns.Count; i++)
        {
            if (prompt.Turns[i].Speaker == Speaker.Assistant)
            {
                WriteAssistant(prompt, prompt.Turns[i], json);
                continue;
            }

            var heard = prompt.Turns.Skip(i).TakeWhile(turn => turn.Speaker != Speaker.Assistant).ToList();
            var rests = heard.ConvertAll(turn => (turn.Speaker, Parts: WriteResults(turn, json)));
            foreach (var (speaker, parts) in rests.Where(rest => rest.Parts.Count > 0))
            {
                WriteMessage(json, speaker == Speaker.System ? "system" : "user", parts);
            }

            i += heard.Count - 1;
        }
    }

    // A tool's answer holds only text; what else it brings follows as the user's.
    private static List<Part> WriteResults(Turn turn, Utf8JsonWriter json)
    {
        var rest = new List<Part>();
        foreach (var part in turn.Parts)
        {
            if (part is not ToolResultPart result)
            {
                rest.Add(part);
                continue;
            }

            var text = string.Join('\n', result.Content.OfType<TextPart>().Select(piece => piece.Text));
            var media = result.Content.Where(piece => piece is not TextPart).ToList();
            text = result.IsError ? "Error: " + text : text;
            json.WriteStartObject();
            json.WriteString("role"u8, "tool"u8);
            json.WriteString("tool_call_id"u8, result.CallId);
            json.WriteString("content"u8, text.Length == 0 && media.Count > 0 ? "The result is in the next message." : text);
            json.WriteEndObject();
            rest.AddRange(media);
        }

        return rest;
    }

    private static void WriteAssistant(Prompt prompt, Turn turn, Utf8JsonWriter json)
    {
        if (turn.Parts.OfType<ThinkingPart>().Any())
        {
            // Chat completions take no thinking back; the models do without.
            prompt.NotCarried.Add("thinking");
        }

        var text = string.Concat(turn.Parts.OfType<TextPart>().Select(part => part.Text));
        var calls = turn.Parts.OfType<ToolCallPart>().ToList();
        foreach (var part in turn.Parts)
        {
            if (part is MediaPart)
            {
                throw new UntranslatableException(part.Field, "cannot stand in a message of the assistant at this destination.");
            }
        }

        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        if (text.Length > 0 || calls.Count == 0)
        {
            json.WriteString("content"u8, text);
        }
        else
        {
            json.WriteNull("content"u8);
        }

        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in calls)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, call.Id);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, call.Name);
                json.WriteString("arguments"u8, call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, IReadOnlyList<Part> parts)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        if (parts is [TextPart only])
        {
            json.WriteString("content"u8, only.Text);
        }
        else
        {
            json.WriteStartArray("content"u8);
            foreach (var part in parts)
            {
                WritePart(json, part);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case MediaPart { IsAudio: true, Data: { } sound } audio:
                json.WriteString("type"u8, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WriteString("data"u8, sound);
                json.WriteString("format"u8, audio.MediaType!["audio/".Length..] switch { "mpeg" => "mp3", "x-wav" or "wave" => "wav", var other => other });
                json.WriteEndObject();
                break;
            case MediaPart { IsImage: true } image:
                json.WriteString("type"u8, "image_url"u8);
                json.WriteStartObject("image_url"u8);
                json.WriteString("url"u8, image.Url ?? $"data:{image.MediaType};base64,{image.Data}");
                if (image.Detail is { } detail)
                {
                    json.WriteString("detail"u8, detail);
                }

                json.WriteEndObject();
                break;
            case MediaPart { Data: { } data } file:
                json.WriteString("type"u8, "file"u8);
                json.WriteStartObject("file"u8);
                json.WriteString("filename"u8, file.Name ?? "document");
                json.WriteString("file_data"u8, $"data:{file.MediaType};base64,{data}");
                json.WriteEndObject();
                break;
            case MediaPart { Url: not null }:
                throw new UntranslatableException(part.Field, "names a document by its address, which this destination does not fetch. Send it as base64.");
            default:
                throw new UntranslatableException(part.Field, "has no counterpart");
        }

        json.WriteEndObject();
    }
}
