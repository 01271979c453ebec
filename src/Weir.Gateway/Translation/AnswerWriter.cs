using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Usage.Records;

namespace Weir.Gateway.Translation;

/// <summary>Writes one answer for a client, in its dialect. Holds the state of one answer.</summary>
internal abstract class AnswerWriter
{
    // The answer is JSON and never HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a stream's content type is.</summary>
    public virtual string StreamContentType => "text/event-stream";

    /// <summary>Writes what an event makes in a stream.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="usage">The usage stated so far.</param>
    /// <param name="output">Where to.</param>
    public abstract void WriteEvent(AnswerEvent happened, TokenUsage usage, IBufferWriter<byte> output);

    /// <summary>Writes a whole answer.</summary>
    public abstract void WriteBody(Answer answer, Utf8JsonWriter json);

    public static Utf8JsonWriter JsonTo(IBufferWriter<byte> output) => new(output, Options);

    /// <summary>Writes one server-sent event.</summary>
    protected static void WriteServerSentEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> name, Action<Utf8JsonWriter> write)
    {
        if (!name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }

        output.Write("data: "u8);
        using (var json = JsonTo(output))
        {
            write(json);
        }

        output.Write("\n\n"u8);
    }

    protected static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? count)
    {
        if (count is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
