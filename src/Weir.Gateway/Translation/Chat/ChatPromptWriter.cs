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
        ChatMessagesWriter.Write(prompt, json);
        ChatToolsWriter.Write(prompt, json);
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
