using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Usage.Records;

namespace Weir.Gateway.Translation.Responses;

/// <summary>
/// Writes an answer of OpenAI's responses API: for a stream the whole grammar of its events (item added, part added, deltas, done), ending in
/// <c>response.completed</c> or <c>response.incomplete</c> with the whole response, which is what Codex reads.
/// </summary>
/// <param name="id">The end of every id in the answer.</param>
/// <param name="model">The name the client asked for, where the provider states none.</param>
/// <param name="created">The answer's time, in Unix seconds.</param>
/// <param name="tools">How the client names its tools.</param>
internal sealed class ResponsesAnswerWriter(string id, string model, long created, ClientTools tools) : AnswerWriter
{
    private readonly JsonArray _output = [];
    private readonly StringBuilder _text = new();
    private string _model = model;
    private long _sequence;
    private ItemKind _open;
    private ThinkingPart _thinking = new(string.Empty, string.Empty, null);
    private AnswerEvent.ToolCallStarted? _call;
    private FinishReason _reason = FinishReason.Stop;

    private enum ItemKind
    {
        None,
        Message,
        Reasoning,
        Call,
    }

    private string ResponseId => "resp_" + id;

    private string ItemId => $"{(_open == ItemKind.Message ? "msg" : _open == ItemKind.Reasoning ? "rs" : IsFreeform ? "ctc" : "fc")}_{_output.Count}_{id}";

    private bool IsFreeform => _call is not null && tools.Find(_call.Name).IsFreeform;

    public override void WriteEvent(AnswerEvent happened, TokenUsage usage, IBufferWriter<byte> output)
    {
        switch (happened)
        {
            case AnswerEvent.Started started:
                _model = started.Model ?? _model;
                WriteResponse(output, "response.created", "in_progress", default);
                WriteResponse(output, "response.in_progress", "in_progress", default);
                break;
            case AnswerEvent.Text text:
                OpenMessage(output);
                _text.Append(text.Delta);
                WriteItemEvent(output, "response.output_text.delta", json =>
                {
                    json.WriteNumber("content_index"u8, 0);
                    json.WriteString("delta"u8, text.Delta);
                });
                break;
            case AnswerEvent.Thinking thinking:
                if (_open == ItemKind.Reasoning && _thinking.Signature is not null)
                {
                    Close(output);
                }

                OpenReasoning(output);
                _text.Append(thinking.Delta);
                WriteItemEvent(output, "response.reasoning_summary_text.delta", json =>
                {
                    json.WriteNumber("summary_index"u8, 0);
                    json.WriteString("delta"u8, thinking.Delta);
                });
                break;
            case AnswerEvent.ThinkingSigned signed:
                OpenReasoning(output);
                _thinking = _thinking with { Signature = _thinking.Signature + signed.Signature };
                break;
            case AnswerEvent.ThinkingRedacted redacted:
                Close(output);
                OpenReasoning(output);
                _thinking = _thinking with { Redacted = redacted.Data };
                Close(output);
                break;
            case AnswerEvent.ToolCallStarted call:
                Close(output);
                _open = ItemKind.Call;
                _call = call;
                WriteItem(output, "response.output_item.added", CallItem(string.Empty, "in_progress"));
                break;
            case AnswerEvent.ToolCallArguments arguments:
                if (_call?.Index != arguments.Index)
                {
                    throw new JsonException("The provider mixed the arguments of parallel tool calls, which this dialect cannot say.");
                }

                _text.Append(arguments.Delta);
                if (!IsFreeform)
                {
                    WriteItemEvent(output, "response.function_call_arguments.delta", json => json.WriteString("delta"u8, arguments.Delta));
                }

                break;
            case AnswerEvent.Finished finished:
                _reason = finished.Reason;
                break;
            case AnswerEvent.Ended:
                Close(output);
                WriteResponse(output, "response." + StatusOf(_reason), StatusOf(_reason), usage);
                break;
            case AnswerEvent.Failed failed:
                Close(output);
                WriteResponse(output, "response.failed", "failed", usage, failed);
                break;
            default:
                break;
        }
    }

    public override void WriteBody(Answer answer, Utf8JsonWriter json)
    {
        _model = answer.Model ?? _model;
        _reason = answer.Reason;
        foreach (var part in answer.Parts)
        {
            switch (part)
            {
                case TextPart text:
                    _open = ItemKind.Message;
                    _output.Add(MessageItem(text.Text, "completed"));
                    break;
                case ThinkingPart thinking:
                    _open = ItemKind.Reasoning;
                    _thinking = thinking;
                    _output.Add(ReasoningItem(thinking.Text));
                    break;
                case ToolCallPart call:
                    _open = ItemKind.Call;
                    _call = new AnswerEvent.ToolCallStarted(0, call.Id, call.Name);
                    _output.Add(CallItem(call.Arguments, "completed"));
                    break;
                default:
                    break;
            }
        }

        ResponseOf(StatusOf(_reason), answer.Usage, null).WriteTo(json);
    }

    private static string StatusOf(FinishReason reason) => reason is FinishReason.Length or FinishReason.ContentFilter ? "incomplete" : "completed";

    private void OpenMessage(IBufferWriter<byte> output)
    {
        if (_open == ItemKind.Message)
        {
            return;
        }

        Close(output);
        _open = ItemKind.Message;
        WriteItem(output, "response.output_item.added", MessageItem(null, "in_progress"));
        WriteItemEvent(output, "response.content_part.added", json =>
        {
            json.WriteNumber("content_index"u8, 0);
            json.WritePropertyName("part"u8);
            TextContent(string.Empty).WriteTo(json);
        });
    }

    private void OpenReasoning(IBufferWriter<byte> output)
    {
        if (_open == ItemKind.Reasoning)
        {
            return;
        }

        Close(output);
        _open = ItemKind.Reasoning;
        _thinking = new ThinkingPart(string.Empty, string.Empty, null);
        WriteItem(output, "response.output_item.added", ReasoningItem(string.Empty));
        WriteItemEvent(output, "response.reasoning_summary_part.added", json =>
        {
            json.WriteNumber("summary_index"u8, 0);
            json.WritePropertyName("part"u8);
            Summary(string.Empty).WriteTo(json);
        });
    }

    private void Close(IBufferWriter<byte> output)
    {
        var text = _text.ToString();
        JsonObject item;
        switch (_open)
        {
            case ItemKind.Message:
                WriteItemEvent(output, "response.output_text.done", json =>
                {
                    json.WriteNumber("content_index"u8, 0);
                    json.WriteString("text"u8, text);
                });
                WriteItemEvent(output, "response.content_part.done", json =>
                {
                    json.WriteNumber("content_index"u8, 0);
                    json.WritePropertyName("part"u8);
                    TextContent(text).WriteTo(json);
                });
                item = MessageItem(text, "completed");
                break;
            case ItemKind.Reasoning:
                WriteItemEvent(output, "response.reasoning_summary_text.done", json =>
                {
                    json.WriteNumber("summary_index"u8, 0);
                    json.WriteString("text"u8, text);
                });
                WriteItemEvent(output, "response.reasoning_summary_part.done", json =>
                {
                    json.WriteNumber("summary_index"u8, 0);
                    json.WritePropertyName("part"u8);
                    Summary(text).WriteTo(json);
                });
                _thinking = _thinking with { Text = text };
                item = ReasoningItem(text);
                break;
            case ItemKind.Call:
                var arguments = text.Length == 0 ? "{}" : text;
                WriteItemEvent(output, IsFreeform ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done", json =>
                    json.WriteString(IsFreeform ? "input"u8 : "arguments"u8, IsFreeform ? ClientTools.InputOf(arguments) : arguments));
                item = CallItem(arguments, "completed");
                break;
            default:
                return;
        }

        WriteItem(output, "response.output_item.done", item);
        _output.Add(item);
        _open = ItemKind.None;
        _call = null;
        _text.Clear();
    }

    private JsonObject MessageItem(string? text, string status) => new()
    {
        ["id"] = ItemId,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = text is null ? [] : new JsonArray(TextContent(text)),
    };

    private JsonObject ReasoningItem(string text) => new()
    {
        ["id"] = ItemId,
        ["type"] = "reasoning",
        ["summary"] = text.Length == 0 ? [] : new JsonArray(Summary(text)),
        ["encrypted_content"] = CarriedThinking.Seal(_thinking),
    };

    private JsonObject CallItem(string arguments, string status)
    {
        var tool = tools.Find(_call!.Name);
        var item = new JsonObject
        {
            ["id"] = ItemId,
            ["type"] = tool.IsFreeform ? "custom_tool_call" : "function_call",
            ["status"] = status,
            ["call_id"] = _call.Id,
            ["name"] = tool.Name,
        };
        if (tool.Namespace is { } inNamespace)
        {
            item["namespace"] = inNamespace;
        }

        item[tool.IsFreeform ? "input" : "arguments"] = tool.IsFreeform ? ClientTools.InputOf(arguments) : arguments;
        return item;
    }

    private static JsonObject TextContent(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };

    private static JsonObject Summary(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private void WriteItem(IBufferWriter<byte> output, string type, JsonObject item) => WriteEvent(output, type, json =>
    {
        json.WriteNumber("output_index"u8, _output.Count);
        json.WritePropertyName("item"u8);
        item.WriteTo(json);
    });

    private void WriteItemEvent(IBufferWriter<byte> output, string type, Action<Utf8JsonWriter> write) => WriteEvent(output, type, json =>
    {
        json.WriteString("item_id"u8, ItemId);
        json.WriteNumber("output_index"u8, _output.Count);
        write(json);
    });

    private void WriteResponse(IBufferWriter<byte> output, string type, string status, TokenUsage usage, AnswerEvent.Failed? failed = null) => WriteEvent(output, type, json =>
    {
        json.WritePropertyName("response"u8);
        ResponseOf(status, usage, failed).WriteTo(json);
    });

    private void WriteEvent(IBufferWriter<byte> output, string type, Action<Utf8JsonWriter> write) => WriteServerSentEvent(output, Encoding.UTF8.GetBytes(type), json =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _sequence++);
        write(json);
        json.WriteEndObject();
    });

    private JsonObject ResponseOf(string status, TokenUsage usage, AnswerEvent.Failed? failed) => new()
    {
        ["id"] = ResponseId,
        ["object"] = "response",
        ["created_at"] = created,
        ["status"] = status,
        ["error"] = failed is null ? null : new JsonObject { ["code"] = failed.Code, ["message"] = failed.Message },
        ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = _reason == FinishReason.Length ? "max_output_tokens" : "content_filter" } : null,
        ["model"] = _model,
        ["output"] = _output.DeepClone(),
        ["parallel_tool_calls"] = true,
        ["store"] = false,
        ["usage"] = usage.IsEmpty ? null : new JsonObject
        {
            ["input_tokens"] = usage.InputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheReadInputTokens ?? 0 },
            ["output_tokens"] = usage.OutputTokens,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.OutputReasoningTokens ?? 0 },
            ["total_tokens"] = usage.TotalTokens,
        },
    };
}
