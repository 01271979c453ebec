using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// Anthropic messages, which Claude Code speaks.
/// <para>Usage: <c>usage</c> of the body; of a stream, <c>message_start.message.usage</c> (input, cache, and a first
/// <c>output_tokens</c> that is only a seed), then <c>message_delta.usage</c>, a running total that may restate input and cache:
/// the last stated value wins, but for a prompt of 0 tokens, which there is not. <c>input_tokens</c> leaves out cached and cache-creation tokens.</para>
/// <para>Terminal events: <c>message_stop</c>, <c>error</c>.</para>
/// </summary>
internal sealed class AnthropicMessages : Dialect
{
    public static AnthropicMessages Instance { get; } = new();

    public override string Name => "Anthropic messages";

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, ErrorTypeOf(refusal.Status));
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
        json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
    }

    public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            var usage = JsonFields.FindLastObject(body, "\"usage\""u8);
            if (!usage.IsEmpty)
            {
                var tail = new Utf8JsonReader(usage, isFinalBlock: false, default);
                ReadUsage(ref tail, observation);
            }
        }
        else
        {
            var json = new Utf8JsonReader(body);
            ReadMessage(ref json, observation);
        }

        observation.IsUsageFinal = true;
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        if (name.IsEmpty && !truncated)
        {
            // Servers that leave out the event's name state its type in the data.
            name = JsonFields.FindText(data, "type"u8);
        }

        if (name.SequenceEqual("message_stop"u8))
        {
            observation.IsComplete = true;
            return EventMeaning.Terminal;
        }

        if (truncated)
        {
            return EventMeaning.Ordinary;
        }

        if (name.SequenceEqual("message_start"u8))
        {
            ReadEnvelope(data, observation);
        }
        else if (name.SequenceEqual("message_delta"u8))
        {
            ReadEnvelope(data, observation);
            observation.IsUsageFinal = true;
            observation.HasFinishReason = true;
        }
        else if (name.SequenceEqual("error"u8))
        {
            ReadEnvelope(data, observation);
            observation.ErrorCode ??= "PROVIDER_ERROR";
            observation.IsComplete = true;
            return EventMeaning.Terminal;
        }

        return EventMeaning.Ordinary;
    }

    private static void ReadEnvelope(ReadOnlySpan<byte> data, AnswerObservation observation)
    {
        var json = new Utf8JsonReader(data);
        json.Read();
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("message"u8))
            {
                ReadMessage(ref json, observation);
            }
            else if (json.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref json, observation);
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

    private static void ReadMessage(ref Utf8JsonReader json, AnswerObservation observation)
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

    private static void ReadUsage(ref Utf8JsonReader json, AnswerObservation observation)
    {
        observation.InputExcludesCache = true;
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        long? input = null, read = null, written = null;
        var isSplit = false;
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("input_tokens"u8))
            {
                input = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("output_tokens"u8))
            {
                observation.OutputTokens = JsonFields.ReadCount(ref json) ?? observation.OutputTokens;
            }
            else if (json.ValueTextEquals("cache_read_input_tokens"u8))
            {
                read = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                written = JsonFields.ReadCount(ref json);
            }
            else if (json.ValueTextEquals("cache_creation"u8))
            {
                isSplit = true;
                ReadCacheCreation(ref json, observation);
            }
            else if (json.ValueTextEquals("service_tier"u8))
            {
                observation.ServiceTier = JsonFields.ReadText(ref json) ?? observation.ServiceTier;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        // No prompt is of no tokens: some servers fill the members that they do not know yet, or have stated already, with zeros.
        if (input > 0 || read > 0 || written > 0)
        {
            observation.InputTokens = input ?? observation.InputTokens;
            observation.CacheReadTokens = read ?? observation.CacheReadTokens;
            observation.CacheCreationTokens = written ?? observation.CacheCreationTokens;
        }

        // With tools of the provider's own the total grows while the model works; the split, stated at the start, is then of an earlier total.
        if (!isSplit && observation.CacheCreationTokens != (observation.CacheCreation5mTokens ?? 0) + (observation.CacheCreation1hTokens ?? 0))
        {
            observation.CacheCreation5mTokens = observation.CacheCreation1hTokens = null;
        }
    }

    private static void ReadCacheCreation(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("ephemeral_5m_input_tokens"u8))
            {
                observation.CacheCreation5mTokens = JsonFields.ReadCount(ref json) ?? observation.CacheCreation5mTokens;
            }
            else if (json.ValueTextEquals("ephemeral_1h_input_tokens"u8))
            {
                observation.CacheCreation1hTokens = JsonFields.ReadCount(ref json) ?? observation.CacheCreation1hTokens;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    // docs.anthropic.com/en/api/errors
    private static string ErrorTypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 or 529 => "overloaded_error",
        504 => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
