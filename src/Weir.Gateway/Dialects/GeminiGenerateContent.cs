using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// Google's Gemini API: generateContent, streamGenerateContent (as events with <c>alt=sse</c>, else as one JSON array) and embeddings.
/// <para>Usage: <c>usageMetadata</c> of the body or of each chunk, a running total. <c>promptTokenCount</c> includes cached tokens;
/// <c>toolUsePromptTokenCount</c> and <c>thoughtsTokenCount</c> stand beside the prompt and the candidates and are added.
/// A count of 0 is left out of the JSON.</para>
/// <para>Terminal event: the last chunk, which has a <c>finishReason</c>; known to be the last when the body ends.</para>
/// </summary>
internal sealed class GeminiGenerateContent : Dialect
{
    public static GeminiGenerateContent Instance { get; } = new();

    public override string Name => "Gemini generateContent";

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, refusal.Status);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("status"u8, StatusOf(refusal.Status));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            ReadLostBeginning(body, observation);
        }
        else
        {
            ReadChunk(body, observation);
        }

        observation.IsUsageFinal = true;
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            ReadLostBeginning(data, observation);
            return EventMeaning.Ordinary;
        }

        if (data.IndexOf("\"usageMetadata\""u8) >= 0 || data.IndexOf("\"error\""u8) >= 0 || data.IndexOf("\"finishReason\""u8) >= 0)
        {
            var finished = observation.HasFinishReason;
            ReadChunk(data, observation);
            if (observation.HasFinishReason)
            {
                observation.IsComplete = true;
                observation.IsUsageFinal = true;
                return finished ? EventMeaning.Ordinary : EventMeaning.TerminalUnlessFollowed;
            }
        }

        return EventMeaning.Ordinary;
    }

    private static void ReadChunk(ReadOnlySpan<byte> text, AnswerObservation observation)
    {
        var json = new Utf8JsonReader(text);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("usageMetadata"u8))
            {
                ReadUsage(ref json, observation);
            }
            else if (json.ValueTextEquals("candidates"u8))
            {
                ReadCandidates(ref json, observation);
            }
            else if (json.ValueTextEquals("promptFeedback"u8))
            {
                ReadPromptFeedback(ref json, observation);
            }
            else if (json.ValueTextEquals("modelVersion"u8))
            {
                observation.ResponseModel = JsonFields.ReadText(ref json) ?? observation.ResponseModel;
            }
            else if (json.ValueTextEquals("error"u8))
            {
                observation.ErrorCode = ReadErrorStatus(ref json) ?? "PROVIDER_ERROR";
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    // The error's status word (RESOURCE_EXHAUSTED) says more than its code, which is the HTTP status again.
    private static string? ReadErrorStatus(ref Utf8JsonReader json)
    {
        string? status = null;
        if (JsonFields.TryEnterObject(ref json))
        {
            while (JsonFields.NextProperty(ref json))
            {
                if (json.ValueTextEquals("status"u8))
                {
                    status = JsonFields.ReadText(ref json);
                }
                else
                {
                    JsonFields.Skip(ref json);
                }
            }
        }

        return status;
    }

    private static void ReadCandidates(ref Utf8JsonReader json, AnswerObservation observation)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.TrySkip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            while (JsonFields.NextProperty(ref json))
            {
                if (json.ValueTextEquals("finishReason"u8))
                {
                    observation.HasFinishReason |= JsonFields.ReadText(ref json) is not null;
                }
                else
                {
                    JsonFields.Skip(ref json);
                }
            }
        }
    }

    // A blocked prompt has no candidates and so no finishReason; the block is the end.
    private static void ReadPromptFeedback(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("blockReason"u8))
            {
                observation.HasFinishReason |= JsonFields.ReadText(ref json) is not null;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    private static void ReadLostBeginning(ReadOnlySpan<byte> tail, AnswerObservation observation)
    {
        var usage = JsonFields.FindLastObject(tail, "\"usageMetadata\""u8);
        if (!usage.IsEmpty)
        {
            var json = new Utf8JsonReader(usage, isFinalBlock: false, default);
            ReadUsage(ref json, observation);
        }
    }

    private static void ReadUsage(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        long? prompt = null, toolUse = null, candidates = null, thoughts = null;
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("promptTokenCount"u8))
            {
                prompt = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("toolUsePromptTokenCount"u8))
            {
                toolUse = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("candidatesTokenCount"u8))
            {
                candidates = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("thoughtsTokenCount"u8))
            {
                thoughts = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("cachedContentTokenCount"u8))
            {
                observation.CacheReadTokens = JsonFields.ReadCount(ref json) ?? observation.CacheReadTokens;
            }
            else if (json.ValueTextEquals("promptTokensDetails"u8))
            {
                (var audio, var image) = ReadModalities(ref json);
                observation.InputAudioTokens = audio ?? observation.InputAudioTokens;
                observation.InputImageTokens = image ?? observation.InputImageTokens;
            }
            else if (json.ValueTextEquals("candidatesTokensDetails"u8))
            {
                (var audio, _) = ReadModalities(ref json);
                observation.OutputAudioTokens = audio ?? observation.OutputAudioTokens;
            }
            else if (json.ValueTextEquals("serviceTier"u8) || json.ValueTextEquals("trafficType"u8))
            {
                observation.ServiceTier = JsonFields.ReadText(ref json) ?? observation.ServiceTier;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        if (prompt is not null || toolUse is not null)
        {
            observation.InputTokens = (prompt ?? 0) + (toolUse ?? 0);
        }

        if (candidates is not null || thoughts is not null)
        {
            observation.OutputTokens = (candidates ?? 0) + (thoughts ?? 0);
        }
        else if (prompt is not null)
        {
            observation.OutputTokens ??= 0;
        }

        observation.ReasoningTokens = thoughts ?? observation.ReasoningTokens;
    }

    private static (long? Audio, long? Image) ReadModalities(ref Utf8JsonReader json)
    {
        long? audio = null, image = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.TrySkip();
            return default;
        }

        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            string? modality = null;
            long? count = null;
            while (JsonFields.NextProperty(ref json))
            {
                if (json.ValueTextEquals("modality"u8))
                {
                    modality = JsonFields.ReadText(ref json);
                }
                else if (json.ValueTextEquals("tokenCount"u8))
                {
                    count = JsonFields.ReadCount(ref json);
                }
                else
                {
                    JsonFields.Skip(ref json);
                }
            }

            audio = modality == "AUDIO" ? count : audio;
            image = modality == "IMAGE" ? count : image;
        }

        return (audio, image);
    }

    // google.rpc.Code by HTTP status.
    private static string StatusOf(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        501 => "UNIMPLEMENTED",
        502 or 503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };
}
