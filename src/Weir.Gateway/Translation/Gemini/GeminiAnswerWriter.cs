using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Usage.Records;

namespace Weir.Gateway.Translation.Gemini;

/// <summary>Writes an answer of Gemini's generateContent: a stream as events with <c>alt=sse</c>, else as one JSON array. A tool call goes out when its arguments are whole.</summary>
/// <param name="model">The name the client asked for, where the provider states none.</param>
/// <param name="asArray">Whether the client asked for a JSON array.</param>
internal sealed class GeminiAnswerWriter(string model, bool asArray) : AnswerWriter
{
    private readonly SortedDictionary<int, (AnswerEvent.ToolCallStarted Call, StringBuilder Arguments)> _calls = [];
    private string? _id;
    private string _model = model;
    private FinishReason _reason = FinishReason.Stop;
    private bool _hasElements;

    public override string StreamContentType => asArray ? "application/json" : "text/event-stream";

    public override void WriteEvent(AnswerEvent happened, TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (happened)
        {
            case AnswerEvent.Started started:
                _id = started.Id;
                _model = started.Model ?? _model;
                break;
            case AnswerEvent.Text text:
                WriteChunk(output, [new TextPart(string.Empty, text.Delta)], null, default);
                break;
            case AnswerEvent.Thinking thinking:
                WriteChunk(output, [new ThinkingPart(string.Empty, thinking.Delta, null)], null, default);
                break;
            case AnswerEvent.ToolCallStarted call:
                _calls[call.Index] = (call, new StringBuilder());
                break;
            case AnswerEvent.ToolCallArguments arguments when _calls.TryGetValue(arguments.Index, out var open):
                open.Arguments.Append(arguments.Delta);
                break;
            case AnswerEvent.Finished finished:
                _reason = finished.Reason;
                break;
            case AnswerEvent.Ended:
                var calls = _calls.Values.Select(open => (Part)new ToolCallPart(string.Empty, open.Call.Id, open.Call.Name, open.Arguments.Length == 0 ? "{}" : open.Arguments.ToString(), open.Call.ThoughtSignature));
                var whole = ToolArguments.Whole(calls, _reason);
                WriteChunk(output, whole.Count > 0 ? whole : [new TextPart(string.Empty, string.Empty)], _reason, usage);
                if (asArray)
                {
                    output.Write("]"u8);
                }

                break;
            case AnswerEvent.Failed failed:
                WriteElement(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteStartObject("error"u8);
                    json.WriteNumber("code"u8, 500);
                    json.WriteString("message"u8, failed.Message);
                    json.WriteString("status"u8, "INTERNAL"u8);
                    json.WriteEndObject();
                    json.WriteEndObject();
                });
                break;
            default:
                break;
        }
    }

    public override void WriteBody(Answer answer, Utf8JsonWriter json)
    {
        _id = answer.Id;
        _model = answer.Model ?? _model;
        WriteAnswer(json, [.. ToolArguments.Whole(answer.Parts, answer.Reason).Where(part => part is not ThinkingPart { Text.Length: 0 })], answer.Reason, answer.Usage);
    }

    private void WriteChunk(IBufferWriter<byte> output, IReadOnlyList<Part> parts, FinishReason? reason, TokenUsage usage) =>
        WriteElement(output, json => WriteAnswer(json, parts, reason, usage));

    private void WriteElement(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        if (!asArray)
        {
            WriteServerSentEvent(output, default, write);
            return;
        }

        output.Write(_hasElements ? ",\n"u8 : "["u8);
        _hasElements = true;
        using var json = JsonTo(output);
        write(json);
    }

    private void WriteAnswer(Utf8JsonWriter json, IReadOnlyList<Part> parts, FinishReason? reason, TokenUsage usage)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        foreach (var part in parts)
        {
            WritePart(json, part);
        }

        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        if (reason is { } known)
        {
            json.WriteString("finishReason"u8, known switch
            {
                FinishReason.Length => "MAX_TOKENS"u8,
                FinishReason.ContentFilter or FinishReason.Refusal => "SAFETY"u8,
                _ => "STOP"u8,
            });
        }

        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        if (!usage.IsEmpty)
        {
            WriteUsage(json, usage);
        }

        json.WriteString("modelVersion"u8, _model);
        if (_id is not null)
        {
            json.WriteString("responseId"u8, _id);
        }

        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("text"u8, text.Text);
                break;
            case ThinkingPart thinking:
                json.WriteString("text"u8, thinking.Text);
                json.WriteBoolean("thought"u8, true);
                break;
            case ToolCallPart call:
                json.WriteStartObject("functionCall"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("args"u8);
                ToolArguments.Write(json, call.Arguments);
                json.WriteEndObject();
                if (call.ThoughtSignature is { } signature)
                {
                    json.WriteString("thoughtSignature"u8, signature);
                }

                break;
            default:
                break;
        }

        json.WriteEndObject();
    }

    // Thoughts stand beside the candidates in this dialect.
    private static void WriteUsage(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usageMetadata"u8);
        WriteCount(json, "promptTokenCount"u8, usage.InputTokens);
        WriteCount(json, "candidatesTokenCount"u8, usage.OutputTokens - (usage.OutputReasoningTokens ?? 0));
        WriteCount(json, "thoughtsTokenCount"u8, usage.OutputReasoningTokens);
        WriteCount(json, "cachedContentTokenCount"u8, usage.CacheReadInputTokens);
        WriteCount(json, "totalTokenCount"u8, usage.TotalTokens);
        json.WriteEndObject();
    }
}
