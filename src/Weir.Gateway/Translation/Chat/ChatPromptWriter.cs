using System.Text.Json;

namespace Weir.Gateway.Translation.Chat;

/// <summary>Writes a request of OpenAI chat completions.</summary>
internal static class ChatPromptWriter
{
    private const int MostStopSequences = 4;

    /// <param name="prompt">The request.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="takesStreamOptions">Whether the server understands <c>stream_options</c>.</param>
    /// <param name="json">Where to.</param>
    public static void Write(Prompt prompt, string model, bool takesStreamOptions, Utf8JsonWriter json)
    {
        prompt.RefuseGiven(prompt.StopSequences.Count > MostStopSequences, nameof(Prompt.StopSequences), $"can hold at most {MostStopSequences} sequences at this destination.");
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("messages"u8);
        if (prompt.System.Count > 0)
        {
            WriteMessage(json, "system", [.. prompt.System.Select(text => new TextPart(string.Empty, text))]);
        }

        WriteTurns(prompt, json);
        json.WriteEndArray();
        WriteTools(prompt, json);
        var known = OpenAIModel.Parse(model);
        WriteNumbers(prompt, known, json);
        WriteFormat(prompt.Output, json);
        WriteReasoning(prompt, known, json);

        if (prompt.Verbosity is { } verbosity)
        {
            json.WriteString("verbosity"u8, verbosity);
        }

        if (prompt.Stream)
        {
            json.WriteBoolean("stream"u8, true);
            if (takesStreamOptions)
            {
                json.WriteStartObject("stream_options"u8);
                json.WriteBoolean("include_usage"u8, true);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    // "No thinking" has no word that every server knows, and OpenAI's models that do not think refuse to be asked how much.
    private static void WriteReasoning(Prompt prompt, OpenAIModel known, Utf8JsonWriter json)
    {
        if (prompt.Reasoning is { IsOff: false, EffortOrBudget: { } effort } && known.Reasons != false)
        {
            json.WriteString("reasoning_effort"u8, effort == "max" ? "xhigh" : effort);
        }
        else
        {
            Note(prompt, prompt.Reasoning is not null, nameof(Prompt.Reasoning));
        }
    }

    private static void WriteNumbers(Prompt prompt, OpenAIModel known, Utf8JsonWriter json)
    {
        if (prompt.MaxOutputTokens is { } most)
        {
            json.WriteNumber(known.TakesMaxCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8, most);
        }

        // Reasoning models refuse any temperature but 1, and top_k is not OpenAI's; agents always send their own model's defaults.
        var samples = known.Reasons != true;
        WriteNumber(json, "temperature"u8, samples ? prompt.Temperature : null);
        WriteNumber(json, "top_p"u8, samples ? prompt.TopP : null);
        Note(prompt, !samples && prompt.Temperature is not (null or 1), nameof(Prompt.Temperature));
        Note(prompt, !samples && prompt.TopP is not (null or 1), nameof(Prompt.TopP));
        Note(prompt, prompt.TopK is not null, nameof(Prompt.TopK));
        WriteNumber(json, "presence_penalty"u8, prompt.PresencePenalty);
        WriteNumber(json, "frequency_penalty"u8, prompt.FrequencyPenalty);
        if (prompt.Seed is { } seed)
        {
            json.WriteNumber("seed"u8, seed);
        }

        if (prompt.StopSequences.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var sequence in prompt.StopSequences)
            {
                json.WriteStringValue(sequence);
            }

            json.WriteEndArray();
        }
    }

    private static void Note(Prompt prompt, bool given, string property)
    {
        if (given)
        {
            prompt.NotCarried.Add(prompt.NameOf(property));
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
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
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is { } description)
            {
                json.WriteString("description"u8, description);
            }

            if (tool.Parameters is { } parameters)
            {
                json.WritePropertyName("parameters"u8);
                parameters.WriteTo(json);
            }

            if (tool.Strict is { } strict)
            {
                json.WriteBoolean("strict"u8, strict);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteToolChoice(prompt.ToolChoice, json);
        if (prompt.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static void WriteToolChoice(ToolChoice? choice, Utf8JsonWriter json)
    {
        switch (choice?.Kind)
        {
            case ToolChoiceKind.Auto:
                json.WriteString("tool_choice"u8, "auto"u8);
                break;
            case ToolChoiceKind.None:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case ToolChoiceKind.Any:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            case ToolChoiceKind.Named:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, choice.Name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                break;
        }
    }

    private static void WriteFormat(OutputFormat? format, Utf8JsonWriter json)
    {
        if (format is null)
        {
            return;
        }

        json.WriteStartObject("response_format"u8);
        if (format.Schema is not { } schema)
        {
            json.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.Name ?? "answer");
            if (format.Description is { } description)
            {
                json.WriteString("description"u8, description);
            }

            json.WritePropertyName("schema"u8);
            schema.WriteTo(json);
            if (format.Strict is { } strict)
            {
                json.WriteBoolean("strict"u8, strict);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
