using System.Text.Json;
using Weir.Gateway.Translation.Messages;

namespace Weir.Gateway.Translation.Converse;

/// <summary>Writes a request of Amazon Bedrock's Converse (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). The model and whether it streams stand in the address.</summary>
internal static class ConversePromptWriter
{
    private static readonly JsonElement EmptySchema = JsonDocument.Parse("""{"type":"object","properties":{}}""").RootElement;

    public static void Write(Prompt prompt, string model, Utf8JsonWriter json)
    {
        prompt.RefuseGiven(prompt.Seed is not null, nameof(Prompt.Seed));
        prompt.RefuseGiven(prompt.PresencePenalty is not null, nameof(Prompt.PresencePenalty));
        prompt.RefuseGiven(prompt.FrequencyPenalty is not null, nameof(Prompt.FrequencyPenalty));
        prompt.RefuseGiven(prompt.Output is { Schema: null }, nameof(Prompt.Output), "asks for JSON without a schema; this destination needs one (json_schema).");
        prompt.RefuseGiven(prompt.Temperature > 1, nameof(Prompt.Temperature), "must be at most 1 at this destination.");
        prompt.RefuseGiven(prompt.ParallelToolCalls == false, nameof(Prompt.ParallelToolCalls));
        prompt.RefuseGiven(prompt.ToolChoice?.Kind == ToolChoiceKind.None && prompt.Tools.Count > 0, nameof(Prompt.ToolChoice), "can be auto, required or a function at this destination; leave out the tools instead.");
        prompt.RefuseGiven(prompt.Verbosity is not (null or "medium"), nameof(Prompt.Verbosity));
        json.WriteStartObject();
        WriteSystem(prompt, json);
        json.WriteStartArray("messages"u8);
        var isClaude = model.Contains("anthropic.", StringComparison.Ordinal);
        foreach (var (isAssistant, parts) in Conversation.MessagesOf(prompt, thinking => isClaude && ClaudeThinking.Takes(thinking)))
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

        json.WriteEndArray();
        var known = ClaudeModel.Parse(model);
        var thinking = isClaude ? ClaudeThinking.Of(prompt, known, prompt.MaxOutputTokens ?? known.DefaultMaxTokens) : null;
        var sampling = isClaude ? ClaudeSampling.Of(prompt, known, thinking is not null) : SamplingOfOthers(prompt);
        WriteConfig(prompt, sampling, json);
        WriteTools(prompt, json);
        WriteOutput(prompt.Output, json);
        WriteModelFields(sampling.TopK, thinking, json);
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
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePart(Prompt prompt, Part part, Utf8JsonWriter json)
    {
        switch (part)
        {
            case TextPart { Text.Length: 0 }:
                break;
            case TextPart text:
                json.WriteStartObject();
                json.WriteString("text"u8, text.Text);
                json.WriteEndObject();
                break;
            case MediaPart media:
                WriteMedia(prompt, media, json);
                break;
            case ThinkingPart { Redacted: { } redacted }:
                json.WriteStartObject();
                json.WriteStartObject("reasoningContent"u8);
                json.WriteString("redactedContent"u8, redacted);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ThinkingPart thinking:
                json.WriteStartObject();
                json.WriteStartObject("reasoningContent"u8);
                json.WriteStartObject("reasoningText"u8);
                json.WriteString("text"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteStartObject("toolUse"u8);
                json.WriteString("toolUseId"u8, ToolCallId.Safe(call.Id));
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("input"u8);
                json.WriteRawValue(call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ToolResultPart result:
                json.WriteStartObject();
                json.WriteStartObject("toolResult"u8);
                json.WriteString("toolUseId"u8, ToolCallId.Safe(result.CallId));
                json.WriteStartArray("content"u8);
                foreach (var piece in result.Content)
                {
                    WritePart(prompt, piece, json);
                }

                json.WriteEndArray();
                if (result.IsError)
                {
                    // Only Anthropic's and Amazon's models take it; success is what is meant without it.
                    json.WriteString("status"u8, "error"u8);
                }

                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                throw new UntranslatableException(part.Field, "has no counterpart");
        }
    }

    private static void WriteMedia(Prompt prompt, MediaPart media, Utf8JsonWriter json)
    {
        if (media.Detail is not null)
        {
            prompt.NotCarried.Add("detail");
        }

        if (media.Data is not { } data)
        {
            throw new UntranslatableException(media.Field, "names media by its address, which this destination does not fetch. Send it as a data URL.");
        }

        var format = media.MediaType!.Split('/')[^1].ToLowerInvariant();
        var isKnown = media.IsImage ? format is "png" or "jpeg" or "gif" or "webp" : format is "pdf" or "csv" or "html" or "markdown" or "plain";
        if (!isKnown)
        {
            throw new UntranslatableException(media.Field, $"is {media.MediaType}, which this destination does not take.");
        }

        json.WriteStartObject();
        json.WriteStartObject(media.IsImage ? "image"u8 : "document"u8);
        json.WriteString("format"u8, format switch { "plain" => "txt", "markdown" => "md", _ => format });
        if (!media.IsImage)
        {
            json.WriteString("name"u8, SafeName(media.Name));
        }

        json.WriteStartObject("source"u8);
        json.WriteString("bytes"u8, data);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Letters, digits, spaces, hyphens, parentheses and brackets only.
    private static string SafeName(string? name)
    {
        var safe = new string([.. (name ?? "document").Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '(' or ')' or '[' or ']' ? letter : '-').Take(100)]);
        return safe.Length == 0 ? "document" : safe;
    }

    // Converse has no words for the two; what it calls a model's own fields is known of Anthropic's only.
    private static ClaudeSampling SamplingOfOthers(Prompt prompt)
    {
        if (prompt.TopK is not null)
        {
            prompt.NotCarried.Add(prompt.NameOf(nameof(Prompt.TopK)));
        }

        if (prompt.Reasoning is not null)
        {
            prompt.NotCarried.Add(prompt.NameOf(nameof(Prompt.Reasoning)));
        }

        return new ClaudeSampling(prompt.Temperature, prompt.TopP, null);
    }

    private static void WriteConfig(Prompt prompt, ClaudeSampling sampling, Utf8JsonWriter json)
    {
        json.WriteStartObject("inferenceConfig"u8);
        if (prompt.MaxOutputTokens is { } most)
        {
            json.WriteNumber("maxTokens"u8, most);
        }

        sampling.Write(json, "temperature"u8, "topP"u8);
        if (prompt.StopSequences.Count > 0)
        {
            json.WriteStartArray("stopSequences"u8);
            foreach (var sequence in prompt.StopSequences)
            {
                json.WriteStringValue(sequence);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTools(Prompt prompt, Utf8JsonWriter json)
    {
        if (prompt.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartObject("toolConfig"u8);
        json.WriteStartArray("tools"u8);
        foreach (var tool in prompt.Tools)
        {
            json.WriteStartObject();
            json.WriteStartObject("toolSpec"u8);
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is { Length: > 0 } description)
            {
                json.WriteString("description"u8, description);
            }

            json.WriteStartObject("inputSchema"u8);
            json.WritePropertyName("json"u8);
            (tool.Parameters ?? EmptySchema).WriteTo(json);
            json.WriteEndObject();
            if (tool.Strict == true)
            {
                json.WriteBoolean("strict"u8, true);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (prompt.ToolChoice is { Kind: not ToolChoiceKind.None } choice)
        {
            json.WriteStartObject("toolChoice"u8);
            json.WriteStartObject(choice.Kind switch
            {
                ToolChoiceKind.Any => "any"u8,
                ToolChoiceKind.Named => "tool"u8,
                _ => "auto"u8,
            });
            if (choice.Name is { } name)
            {
                json.WriteString("name"u8, name);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    // docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_OutputConfig.html: the schema is a text.
    private static void WriteOutput(OutputFormat? format, Utf8JsonWriter json)
    {
        if (format?.Schema is not { } schema)
        {
            return;
        }

        json.WriteStartObject("outputConfig"u8);
        json.WriteStartObject("textFormat"u8);
        json.WriteString("type"u8, "json_schema"u8);
        json.WriteStartObject("structure"u8);
        json.WriteStartObject("jsonSchema"u8);
        json.WriteString("schema"u8, ToolArguments.Text(schema));
        json.WriteString("name"u8, format.Name ?? "answer");
        if (format.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // What Converse has no words for goes to the model in its own: here Anthropic's.
    private static void WriteModelFields(long? topK, ClaudeThinking? thinking, Utf8JsonWriter json)
    {
        if (topK is null && thinking is null)
        {
            return;
        }

        json.WriteStartObject("additionalModelRequestFields"u8);
        if (topK is { } most)
        {
            json.WriteNumber("top_k"u8, most);
        }

        thinking?.Write(json);
        if (thinking?.Effort is { } effort)
        {
            json.WriteStartObject("output_config"u8);
            json.WriteString("effort"u8, effort);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
