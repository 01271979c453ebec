using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// OpenAI responses, which Codex speaks too.
/// <para>Usage: <c>usage</c> of the body, or of <c>response</c> in the terminal event. <c>input_tokens</c> includes cached tokens,
/// <c>output_tokens</c> includes reasoning.</para>
/// <para>Terminal events: <c>response.completed</c>, <c>response.incomplete</c>, <c>response.failed</c>, <c>error</c>.
/// Codex closes the connection as soon as it has read the first of them.</para>
/// </summary>
internal sealed class OpenAIResponses : Dialect
{
    public static OpenAIResponses Instance { get; } = new();

    public override string Name => "OpenAI responses";

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => OpenAIErrors.Write(json, refusal);

    public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            ReadLostBeginning(body, observation);
        }
        else
        {
            var json = new Utf8JsonReader(body);
            ReadResponse(ref json, observation);
        }

        observation.IsUsageFinal = true;
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        // Servers that leave out the event's name state its type in the data.
        var type = name.IsEmpty && !truncated ? JsonFields.FindText(data, "type"u8) : name;
        if (type.SequenceEqual("error"u8))
        {
            observation.ErrorCode = ReadErrorEvent(data) ?? "PROVIDER_ERROR";
        }
        else if (type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) || type.SequenceEqual("response.failed"u8))
        {
            if (truncated)
            {
                ReadLostBeginning(data, observation);
            }
            else
            {
                ReadEnvelope(data, observation);
            }

            observation.IsUsageFinal = true;
        }
        else
        {
            return EventMeaning.Ordinary;
        }

        observation.IsComplete = true;
        return EventMeaning.Terminal;
    }

    private static void ReadEnvelope(ReadOnlySpan<byte> data, AnswerObservation observation)
    {
        var json = new Utf8JsonReader(data);
        json.Read();
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("response"u8))
            {
                ReadResponse(ref json, observation);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    private static string? ReadErrorEvent(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data);
        json.Read();
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("error"u8))
            {
                return OpenAIErrors.ReadCode(ref json);
            }

            if (json.ValueTextEquals("code"u8))
            {
                return JsonFields.ReadText(ref json);
            }

            JsonFields.Skip(ref json);
        }

        return null;
    }

    private static void ReadResponse(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref json, observation);
            }
            else if (json.ValueTextEquals("model"u8))
            {
                observation.ResponseModel = JsonFields.ReadText(ref json) ?? observation.ResponseModel;
            }
            else if (json.ValueTextEquals("service_tier"u8))
            {
                observation.ServiceTier = JsonFields.ReadText(ref json) ?? observation.ServiceTier;
            }
            else if (json.ValueTextEquals("error"u8))
            {
                observation.ErrorCode = OpenAIErrors.ReadCode(ref json) ?? observation.ErrorCode;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    internal static void ReadLostBeginning(ReadOnlySpan<byte> tail, AnswerObservation observation)
    {
        var usage = JsonFields.FindLastObject(tail, "\"usage\""u8);
        if (!usage.IsEmpty)
        {
            var json = new Utf8JsonReader(usage, isFinalBlock: false, default);
            ReadUsage(ref json, observation);
        }
    }

    internal static void ReadUsage(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("input_tokens"u8))
            {
                observation.InputTokens = JsonFields.ReadCount(ref json) ?? observation.InputTokens;
            }
            else if (json.ValueTextEquals("output_tokens"u8))
            {
                observation.OutputTokens = JsonFields.ReadCount(ref json) ?? observation.OutputTokens;
            }
            else if (json.ValueTextEquals("input_tokens_details"u8) || json.ValueTextEquals("input_token_details"u8))
            {
                ReadInputDetails(ref json, observation);
            }
            else if (json.ValueTextEquals("output_tokens_details"u8))
            {
                ReadOutputDetails(ref json, observation);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    private static void ReadInputDetails(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("cached_tokens"u8))
            {
                observation.CacheReadTokens = JsonFields.ReadCount(ref json) ?? observation.CacheReadTokens;
            }
            else if (json.ValueTextEquals("cache_write_tokens"u8))
            {
                observation.CacheCreationTokens = JsonFields.ReadCount(ref json) ?? observation.CacheCreationTokens;
            }
            else if (json.ValueTextEquals("audio_tokens"u8))
            {
                observation.InputAudioTokens = JsonFields.ReadCount(ref json) ?? observation.InputAudioTokens;
            }
            else if (json.ValueTextEquals("image_tokens"u8))
            {
                observation.InputImageTokens = JsonFields.ReadCount(ref json) ?? observation.InputImageTokens;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    private static void ReadOutputDetails(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("reasoning_tokens"u8))
            {
                observation.ReasoningTokens = JsonFields.ReadCount(ref json) ?? observation.ReasoningTokens;
            }
            else if (json.ValueTextEquals("audio_tokens"u8))
            {
                observation.OutputAudioTokens = JsonFields.ReadCount(ref json) ?? observation.OutputAudioTokens;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }
}
