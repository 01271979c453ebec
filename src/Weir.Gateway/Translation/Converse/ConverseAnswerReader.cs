using System.Text.Json;

namespace Weir.Gateway.Translation.Converse;

/// <summary>Reads an answer of Amazon Bedrock's Converse; a stream's binary frames have been turned into server-sent events named by their type.</summary>
/// <param name="model">The model asked of Bedrock, which its answers do not name.</param>
internal sealed class ConverseAnswerReader(string model) : AnswerReader
{
    private readonly Dictionary<int, int> _callOfBlock = [];

    public override IEnumerable<AnswerEvent> ReadEvent(string name, JsonElement data)
    {
        switch (name)
        {
            case "messageStart":
                yield return new AnswerEvent.Started(null, model);
                break;
            case "contentBlockStart" when Member(data, "start") is { } start && Member(start, "toolUse") is { } tool:
                yield return StartCall(IndexOf(data), tool);
                break;
            case "contentBlockDelta" when Member(data, "delta") is { } delta:
                foreach (var happened in ReadDelta(delta, IndexOf(data)))
                {
                    yield return happened;
                }

                break;
            case "messageStop":
                yield return new AnswerEvent.Finished(ReasonOf(Text(data, "stopReason")));
                break;
            case "error":
                var error = Member(data, "error") ?? data;
                yield return new AnswerEvent.Failed(Text(error, "type") ?? "provider_error", Text(error, "message") ?? "The provider failed.");
                break;
            default:
                break;
        }
    }

    public override IEnumerable<AnswerEvent> ReadBody(JsonElement body)
    {
        yield return new AnswerEvent.Started(null, model);
        var message = Member(body, "output") is { } output ? Member(output, "message") : null;
        var index = 0;
        foreach (var block in message is { } found ? Elements(found, "content") : [])
        {
            if (Member(block, "toolUse") is { } tool)
            {
                var call = StartCall(index, tool);
                yield return call;
                yield return new AnswerEvent.ToolCallArguments(call.Index, Member(tool, "input") is { } given ? ToolArguments.Text(given) : "{}");
            }
            else
            {
                foreach (var happened in ReadDelta(Flatten(block), index))
                {
                    yield return happened;
                }
            }

            index++;
        }

        yield return new AnswerEvent.Finished(ReasonOf(Text(body, "stopReason")));
    }

    // A whole answer has one level more than a delta: reasoningContent.reasoningText.
    private static JsonElement Flatten(JsonElement block) =>
        Member(block, "reasoningContent") is { } reasoning && Member(reasoning, "reasoningText") is { } text
            ? JsonSerializer.SerializeToElement(new { reasoningContent = text })
            : block;

    private IEnumerable<AnswerEvent> ReadDelta(JsonElement delta, int index)
    {
        if (Text(delta, "text") is { Length: > 0 } text)
        {
            yield return new AnswerEvent.Text(text);
        }

        if (Member(delta, "reasoningContent") is { } reasoning)
        {
            if (Text(reasoning, "text") is { Length: > 0 } thinking)
            {
                yield return new AnswerEvent.Thinking(thinking);
            }

            if (Text(reasoning, "signature") is { Length: > 0 } signature)
            {
                yield return new AnswerEvent.ThinkingSigned(signature);
            }

            if (Text(reasoning, "redactedContent") is { Length: > 0 } redacted)
            {
                yield return new AnswerEvent.ThinkingRedacted(redacted);
            }
        }

        if (Member(delta, "toolUse") is { } tool && Text(tool, "input") is { Length: > 0 } arguments && _callOfBlock.TryGetValue(index, out var call))
        {
            yield return new AnswerEvent.ToolCallArguments(call, arguments);
        }
    }

    private AnswerEvent.ToolCallStarted StartCall(int block, JsonElement tool)
    {
        var call = _callOfBlock.Count;
        _callOfBlock[block] = call;
        return new AnswerEvent.ToolCallStarted(call, Text(tool, "toolUseId") ?? $"tooluse_{call}", Text(tool, "name") ?? string.Empty);
    }

    private static int IndexOf(JsonElement data) => Member(data, "contentBlockIndex") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt32(out var value) ? value : 0;

    private static FinishReason ReasonOf(string? reason) => reason switch
    {
        "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "stop_sequence" => FinishReason.StopSequence,
        "guardrail_intervened" or "content_filtered" => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };
}
