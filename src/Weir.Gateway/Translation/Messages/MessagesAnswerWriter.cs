using System.Buffers;
using System.Text.Json;
using Weir.Usage.Records;

namespace Weir.Gateway.Translation.Messages;

/// <summary>Writes an answer of Anthropic messages. Its counts leave out cached tokens, as this dialect's do; a stream states the final ones in <c>message_delta</c>.</summary>
/// <param name="id">The answer's id, where the provider states none.</param>
/// <param name="model">The name the client asked for, where the provider states none.</param>
internal sealed class MessagesAnswerWriter(string id, string model) : AnswerWriter
{
    private Block _open;
    private bool _isSigned;
    private int _index = -1;
    private int _openCall = -1;
    private AnswerEvent.Finished _finished = new(FinishReason.Stop);

    private enum Block
    {
        None,
        Text,
        Thinking,
        ToolUse,
    }

    public override void WriteEvent(AnswerEvent happened, TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (happened)
        {
            case AnswerEvent.Started started:
                WriteServerSentEvent(output, "message_start"u8, json => WriteStart(json, started, usage));
                break;
            case AnswerEvent.Text text:
                Open(output, Block.Text, static json =>
                {
                    json.WriteString("type"u8, "text"u8);
                    json.WriteString("text"u8, string.Empty);
                });
                WriteDelta(output, "text_delta", "text", text.Delta);
                break;
            case AnswerEvent.Thinking thinking:
                if (_isSigned)
                {
                    Close(output);
                }

                OpenThinking(output);
                WriteDelta(output, "thinking_delta", "thinking", thinking.Delta);
                break;
            case AnswerEvent.ThinkingSigned signed:
                OpenThinking(output);
                _isSigned = true;
                WriteDelta(output, "signature_delta", "signature", signed.Signature);
                break;
            case AnswerEvent.ThinkingRedacted redacted:
                Close(output);
                OpenNew(output, Block.Thinking, json =>
                {
                    json.WriteString("type"u8, "redacted_thinking"u8);
                    json.WriteString("data"u8, redacted.Data);
                });
                Close(output);
                break;
            case AnswerEvent.ToolCallStarted call:
                Close(output);
                _openCall = call.Index;
                OpenNew(output, Block.ToolUse, json =>
                {
                    json.WriteString("type"u8, "tool_use"u8);
                    json.WriteString("id"u8, call.Id);
                    json.WriteString("name"u8, call.Name);
                    json.WriteStartObject("input"u8);
                    json.WriteEndObject();
                });
                break;
            case AnswerEvent.ToolCallArguments arguments:
                if (_open != Block.ToolUse || arguments.Index != _openCall)
                {
                    throw new JsonException("The provider mixed the arguments of parallel tool calls, which this dialect cannot say.");
                }

                WriteDelta(output, "input_json_delta", "partial_json", arguments.Delta);
                break;
            case AnswerEvent.Finished finished:
                _finished = finished;
                break;
            case AnswerEvent.Ended:
                Close(output);
                WriteServerSentEvent(output, "message_delta"u8, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("type"u8, "message_delta"u8);
                    json.WriteStartObject("delta"u8);
                    json.WriteString("stop_reason"u8, ReasonOf(_finished.Reason));
                    json.WriteString("stop_sequence"u8, _finished.StopSequence);
                    json.WriteEndObject();
                    WriteUsage(json, usage);
                    json.WriteEndObject();
                });
                output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
                break;
            case AnswerEvent.Failed failed:
                Close(output);
                WriteServerSentEvent(output, "error"u8, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("type"u8, "error"u8);
                    json.WriteStartObject("error"u8);
                    json.WriteString("type"u8, "api_error"u8);
                    json.WriteString("message"u8, failed.Message);
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
        json.WriteStartObject();
        json.WriteString("id"u8, answer.Id ?? id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, answer.Model ?? model);
        json.WriteStartArray("content"u8);
        foreach (var part in ToolArguments.Whole(answer.Parts, answer.Reason))
        {
            WritePart(json, part);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason"u8, ReasonOf(answer.Reason));
        json.WriteString("stop_sequence"u8, answer.StopSequence);
        WriteUsage(json, answer.Usage);
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case ThinkingPart { Redacted: { } redacted }:
                json.WriteString("type"u8, "redacted_thinking"u8);
                json.WriteString("data"u8, redacted);
                break;
            case ThinkingPart thinking:
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature ?? string.Empty);
                break;
            case ToolCallPart call:
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("input"u8);
                json.WriteRawValue(call.Arguments);
                break;
            default:
                break;
        }

        json.WriteEndObject();
    }

    private static string ReasonOf(FinishReason reason) => reason switch
    {
        FinishReason.Length => "max_tokens",
        FinishReason.ToolCalls => "tool_use",
        FinishReason.StopSequence => "stop_sequence",
        FinishReason.Refusal or FinishReason.ContentFilter => "refusal",
        _ => "end_turn",
    };

    private static void WriteUsage(Utf8JsonWriter json, TokenUsage usage)
    {
        var read = usage.CacheReadInputTokens ?? 0;
        var written = usage.CacheCreationInputTokens ?? 0;
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, Math.Max(0, (usage.InputTokens ?? 0) - read - written));
        json.WriteNumber("cache_creation_input_tokens"u8, written);
        json.WriteNumber("cache_read_input_tokens"u8, read);
        json.WriteNumber("output_tokens"u8, usage.OutputTokens ?? 0);
        json.WriteEndObject();
    }

    private void WriteStart(Utf8JsonWriter json, AnswerEvent.Started started, TokenUsage usage)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message_start"u8);
        json.WriteStartObject("message"u8);
        json.WriteString("id"u8, started.Id ?? id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, started.Model ?? model);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        WriteUsage(json, usage);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void OpenThinking(IBufferWriter<byte> output) => Open(output, Block.Thinking, static json =>
    {
        json.WriteString("type"u8, "thinking"u8);
        json.WriteString("thinking"u8, string.Empty);
        json.WriteString("signature"u8, string.Empty);
    });

    private void Open(IBufferWriter<byte> output, Block block, Action<Utf8JsonWriter> write)
    {
        if (_open != block)
        {
            Close(output);
            OpenNew(output, block, write);
        }
    }

    private void OpenNew(IBufferWriter<byte> output, Block block, Action<Utf8JsonWriter> write)
    {
        _open = block;
        _index++;
        WriteServerSentEvent(output, "content_block_start"u8, json =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "content_block_start"u8);
            json.WriteNumber("index"u8, _index);
            json.WriteStartObject("content_block"u8);
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private void Close(IBufferWriter<byte> output)
    {
        if (_open == Block.None)
        {
            return;
        }

        _open = Block.None;
        _isSigned = false;
        WriteServerSentEvent(output, "content_block_stop"u8, json =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "content_block_stop"u8);
            json.WriteNumber("index"u8, _index);
            json.WriteEndObject();
        });
    }

    private void WriteDelta(IBufferWriter<byte> output, string type, string member, string delta) =>
        WriteServerSentEvent(output, "content_block_delta"u8, json =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "content_block_delta"u8);
            json.WriteNumber("index"u8, _index);
            json.WriteStartObject("delta"u8);
            json.WriteString("type"u8, type);
            json.WriteString(member, delta);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
