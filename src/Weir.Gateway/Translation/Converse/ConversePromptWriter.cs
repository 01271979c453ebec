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
        prompt.RefuseGiven(prompt.Output is not null, nameof(Prompt.Output));
        prompt.RefuseGiven(prompt.ParallelToolCalls == false, nameof(Prompt.ParallelToolCalls));
        prompt.RefuseGiven(prompt.ToolChoice?.Kind == ToolChoiceKind.None && prompt.Tools.Count > 0, nameof(Prompt.ToolChoice), "can be auto, required or a function at this destination; leave out the tools instead.");
        prompt.RefuseGiven(prompt.Verbosity is not (null or "medium"), nameof(Prompt.Verbosity));
        json.WriteStartObject();
        WriteSystem(prompt, json);
        json.WriteStartArray("messages"u8);
        foreach (var (role, parts) in Merge(prompt.Turns))
        {
            json.WriteStartObject();
            json.WriteString("role"u8, role);
            json.WriteStartArray("content"u8);
            foreach (var part in parts)
            {
                WritePart(prompt, part, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteConfig(prompt, json);
        WriteTools(prompt, json);
        WriteModelFields(prompt, model, json);
        json.WriteEndObject();
    }

    private static void WriteSystem(Prompt prompt, Utf8JsonWriter json)
    {
        var texts = prompt.System.Concat(prompt.Turns.Where(turn => turn.Speaker == Speaker.System).SelectMany(turn => turn.Parts.OfType<TextPart>().Select(part => part.Text)))
            .Where(text => text.Length > 0).ToList();
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

    private static List<(string Role, List<Part> Parts)> Merge(IEnumerable<Turn> turns)
    {
        var merged = new List<(string Role, List<Part> Parts)>();
        foreach (var turn in turns.Where(turn => turn.Speaker != Speaker.System && turn.Parts.Count > 0))
        {
            var role = turn.Speaker == Speaker.Assistant ? "assistant" : "user";
            if (merged.Count > 0 && merged[^1].Role == role)
            {
                merged[^1].Parts.AddRange(turn.Parts);
            }
            else
            {
                merged.Add((role, [.. turn.Parts]));
            }
        }

        return merged;
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
                WriteMedia(media, json);
                break;
            case ThinkingPart { Redacted: { } redacted }:
                json.WriteStartObject();
                json.WriteStartObject("reasoningContent"u8);
                json.WriteString("redactedContent"u8, redacted);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ThinkingPart { Signature.Length: > 0 } thinking:
                json.WriteStartObject();
                json.WriteStartObject("reasoningContent"u8);
                json.WriteStartObject("reasoningText"u8);
                json.WriteString("text"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ThinkingPart:
                prompt.NotCarried.Add("thinking");
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteStartObject("toolUse"u8);
                json.WriteString("toolUseId"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("input"u8);
                json.WriteRawValue(call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ToolResultPart result:
                json.WriteStartObject();
                json.WriteStartObject("toolResult"u8);
                json.WriteString("toolUseId"u8, result.CallId);
                json.WriteStartArray("content"u8);
                foreach (var piece in result.Content)
                {
                    WritePart(prompt, piece, json);
                }

                json.WriteEndArray();
                json.WriteString("status"u8, result.IsError ? "error"u8 : "success"u8);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                throw new UntranslatableException(part.Field, "has no counterpart");
        }
    }

    private static void WriteMedia(MediaPart media, Utf8JsonWriter json)
    {
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

    private static void WriteConfig(Prompt prompt, Utf8JsonWriter json)
    {
        json.WriteStartObject("inferenceConfig"u8);
        if (prompt.MaxOutputTokens is { } most)
        {
            json.WriteNumber("maxTokens"u8, most);
        }

        if (prompt.Temperature is { } temperature)
        {
            json.WriteNumber("temperature"u8, temperature);
        }

        if (prompt.TopP is { } topP)
        {
            json.WriteNumber("topP"u8, topP);
        }

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

    // What Converse has no words for goes to the model in its own: here Anthropic's.
    private static void WriteModelFields(Prompt prompt, string model, Utf8JsonWriter json)
    {
        var isClaude = model.Contains("anthropic.", StringComparison.Ordinal);
        prompt.RefuseGiven(prompt.TopK is not null && !isClaude, nameof(Prompt.TopK));
        var known = ClaudeModel.Parse(model);
        var thinks = prompt.Reasoning is { IsOff: false };
        if (thinks && !isClaude)
        {
            prompt.NotCarried.Add(prompt.FieldNames.GetValueOrDefault(nameof(Prompt.Reasoning), "reasoning"));
        }

        if (!isClaude || (prompt.TopK is null && !thinks))
        {
            return;
        }

        json.WriteStartObject("additionalModelRequestFields"u8);
        if (prompt.TopK is { } topK)
        {
            json.WriteNumber("top_k"u8, topK);
        }

        if (thinks && known.ThinksAdaptively)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, "adaptive"u8);
            json.WriteEndObject();
        }
        else if (thinks && known.Thinks && prompt.Reasoning!.BudgetOrEffort is { } budget && prompt.MaxOutputTokens is null or > 2048)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, "enabled"u8);
            json.WriteNumber("budget_tokens"u8, Math.Min(budget, (prompt.MaxOutputTokens ?? 65_536) - 1024));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
