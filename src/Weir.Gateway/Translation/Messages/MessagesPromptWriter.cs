using System.Text;
using System.Text.Json;

namespace Weir.Gateway.Translation.Messages;

/// <summary>Writes a request of Anthropic messages.</summary>
internal static class MessagesPromptWriter
{
    private static readonly JsonElement EmptySchema = JsonDocument.Parse("""{"type":"object","properties":{}}""").RootElement;

    public static void Write(Prompt prompt, string model, Utf8JsonWriter json)
    {
        prompt.RefuseGiven(prompt.Seed is not null, nameof(Prompt.Seed));
        prompt.RefuseGiven(prompt.PresencePenalty is not null, nameof(Prompt.PresencePenalty));
        prompt.RefuseGiven(prompt.FrequencyPenalty is not null, nameof(Prompt.FrequencyPenalty));
        prompt.RefuseGiven(prompt.Verbosity is not (null or "medium"), nameof(Prompt.Verbosity));
        prompt.RefuseGiven(prompt.Temperature > 1, nameof(Prompt.Temperature), "must be at most 1 at this destination.");
        prompt.RefuseGiven(prompt.Output is { Schema: null }, nameof(Prompt.Output), "asks for JSON without a schema; this destination needs one (json_schema).");
        var known = ClaudeModel.Parse(model);
        var most = prompt.MaxOutputTokens ?? known.DefaultMaxTokens;
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteNumber("max_tokens"u8, most);
        WriteSystem(prompt, json);
        json.WriteStartArray("messages"u8);
        foreach (var (isAssistant, parts) in Conversation.MessagesOf(prompt, ClaudeThinking.Takes))
        {
            WriteMessage(prompt, isAssistant, parts, json);
        }

        json.WriteEndArray();
        WriteTools(prompt, json);
        var thinking = ClaudeThinking.Of(prompt, known, most);
        var sampling = ClaudeSampling.Of(prompt, known, thinking is not null);
        sampling.Write(json, "temperature"u8, "top_p"u8);
        if (sampling.TopK is { } topK)
        {
            json.WriteNumber("top_k"u8, topK);
        }

        if (prompt.StopSequences.Count > 0)
        {
            json.WriteStartArray("stop_sequences"u8);
            foreach (var sequence in prompt.StopSequences)
            {
                json.WriteStringValue(sequence);
            }

            json.WriteEndArray();
        }

        thinking?.Write(json);
        WriteOutput(prompt.Output, thinking?.Effort, json);
        if (prompt.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteSystem(Prompt prompt, Utf8JsonWriter json)
    {
        var texts = Conversation.InstructionsOf(prompt);
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("system"u8);
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Prompt prompt, bool isAssistant, List<Part> parts, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, isAssistant ? "assistant"u8 : "user"u8);
        json.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            WritePart(prompt, part, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePart(Prompt prompt, Part part, Utf8JsonWriter json)
    {
        switch (part)
        {
            // An empty text block is refused by the API and says nothing.
            case TextPart { Text.Length: 0 }:
                break;
            case TextPart text:
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                json.WriteEndObject();
                break;
            case MediaPart media:
                WriteMedia(prompt, media, json);
                break;
            case ThinkingPart { Redacted: { } redacted }:
                json.WriteStartObject();
                json.WriteString("type"u8, "redacted_thinking"u8);
                json.WriteString("data"u8, redacted);
                json.WriteEndObject();
                break;
            case ThinkingPart thinking:
                json.WriteStartObject();
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature);
                json.WriteEndObject();
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, ToolCallId.Safe(call.Id));
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("input"u8);
                json.WriteRawValue(call.Arguments);
                json.WriteEndObject();
                break;
            case ToolResultPart result:
                WriteResult(prompt, result, json);
                break;
            default:
                throw new UntranslatableException(part.Field, "has no counterpart");
        }
    }

    private static void WriteResult(Prompt prompt, ToolResultPart result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, ToolCallId.Safe(result.CallId));
        if (result.Content is [TextPart only])
        {
            json.WriteString("content"u8, only.Text);
        }
        else if (result.Content.Count > 0)
        {
            json.WriteStartArray("content"u8);
            foreach (var part in result.Content)
            {
                WritePart(prompt, part, json);
            }

            json.WriteEndArray();
        }

        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteMedia(Prompt prompt, MediaPart media, Utf8JsonWriter json)
    {
        var isText = media.MediaType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true;
        if (media.MediaType?.ToLowerInvariant() is not (null or "image/jpeg" or "image/png" or "image/gif" or "image/webp" or "application/pdf") && !isText)
        {
            throw new UntranslatableException(media.Field, $"is {media.MediaType}, which this destination does not take.");
        }

        if (media.Detail is not null)
        {
            prompt.NotCarried.Add("detail");
        }

        json.WriteStartObject();
        json.WriteString("type"u8, media.IsImage ? "image"u8 : "document"u8);
        json.WriteStartObject("source"u8);
        if (media.Url is { } url)
        {
            json.WriteString("type"u8, "url"u8);
            json.WriteString("url"u8, url);
        }
        else if (isText)
        {
            json.WriteString("type"u8, "text"u8);
            json.WriteString("media_type"u8, "text/plain"u8);
            json.WriteString("data"u8, TextOf(media));
        }
        else
        {
            json.WriteString("type"u8, "base64"u8);
            json.WriteString("media_type"u8, media.MediaType);
            json.WriteString("data"u8, media.Data);
        }

        json.WriteEndObject();
        if (!media.IsImage && media.Name is { } name)
        {
            json.WriteString("title"u8, name);
        }

        json.WriteEndObject();
    }

    // Plain text stands in this dialect as text, and not as base64.
    private static string TextOf(MediaPart media)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(media.Data!));
        }
        catch (FormatException)
        {
            throw new UntranslatableException(media.Field, "is no base64.");
        }
    }

    private static void WriteTools(Prompt prompt, Utf8JsonWriter json)
    {
        if (prompt.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in prompt.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is { Length: > 0 } description)
            {
                json.WriteString("description"u8, description);
            }

            json.WritePropertyName("input_schema"u8);
            (tool.Parameters ?? EmptySchema).WriteTo(json);
            if (tool.Strict == true)
            {
                json.WriteBoolean("strict"u8, true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (prompt.ToolChoice is null && prompt.ParallelToolCalls is not false)
        {
            return;
        }

        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, prompt.ToolChoice?.Kind switch
        {
            ToolChoiceKind.Any => "any"u8,
            ToolChoiceKind.None => "none"u8,
            ToolChoiceKind.Named => "tool"u8,
            _ => "auto"u8,
        });
        if (prompt.ToolChoice is { Kind: ToolChoiceKind.Named, Name: { } name })
        {
            json.WriteString("name"u8, name);
        }

        if (prompt.ParallelToolCalls == false && prompt.ToolChoice?.Kind != ToolChoiceKind.None)
        {
            json.WriteBoolean("disable_parallel_tool_use"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteOutput(OutputFormat? format, string? effort, Utf8JsonWriter json)
    {
        if (format is null && effort is null)
        {
            return;
        }

        json.WriteStartObject("output_config"u8);
        if (effort is not null)
        {
            json.WriteString("effort"u8, effort);
        }

        if (format?.Schema is { } schema)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WritePropertyName("schema"u8);
            schema.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
