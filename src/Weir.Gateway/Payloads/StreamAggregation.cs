using System.Buffers;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;
using Weir.Gateway.Translation;
using Weir.Gateway.Translation.Chat;
using Weir.Gateway.Translation.Gemini;
using Weir.Gateway.Translation.Messages;

namespace Weir.Gateway.Payloads;

/// <summary>Makes of a stream's bytes the one JSON answer that the model would have given without streaming. A stream that cannot be read so stays as it came.</summary>
internal sealed class StreamAggregation(Operation operation, string model)
{
    public ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> stream)
    {
        try
        {
            var listener = new Listener(DialectOf());
            using (var tap = new EventStreamTap(listener, listener.Observation))
            {
                for (var scanned = 0; scanned < stream.Length;)
                {
                    scanned += tap.Scan(stream.Span[scanned..]).Consumed;
                }

                tap.Complete();
            }

            return operation == Operation.Responses ? ResponseOf(listener) ?? stream : Written(listener) ?? stream;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return stream;
        }
    }

    private Dialect DialectOf() => operation switch
    {
        Operation.Responses => OpenAIResponses.Instance,
        Operation.Messages => AnthropicMessages.Instance,
        Operation.GenerateContent or Operation.StreamGenerateContent => GeminiGenerateContent.Instance,
        _ => OpenAIChat.Instance,
    };

    // The responses API repeats the whole answer in its terminal event.
    private static ReadOnlyMemory<byte>? ResponseOf(Listener listener)
    {
        using var last = JsonDocument.Parse(listener.Events.Count > 0 ? listener.Events[^1].Data : "{}"u8.ToArray());
        return last.RootElement.TryGetProperty("response", out var response) ? JsonSerializer.SerializeToUtf8Bytes(response) : null;
    }

    private ReadOnlyMemory<byte>? Written(Listener listener)
    {
        (AnswerReader reader, AnswerWriter writer) = operation switch
        {
            Operation.Messages => ((AnswerReader)new MessagesAnswerReader(), (AnswerWriter)new MessagesAnswerWriter("msg_weir", model)),
            Operation.GenerateContent or Operation.StreamGenerateContent => (new GeminiAnswerReader(), new GeminiAnswerWriter(model, asArray: false)),
            _ => (new ChatAnswerReader(), new ChatAnswerWriter("chatcmpl-weir", model, 0, includeUsage: true, new ClientTools())),
        };
        if (operation == Operation.Completions || listener.Events.Count == 0)
        {
            return null;
        }

        var happened = new List<AnswerEvent>();
        foreach (var (name, data) in listener.Events)
        {
            using var document = JsonDocument.Parse(data);
            happened.AddRange(reader.ReadEvent(name, document.RootElement));
        }

        var output = new ArrayBufferWriter<byte>();
        using (var json = AnswerWriter.JsonTo(output))
        {
            writer.WriteBody(Answer.Of(happened, listener.Observation.ToUsage(isEmbedding: false)), json);
        }

        return output.WrittenMemory;
    }

    private sealed class Listener(Dialect dialect) : Dialect
    {
        public override string Name => dialect.Name;

        public AnswerObservation Observation { get; } = new();

        public List<(string Name, byte[] Data)> Events { get; } = [];

        public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation) => dialect.ReadBody(body, truncated, observation);

        public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
        {
            if (!truncated && data is [(byte)'{', ..])
            {
                Events.Add((System.Text.Encoding.UTF8.GetString(name), data.ToArray()));
            }

            return dialect.ReadEvent(name, data, truncated, observation);
        }

        public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => dialect.WriteError(json, refusal, requestId);
    }
}
