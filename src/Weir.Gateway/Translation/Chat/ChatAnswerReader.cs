using System.Text.Json;

namespace Weir.Gateway.Translation.Chat;

/// <summary>Reads an answer of OpenAI chat completions, with the thinking that compatible servers add (<c>reasoning_content</c>, <c>reasoning</c>).</summary>
internal sealed class ChatAnswerReader : AnswerReader
{
    private readonly Dictionary<int, (int Position, string? Id)> _calls = [];
    private int _count;
    private bool _started;
    private bool _refused;

    public override IEnumerable<AnswerEvent> ReadEvent(string name, JsonElement data)
    {
        if (Member(data, "error") is { } error)
        {
            yield return new AnswerEvent.Failed(Text(error, "code") ?? Text(error, "type") ?? "provider_error", Text(error, "message") ?? "The provider failed.");
            yield break;
        }

        // Azure's first chunk has no choice, no id and no model.
        foreach (var choice in Elements(data, "choices"))
        {
            if (!_started)
            {
                _started = true;
                yield return StartOf(data, "id", "model");
            }

            if (Member(choice, "delta") is { } delta)
            {
                foreach (var happened in ReadMessage(delta))
                {
                    yield return happened;
                }
            }

            if (Text(choice, "finish_reason") is { } reason)
            {
                yield return new AnswerEvent.Finished(ReasonOf(reason));
            }
        }
    }

    public override IEnumerable<AnswerEvent> ReadBody(JsonElement body)
    {
        yield return StartOf(body, "id", "model");
        foreach (var choice in Elements(body, "choices").Take(1))
        {
            if (Member(choice, "message") is { } message)
            {
                foreach (var happened in ReadMessage(message))
                {
                    yield return happened;
                }
            }

            yield return new AnswerEvent.Finished(ReasonOf(Text(choice, "finish_reason")));
        }
    }

    private IEnumerable<AnswerEvent> ReadMessage(JsonElement message)
    {
        if ((Text(message, "reasoning_content") ?? Text(message, "reasoning")) is { Length: > 0 } thinking)
        {
            yield return new AnswerEvent.Thinking(thinking);
        }

        if (Text(message, "content") is { Length: > 0 } text)
        {
            yield return new AnswerEvent.Text(text);
        }

        // Mistral's and Databricks' models answer in parts when they think.
        foreach (var part in Elements(message, "content"))
        {
            foreach (var happened in ReadPart(part))
            {
                yield return happened;
            }
        }

        if (Text(message, "refusal") is { Length: > 0 } refusal)
        {
            _refused = true;
            yield return new AnswerEvent.Text(refusal);
        }

        foreach (var call in Elements(message, "tool_calls"))
        {
            foreach (var happened in ReadCall(call))
            {
                yield return happened;
            }
        }
    }

    private static IEnumerable<AnswerEvent> ReadPart(JsonElement part)
    {
        switch (Text(part, "type"))
        {
            case "text":
                yield return new AnswerEvent.Text(Text(part, "text") ?? string.Empty);
                break;
            case "thinking":
                foreach (var piece in Elements(part, "thinking"))
                {
                    yield return new AnswerEvent.Thinking(Text(piece, "text") ?? string.Empty);
                }

                break;
            case "reasoning":
                foreach (var piece in Elements(part, "summary"))
                {
                    yield return new AnswerEvent.Thinking(Text(piece, "text") ?? string.Empty);
                    if (Text(piece, "signature") is { Length: > 0 } signature)
                    {
                        yield return new AnswerEvent.ThinkingSigned(signature);
                    }
                }

                break;
            default:
                break;
        }
    }

    private IEnumerable<AnswerEvent> ReadCall(JsonElement call)
    {
        // A whole answer's calls have no index, and neither have those of some servers' streams, which send each call whole.
        var stated = Member(call, "index") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var index) ? index : _count;
        var id = Text(call, "id") is { Length: > 0 } given ? given : null;
        var function = Member(call, "function") ?? default;

        // Google's compatible endpoint numbers all of parallel calls 0: another id is another call.
        if (!_calls.TryGetValue(stated, out var open) || (id is not null && open.Id is not null && id != open.Id))
        {
            _calls[stated] = open = (_count++, id);
            var signature = Member(call, "extra_content") is { } extra && Member(extra, "google") is { } google ? Text(google, "thought_signature") : null;
            yield return new AnswerEvent.ToolCallStarted(open.Position, id ?? $"call_{Guid.NewGuid():N}", Text(function, "name") ?? string.Empty, signature);
        }

        if (Text(function, "arguments") is { Length: > 0 } arguments)
        {
            yield return new AnswerEvent.ToolCallArguments(open.Position, arguments);
        }
    }

    // A call that the request forced ends with "stop".
    private FinishReason ReasonOf(string? reason) => reason switch
    {
        "length" => FinishReason.Length,
        "tool_calls" or "function_call" => FinishReason.ToolCalls,
        "content_filter" => FinishReason.ContentFilter,
        _ when _refused => FinishReason.Refusal,
        _ => _count > 0 ? FinishReason.ToolCalls : FinishReason.Stop,
    };
}
