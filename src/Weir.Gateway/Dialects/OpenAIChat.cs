using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// OpenAI chat completions, legacy completions and embeddings, as OpenAI and every compatible server speak them.
/// <para>Usage: <c>usage</c> of the body; of a stream, the chunk with empty <c>choices</c> that <c>stream_options.include_usage</c>
/// asks for (other chunks say <c>"usage":null</c>; some servers repeat a running total in each). <c>prompt_tokens</c> includes cached
/// tokens, <c>completion_tokens</c> includes reasoning; but where the total says that reasoning stands beside it (xAI), it is added.</para>
/// <para>Others' words: DeepSeek's <c>prompt_cache_hit_tokens</c>, Mistral's <c>num_cached_tokens</c> and <c>prompt_token_details</c>,
/// LiteLLM's <c>cache_creation_tokens</c>, Groq's
/// <c>x_groq.usage</c> in the chunk that finishes; errors in the root of Mistral's (<c>"object":"error"</c>) and Databricks' (<c>error_code</c>).</para>
/// <para>Terminal event: <c>data: [DONE]</c>. Servers that leave it out end the body after a chunk with a <c>finish_reason</c>.</para>
/// </summary>
internal sealed class OpenAIChat : Dialect
{
    public static OpenAIChat Instance { get; } = new();

    public override string Name => "OpenAI chat completions";

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => OpenAIErrors.Write(json, refusal);

    public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            ReadLostBeginning(body, observation);
        }
        else
        {
            ReadObject(body, observation);
        }

        observation.IsUsageFinal = true;
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        if (data is [(byte)'[', ..] && data.TrimEnd((byte)' ').SequenceEqual("[DONE]"u8))
        {
            observation.IsComplete = true;
            observation.IsUsageFinal = true;
            return EventMeaning.Terminal;
        }

        if (truncated)
        {
            ReadLostBeginning(data, observation);
            return EventMeaning.Ordinary;
        }

        // Two vectorised searches spare nearly every chunk from being parsed.
        observation.HasFinishReason |= data.IndexOf("\"finish_reason\":\""u8) >= 0 || data.IndexOf("\"finish_reason\": \""u8) >= 0;
        if (!MayStateUsage(data) && data.IndexOf("\"error\""u8) < 0)
        {
            return EventMeaning.Ordinary;
        }

        var (hasChoices, hasUsage) = ReadObject(data, observation);
        if (hasUsage && !hasChoices)
        {
            observation.IsUsageFinal = true;
            return EventMeaning.UsageOnly;
        }

        return EventMeaning.Ordinary;
    }

    private static bool MayStateUsage(ReadOnlySpan<byte> data)
    {
        while (data.IndexOf("\"usage\""u8) is >= 0 and var usage)
        {
            data = data[(usage + 7)..];
            if (data.TrimStart(" :"u8) is [(byte)'{', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static (bool HasChoices, bool HasUsage) ReadObject(ReadOnlySpan<byte> text, AnswerObservation observation)
    {
        var json = new Utf8JsonReader(text);
        var hasChoices = false;
        var hasUsage = false;
        var isError = false;
        string? type = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return (hasChoices, hasUsage);
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("usage"u8))
            {
                hasUsage |= ReadUsage(ref json, observation);
            }
            else if (json.ValueTextEquals("choices"u8))
            {
                hasChoices |= JsonFields.SkipArray(ref json);
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
            else if (json.ValueTextEquals("error_code"u8))
            {
                observation.ErrorCode ??= JsonFields.ReadText(ref json);
            }
            else if (json.ValueTextEquals("object"u8))
            {
                isError = JsonFields.ReadText(ref json) == "error";
            }
            else if (json.ValueTextEquals("type"u8))
            {
                type = JsonFields.ReadText(ref json);
            }
            else if (json.ValueTextEquals("x_groq"u8))
            {
                ReadGroq(ref json, observation);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        if (isError)
        {
            observation.ErrorCode ??= type ?? "PROVIDER_ERROR";
        }

        return (hasChoices, hasUsage);
    }

    private static void ReadGroq(ref Utf8JsonReader json, AnswerObservation observation)
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
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    private static void ReadLostBeginning(ReadOnlySpan<byte> tail, AnswerObservation observation)
    {
        var usage = JsonFields.FindLastObject(tail, "\"usage\""u8);
        if (!usage.IsEmpty)
        {
            var json = new Utf8JsonReader(usage, isFinalBlock: false, default);
            ReadUsage(ref json, observation);
        }
    }

    private static bool ReadUsage(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return false;
        }

        long? total = null;
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("prompt_tokens"u8))
            {
                observation.InputTokens = JsonFields.ReadCount(ref json) ?? observation.InputTokens;
            }
            else if (json.ValueTextEquals("completion_tokens"u8))
            {
                observation.OutputTokens = JsonFields.ReadCount(ref json) ?? observation.OutputTokens;
            }
            else if (json.ValueTextEquals("total_tokens"u8))
            {
                total = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("prompt_cache_hit_tokens"u8) || json.ValueTextEquals("num_cached_tokens"u8))
            {
                observation.CacheReadTokens = JsonFields.ReadCount(ref json) ?? observation.CacheReadTokens;
            }
            else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("prompt_token_details"u8))
            {
                ReadInputDetails(ref json, observation);
            }
            else if (json.ValueTextEquals("completion_tokens_details"u8))
            {
                ReadOutputDetails(ref json, observation);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        // docs.x.ai, "Consumption and Rate Limits": reasoning counts in the total, and not in completion_tokens.
        if (observation.ReasoningTokens is > 0 and var reasoning && total is not null && total == observation.InputTokens + observation.OutputTokens + reasoning)
        {
            observation.OutputTokens += reasoning;
        }

        return true;
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
            else if (json.ValueTextEquals("cache_write_tokens"u8) || json.ValueTextEquals("cache_creation_tokens"u8))
            {
                observation.CacheCreationTokens = JsonFields.ReadCount(ref json) ?? observation.CacheCreationTokens;
            }
            else if (json.ValueTextEquals("audio_tokens"u8))
            {
                observation.InputAudioTokens = JsonFields.ReadCount(ref json) ?? observation.InputAudioTokens;
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
