using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Usage.Records;

namespace Weir.Gateway.Translation.Chat;

/// <summary>
/// Writes an answer of OpenAI chat completions. Thinking stands in <c>reasoning_content</c>, as most compatible servers write it, and
/// whole with its signature in <c>thinking_blocks</c>, which a client may send back.
/// </summary>
/// <param name="id">The answer's id, where the provider states none.</param>
/// <param name="model">The name the client asked for, where the provider states none.</param>
/// <param name="created">The answer's time, in Unix seconds.</param>
/// <param name="includeUsage">Whether a stream ends with a chunk that states usage.</param>
/// <param name="tools">How the client names its tools, and which of them take plain text.</param>
internal sealed class ChatAnswerWriter(string id, string model, long created, bool includeUsage, ClientTools tools) : AnswerWriter
{
    private readonly SortedSet<int> _withoutArguments = [];
    private readonly StringBuilder _freeformArguments = new();
    private int? _freeformCall;
    private string _id = id;
    private string _model = model;
    private string _thinking = string.Empty;

    public override void WriteEvent(AnswerEvent happened, TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (happened)
        {
            case AnswerEvent.Started started:
                _id = started.Id ?? _id;
                _model = started.Model ?? _model;
                WriteChunk(output, delta =>
                {
                    delta.WriteString("role"u8, "assistant"u8);
                    delta.WriteString("content"u8, string.Empty);
                });
                break;
            case AnswerEvent.Text text:
                WriteChunk(output, delta => delta.WriteString("content"u8, text.Delta));
                break;
            case AnswerEvent.Thinking thinking:
                _thinking += thinking.Delta;
                WriteChunk(output, delta => delta.WriteString("reasoning_content"u8, thinking.Delta));
                break;
            case AnswerEvent.ThinkingSigned signed:
                WriteChunk(output, delta => WriteBlocks(delta, [new ThinkingPart(string.Empty, _thinking, signed.Signature)]));
                _thinking = string.Empty;
                break;
            case AnswerEvent.ThinkingRedacted redacted:
                WriteChunk(output, delta => WriteBlocks(delta, [new ThinkingPart(string.Empty, string.Empty, null, redacted.Data)]));
                break;
            case AnswerEvent.ToolCallStarted call:
                WriteFreeformInput(output);
                var isFreeform = tools.Find(call.Name).IsFreeform;
                if (isFreeform)
                {
                    _freeformCall = call.Index;
                }
                else
                {
                    _withoutArguments.Add(call.Index);
                }

                WriteChunk(output, delta => ChatToolCalls.WriteStart(delta, call.Index, new ToolCallPart(string.Empty, call.Id, call.Name, string.Empty, call.ThoughtSignature), isFreeform));
                break;
            case AnswerEvent.ToolCallArguments arguments when arguments.Index == _freeformCall:
                _freeformArguments.Append(arguments.Delta);
                break;
            case AnswerEvent.ToolCallArguments arguments:
                _withoutArguments.Remove(arguments.Index);
                WriteChunk(output, delta => ChatToolCalls.WriteArguments(delta, arguments.Index, arguments.Delta, isFreeform: false));
                break;
            case AnswerEvent.Finished finished:
                WriteFreeformInput(output);
                WriteNoArguments(output);
                WriteChunk(output, null, ReasonOf(finished.Reason));
                break;
            case AnswerEvent.Ended:
                if (includeUsage)
                {
                    WriteServerSentEvent(output, default, json =>
                    {
                        WriteHead(json, "chat.completion.chunk");
                        json.WriteStartArray("choices"u8);
                        json.WriteEndArray();
                        WriteUsage(json, usage);
                        json.WriteEndObject();
                    });
                }

                output.Write("data: [DONE]\n\n"u8);
                break;
            case AnswerEvent.Failed failed:
                WriteServerSentEvent(output, default, json =>
                {
                    json.WriteStartObject();
                    json.WriteStartObject("error"u8);
                    json.WriteString("message"u8, failed.Message);
                    json.WriteString("type"u8, "server_error"u8);
                    json.WriteString("code"u8, failed.Code);
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
        _id = answer.Id ?? _id;
        _model = answer.Model ?? _model;
        WriteHead(json, "chat.completion");
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        var calls = answer.ToolCalls.ToList();
        var isRefused = answer.Reason == FinishReason.Refusal;
        json.WriteString("content"u8, isRefused || (answer.Text.Length == 0 && calls.Count > 0) ? null : answer.Text);
        json.WriteString("refusal"u8, isRefused ? answer.Text : null);
        if (answer.Thinking.Length > 0)
        {
            json.WriteString("reasoning_content"u8, answer.Thinking);
        }

        // Only a signed block is worth sending back.
        var blocks = answer.Parts.OfType<ThinkingPart>().Where(block => block is { Signature.Length: > 0 } or { Redacted: not null }).ToList();
        if (blocks.Count > 0)
        {
            WriteBlocks(json, blocks);
        }

        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in calls)
            {
                ChatToolCalls.Write(json, null, call, tools.Find(call.Name).IsFreeform);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, ReasonOf(answer.Reason));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, answer.Usage);
        json.WriteEndObject();
    }

    private static string ReasonOf(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };

    private static void WriteBlocks(Utf8JsonWriter json, IEnumerable<ThinkingPart> blocks)
    {
        json.WriteStartArray("thinking_blocks"u8);
        foreach (var block in blocks)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, block.Redacted is null ? "thinking"u8 : "redacted_thinking"u8);
            if (block.Redacted is { } redacted)
            {
                json.WriteString("data"u8, redacted);
            }
            else
            {
                json.WriteString("thinking"u8, block.Text);
                json.WriteString("signature"u8, block.Signature ?? string.Empty);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A model's arguments for a freeform tool are JSON around its text: the text can be said when they are whole.
    private void WriteFreeformInput(IBufferWriter<byte> output)
    {
        if (_freeformCall is not { } index)
        {
            return;
        }

        var input = ClientTools.InputOf(_freeformArguments.ToString());
        _freeformArguments.Clear();
        _freeformCall = null;
        WriteChunk(output, delta => ChatToolCalls.WriteArguments(delta, index, input, isFreeform: true));
    }

    // Other dialects say nothing where there are none; clients of this one parse the arguments as JSON.
    private void WriteNoArguments(IBufferWriter<byte> output)
    {
        foreach (var index in _withoutArguments)
        {
            WriteChunk(output, delta => ChatToolCalls.WriteArguments(delta, index, "{}", isFreeform: false));
        }

        _withoutArguments.Clear();
    }

    private void WriteChunk(IBufferWriter<byte> output, Action<Utf8JsonWriter>? writeDelta, string? reason = null) =>
        WriteServerSentEvent(output, default, json =>
        {
            WriteHead(json, "chat.completion.chunk");
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, 0);
            json.WriteStartObject("delta"u8);
            writeDelta?.Invoke(json);
            json.WriteEndObject();
            json.WriteNull("logprobs"u8);
            json.WriteString("finish_reason"u8, reason);
            json.WriteEndObject();
            json.WriteEndArray();
            if (includeUsage)
            {
                json.WriteNull("usage"u8);
            }

            json.WriteEndObject();
        });

    private void WriteHead(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, _id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, _model);
    }

    private static void WriteUsage(Utf8JsonWriter json, TokenUsage usage)
    {
        if (usage.IsEmpty)
        {
            json.WriteNull("usage"u8);
            return;
        }

        json.WriteStartObject("usage"u8);
        WriteCount(json, "prompt_tokens"u8, usage.InputTokens);
        WriteCount(json, "completion_tokens"u8, usage.OutputTokens);
        WriteCount(json, "total_tokens"u8, usage.TotalTokens);
        if (usage.CacheReadInputTokens is not null || usage.CacheCreationInputTokens is not null)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            WriteCount(json, "cached_tokens"u8, usage.CacheReadInputTokens);
            WriteCount(json, "cache_write_tokens"u8, usage.CacheCreationInputTokens);
            json.WriteEndObject();
        }

        if (usage.OutputReasoningTokens is { } reasoning)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            json.WriteNumber("reasoning_tokens"u8, reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
