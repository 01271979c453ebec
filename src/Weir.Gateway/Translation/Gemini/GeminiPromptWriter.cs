using System.Text.Json;

namespace Weir.Gateway.Translation.Gemini;

/// <summary>Writes a request of Gemini's generateContent. The model and whether it streams stand in the address.</summary>
internal static class GeminiPromptWriter
{
    private const int MostStopSequences = 5;

    // ai.google.dev/gemini-api/docs/thought-signatures: what a call made by another model is given instead of a signature.
    private const string ForeignSignature = "skip_thought_signature_validator";

    public static void Write(Prompt prompt, string model, Utf8JsonWriter json)
    {
        prompt.RefuseGiven(prompt.ParallelToolCalls == false, nameof(Prompt.ParallelToolCalls));
        prompt.RefuseGiven(prompt.Verbosity is not (null or "medium"), nameof(Prompt.Verbosity));
        prompt.RefuseGiven(prompt.StopSequences.Count > MostStopSequences, nameof(Prompt.StopSequences), $"can hold at most {MostStopSequences} sequences at this destination.");
        json.WriteStartObject();
        WriteSystem(prompt, json);
        var names = prompt.Turns.SelectMany(turn => turn.Parts.OfType<ToolCallPart>()).GroupBy(call => call.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Name, StringComparer.Ordinal);
        json.WriteStartArray("contents"u8);
        foreach (var (isModel, parts) in Conversation.MessagesOf(prompt, static _ => false))
        {
            json.WriteStartObject();
            json.WriteString("role"u8, isModel ? "model"u8 : "user"u8);
            json.WriteStartArray("parts"u8);
            var firstCall = parts.OfType<ToolCallPart>().FirstOrDefault();

            // The responses to parallel calls stand together; what media they brought follows them.
            IEnumerable<Part> results = parts.OfType<ToolResultPart>();
            foreach (var part in results.Concat(parts.OfType<ToolResultPart>().SelectMany(result => result.Content.OfType<MediaPart>())).Concat(parts.Where(part => part is not ToolResultPart)))
            {
                WritePart(prompt, part, ReferenceEquals(part, firstCall) ? ForeignSignature : null, names, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTools(prompt, json);
        WriteConfig(prompt, model, json);
        json.WriteEndObject();
    }

    private static void WriteSystem(Prompt prompt, Utf8JsonWriter json)
    {
        var texts = Conversation.InstructionsOf(prompt);
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartObject("systemInstruction"u8);
        json.WriteStartArray("parts"u8);
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Of parallel calls only the first has a signature.
    private static void WritePart(Prompt prompt, Part part, string? missingSignature, Dictionary<string, string> names, Utf8JsonWriter json)
    {
        switch (part)
        {
            case TextPart text:
                json.WriteStartObject();
                json.WriteString("text"u8, text.Text);
                json.WriteEndObject();
                break;
            case MediaPart media:
                WriteMedia(prompt, media, json);
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteStartObject("functionCall"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("args"u8);
                json.WriteRawValue(call.Arguments);
                json.WriteEndObject();
                if ((call.ThoughtSignature ?? missingSignature) is { } signature)
                {
                    json.WriteString("thoughtSignature"u8, signature);
                }

                json.WriteEndObject();
                break;
            case ToolResultPart result:
                WriteResult(result, result.Name ?? names.GetValueOrDefault(result.CallId) ?? throw new UntranslatableException(result.Field, "answers a tool call that the conversation does not hold."), json);
                break;
            default:
                throw new UntranslatableException(part.Field, "has no counterpart");
        }
    }

    private static void WriteResult(ToolResultPart result, string name, Utf8JsonWriter json)
    {
        var text = string.Join('\n', result.Content.OfType<TextPart>().Select(part => part.Text));
        json.WriteStartObject();
        json.WriteStartObject("functionResponse"u8);
        json.WriteString("id"u8, result.CallId);
        json.WriteString("name"u8, name);
        json.WriteStartObject("response"u8);
        json.WriteString(result.IsError ? "error"u8 : "output"u8, text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMedia(Prompt prompt, MediaPart media, Utf8JsonWriter json)
    {
        if (media.Url is { } url)
        {
            throw new UntranslatableException(media.Field, $"names media by its address ({(url.Length > 60 ? url[..60] + "..." : url)}), which this destination does not fetch. Send it as a data URL.");
        }

        if (media.Detail is not null)
        {
            prompt.NotCarried.Add("detail");
        }

        json.WriteStartObject();
        json.WriteStartObject("inlineData"u8);
        json.WriteString("mimeType"u8, media.MediaType);
        json.WriteString("data"u8, media.Data);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTools(Prompt prompt, Utf8JsonWriter json)
    {
        if (prompt.Tools.Count == 0)
        {
            return;
        }

        if (prompt.Tools.Any(tool => tool.Strict == true))
        {
            prompt.NotCarried.Add("strict");
        }

        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in prompt.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tool.Name);
            json.WriteString("description"u8, tool.Description ?? string.Empty);
            if (tool.Parameters is { } parameters)
            {
                json.WritePropertyName("parametersJsonSchema"u8);
                parameters.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (prompt.ToolChoice is not { } choice)
        {
            return;
        }

        json.WriteStartObject("toolConfig"u8);
        json.WriteStartObject("functionCallingConfig"u8);
        json.WriteString("mode"u8, choice.Kind switch
        {
            ToolChoiceKind.None => "NONE"u8,
            ToolChoiceKind.Any or ToolChoiceKind.Named => "ANY"u8,
            _ => "AUTO"u8,
        });
        if (choice.Name is { } name)
        {
            json.WriteStartArray("allowedFunctionNames"u8);
            json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteConfig(Prompt prompt, string model, Utf8JsonWriter json)
    {
        json.WriteStartObject("generationConfig"u8);
        WriteNumber(json, "maxOutputTokens"u8, prompt.MaxOutputTokens);
        WriteNumber(json, "temperature"u8, prompt.Temperature);
        WriteNumber(json, "topP"u8, prompt.TopP);
        WriteNumber(json, "topK"u8, prompt.TopK);
        WriteNumber(json, "seed"u8, prompt.Seed);
        WriteNumber(json, "presencePenalty"u8, prompt.PresencePenalty);
        WriteNumber(json, "frequencyPenalty"u8, prompt.FrequencyPenalty);
        if (prompt.StopSequences.Count > 0)
        {
            json.WriteStartArray("stopSequences"u8);
            foreach (var sequence in prompt.StopSequences)
            {
                json.WriteStringValue(sequence);
            }

            json.WriteEndArray();
        }

        if (prompt.Output is { } output)
        {
            json.WriteString("responseMimeType"u8, "application/json"u8);
            if (output.Schema is { } schema)
            {
                json.WritePropertyName("responseJsonSchema"u8);
                schema.WriteTo(json);
            }
        }

        if (prompt.Reasoning is { } reasoning)
        {
            WriteThinking(prompt, reasoning, GeminiModel.Parse(model), json);
        }

        json.WriteEndObject();
    }

    private static void WriteThinking(Prompt prompt, Reasoning reasoning, GeminiModel known, Utf8JsonWriter json)
    {
        if (!known.Thinks)
        {
            prompt.NotCarried.Add(prompt.NameOf(nameof(Prompt.Reasoning)));
            return;
        }

        json.WriteStartObject("thinkingConfig"u8);
        if (reasoning.ShowThoughts && !reasoning.IsOff)
        {
            json.WriteBoolean("includeThoughts"u8, true);
        }

        if (known.TakesBudget && (reasoning.IsOff ? known.OffBudget : reasoning.BudgetOrEffort) is { } budget)
        {
            WriteNumber(json, "thinkingBudget"u8, reasoning.IsOff ? budget : Math.Clamp(budget, known.LeastBudget, known.MostBudget));
        }
        else if (!known.TakesBudget && (reasoning.IsOff ? known.LeastLevel : reasoning.EffortOrBudget) is { } level)
        {
            json.WriteString("thinkingLevel"u8, level switch { "xhigh" or "max" => "high", "minimal" => known.LeastLevel, _ => level });
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
