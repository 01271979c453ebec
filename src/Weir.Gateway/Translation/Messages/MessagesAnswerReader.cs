using System.Text.Json;

namespace Weir.Gateway.Translation.Messages;

/// <summary>Reads an answer of Anthropic messages.</summary>
internal sealed class MessagesAnswerReader : AnswerReader
{
    private readonly Dictionary<int, int> _callOfBlock = [];

    public override IEnumerable<AnswerEvent> ReadEvent(string name, JsonElement data)
    {
        switch (name.Length > 0 ? name : Text(data, "type"))
        {
            case "message_start" when Member(data, "message") is { } message:
                yield return StartOf(message, "id", "model");
                break;
            case "content_block_start" when Member(data, "content_block") is { } block:
                foreach (var happened in ReadBlock(block, IndexOf(data), isWhole: false))
                {
                    yield return happened;
                }

                break;
            case "content_block_delta" when Member(data, "delta") is { } delta:
                if (ReadDelta(delta, IndexOf(data)) is { } piece)
                {
                    yield return piece;
                }

                break;
            case "message_delta" when Member(data, "delta") is { } end && Text(end, "stop_reason") is { } reason:
                yield return new AnswerEvent.Finished(ReasonOf(reason), Text(end, "stop_sequence"));
                break;
            case "error":
                var error = Member(data, "error") ?? data;
                yield return new AnswerEvent.Failed(Text(error, "type") ?? "api_error", Text(error, "message") ?? "The provider failed.");
                break;
            default:
                break;
        }
    }

    public override IEnumerable<AnswerEvent> ReadBody(JsonElement body)
    {
        yield return StartOf(body, "id", "model");
        var index = 0;
        foreach (var block in Elements(body, "content"))
        {
            foreach (var happened in ReadBlock(block, index, isWhole: true))
            {
                yield return happened;
            }

            index++;
        }

        yield return new AnswerEvent.Finished(ReasonOf(Text(body, "stop_reason")), Text(body, "stop_sequence"));
    }

    private IEnumerable<AnswerEvent> ReadBlock(JsonElement block, int index, bool isWhole)
    {
        switch (Text(block, "type"))
        {
            case "text" when Text(block, "text") is { Length: > 0 } text:
                yield return new AnswerEvent.Text(text);
                break;
            case "thinking":
                if (Text(block, "thinking") is { Length: > 0 } thinking)
                {
                    yield return new AnswerEvent.Thinking(thinking);
                }

                if (Text(block, "signature") is { Length: > 0 } signature)
                {
                    yield return new AnswerEvent.ThinkingSigned(signature);
                }

                break;
            case "redacted_thinking":
                yield return new AnswerEvent.ThinkingRedacted(Text(block, "data") ?? string.Empty);
                break;
            case "tool_use":
                var call = _callOfBlock.Count;
                _callOfBlock[index] = call;
                yield return new AnswerEvent.ToolCallStarted(call, Text(block, "id") ?? $"toolu_{call}", Text(block, "name") ?? string.Empty);

                // A stream's start holds an empty object, and the arguments follow.
                if (Member(block, "input") is { ValueKind: JsonValueKind.Object } input && (isWhole || input.EnumerateObject().Any()))
                {
                    yield return new AnswerEvent.ToolCallArguments(call, ToolArguments.Text(input));
                }

                break;
            default:
                break;
        }
    }

    private AnswerEvent? ReadDelta(JsonElement delta, int index) => Text(delta, "type") switch
    {
        "text_delta" => new AnswerEvent.Text(Text(delta, "text") ?? string.Empty),
        "thinking_delta" => new AnswerEvent.Thinking(Text(delta, "thinking") ?? string.Empty),
        "signature_delta" => new AnswerEvent.ThinkingSigned(Text(delta, "signature") ?? string.Empty),
        "input_json_delta" when Text(delta, "partial_json") is { Length: > 0 } json && _callOfBlock.TryGetValue(index, out var call) => new AnswerEvent.ToolCallArguments(call, json),
        _ => null,
    };

    private static int IndexOf(JsonElement data) => Member(data, "index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt32(out var value) ? value : 0;

    private static FinishReason ReasonOf(string? reason) => reason switch
    {
        "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "stop_sequence" => FinishReason.StopSequence,

        // Anthropic's classifiers cut the answer.
        "refusal" => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };
}
