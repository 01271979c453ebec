using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// OpenAI's images, audio, files and batches: calls that are passed through, read for their usage alone.
/// <para>Usage: <c>usage</c> of the body or of the event that ends a stream, with the words of the responses API. Whisper states seconds
/// (<c>"type": "duration"</c>) and no tokens.</para>
/// <para>Terminal events: <c>image_generation.completed</c>, <c>image_edit.completed</c> (one for each image), <c>transcript.text.done</c>,
/// <c>speech.audio.done</c>, <c>error</c>.</para>
/// <para>A batch states what its calls used once it has ended (<c>status</c>), and again to everybody who asks for it later.</para>
/// </summary>
internal sealed class OpenAIPassThrough : Dialect
{
    private const string BatchTier = "batch";

    public static OpenAIPassThrough Instance { get; } = new();

    public override string Name => "OpenAI";

    public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => OpenAIErrors.Write(json, refusal);

    public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        if (truncated)
        {
            // An image fills the beginning of its answer.
            OpenAIResponses.ReadLostBeginning(body, observation);
        }
        else
        {
            var json = new Utf8JsonReader(body);
            ReadRoot(ref json, observation);
        }

        observation.IsUsageFinal = true;
    }

    public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
    {
        var type = name.IsEmpty && !truncated ? JsonFields.FindText(data, "type"u8) : name;
        if (type.SequenceEqual("error"u8))
        {
            ReadBody(data, truncated, observation);
            observation.ErrorCode ??= "PROVIDER_ERROR";
            observation.IsComplete = true;
            return EventMeaning.Terminal;
        }

        if (type.EndsWith(".completed"u8) || type.EndsWith(".done"u8))
        {
            ReadBody(data, truncated, observation);
            observation.HasFinishReason = true;
            return EventMeaning.TerminalUnlessFollowed;
        }

        return EventMeaning.Ordinary;
    }

    private static void ReadRoot(ref Utf8JsonReader json, AnswerObservation observation)
    {
        if (!JsonFields.TryEnterObject(ref json))
        {
            return;
        }

        string? id = null;
        string? status = null;
        var isBatch = false;
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("usage"u8))
            {
                OpenAIResponses.ReadUsage(ref json, observation);
            }
            else if (json.ValueTextEquals("error"u8))
            {
                observation.ErrorCode = OpenAIErrors.ReadCode(ref json) ?? observation.ErrorCode;
            }
            else if (json.ValueTextEquals("model"u8))
            {
                observation.ResponseModel = JsonFields.ReadText(ref json) ?? observation.ResponseModel;
            }
            else if (json.ValueTextEquals("object"u8))
            {
                isBatch = JsonFields.ReadText(ref json) == "batch";
            }
            else if (json.ValueTextEquals("id"u8))
            {
                id = JsonFields.ReadText(ref json);
            }
            else if (json.ValueTextEquals("status"u8))
            {
                status = JsonFields.ReadText(ref json);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        if (!isBatch)
        {
            return;
        }

        if (status is "completed" or "expired" or "cancelled" or "failed")
        {
            observation.BatchId = id;
            observation.ServiceTier = BatchTier;
        }
        else
        {
            observation.ForgetUsage();
        }
    }
}
