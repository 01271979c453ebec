using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// Amazon Bedrock's Converse, which destinations speak and no client of ours does. A stream's binary frames come here as events named by their type.
/// <para>Usage: <c>usage</c> of the body, or of the event <c>metadata</c>, which follows <c>messageStop</c> and is the last. <c>inputTokens</c> leaves out
/// what the prompt cache read and wrote (<c>totalTokens</c> tells: where it is only the sum of the two, they are inside).</para>
/// <para>Terminal events: <c>metadata</c>, <c>error</c> (an exception's frame).</para>
/// </summary>
internal sealed class BedrockConverse : Dialect
{
    public static BedrockConverse Instance { get; } = new();

    public override string Name => "Bedrock Converse";

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
            ReadMembers(body, observation);
        }

        observation.IsUsageFinal = true;
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            return EventMeaning.Ordinary;
        }

        if (name.SequenceEqual("messageStop"u8))
        {
            observation.HasFinishReason = true;
        }
        else if (name.SequenceEqual("metadata"u8))
        {
            ReadMembers(data, observation);
            observation.IsUsageFinal = true;
            observation.IsComplete = true;
            return EventMeaning.Terminal;
        }
        else if (name.SequenceEqual("error"u8))
        {
            ReadMembers(data, observation);
            observation.ErrorCode ??= "PROVIDER_ERROR";
            observation.IsComplete = true;
            return EventMeaning.Terminal;
        }

        return EventMeaning.Ordinary;
    }

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
    }

    private static void ReadMembers(ReadOnlySpan<byte> text, AnswerObservation observation)
    {
        var json = new Utf8JsonReader(text);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref json, observation);
            }
            else if (json.ValueTextEquals("error"u8))
            {
                observation.ErrorCode = OpenAIErrors.ReadCode(ref json) ?? observation.ErrorCode;
            }
            else if (json.ValueTextEquals("__type"u8))
            {
                observation.ErrorCode = JsonFields.ReadText(ref json) ?? observation.ErrorCode;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }
    }

    private static void ReadUsage(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        long? total = null;
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("inputTokens"u8))
            {
                observation.InputTokens = JsonFields.ReadCount(ref json) ?? observation.InputTokens;
            }
            else if (json.ValueTextEquals("outputTokens"u8))
            {
                observation.OutputTokens = JsonFields.ReadCount(ref json) ?? observation.OutputTokens;
            }
            else if (json.ValueTextEquals("cacheReadInputTokens"u8))
            {
                observation.CacheReadTokens = JsonFields.ReadCount(ref json) ?? observation.CacheReadTokens;
            }
            else if (json.ValueTextEquals("cacheWriteInputTokens"u8))
            {
                observation.CacheCreationTokens = JsonFields.ReadCount(ref json) ?? observation.CacheCreationTokens;
            }
            else if (json.ValueTextEquals("totalTokens"u8))
            {
                total = JsonFields.ReadCount(ref json);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        observation.InputExcludesCache = total is null || total != observation.InputTokens + observation.OutputTokens;
    }
}
