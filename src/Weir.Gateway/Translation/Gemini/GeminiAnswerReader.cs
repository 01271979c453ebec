using System.Text.Json;

namespace Weir.Gateway.Translation.Gemini;

/// <summary>Reads an answer of Gemini's generateContent; a stream's chunks have the shape of a whole answer.</summary>
internal sealed class GeminiAnswerReader : AnswerReader
{
    private bool _started;
    private int _calls;

    public override IEnumerable<AnswerEvent> ReadEvent(string name, JsonElement data) => ReadBody(data);

    public override IEnumerable<AnswerEvent> ReadBody(JsonElement body)
    {
        if (Member(body, "error") is { } error)
        {
            yield return new AnswerEvent.Failed(Text(error, "status") ?? "provider_error", Text(error, "message") ?? "The provider failed.");
            yield break;
        }

        if (!_started && (Member(body, "candidates") ?? Member(body, "promptFeedback")) is not null)
        {
            _started = true;
            yield return StartOf(body, "responseId", "modelVersion");
        }

        foreach (var candidate in Elements(body, "candidates").Take(1))
        {
            if (Member(candidate, "content") is { } content)
            {
                foreach (var happened in Elements(content, "parts").SelectMany(ReadPart))
                {
                    yield return happened;
                }
            }

            if (Text(candidate, "finishReason") is { } reason)
            {
                yield return new AnswerEvent.Finished(ReasonOf(reason));
            }
        }

        if (Member(body, "promptFeedback") is { } feedback && Text(feedback, "blockReason") is not null)
        {
            yield return new AnswerEvent.Finished(FinishReason.ContentFilter);
        }
    }

    private IEnumerable<AnswerEvent> ReadPart(JsonElement part)
    {
        if (Text(part, "text") is { } text)
        {
            var isThought = Member(part, "thought") is { ValueKind: JsonValueKind.True };
            if (text.Length > 0)
            {
                yield return isThought ? new AnswerEvent.Thinking(text) : new AnswerEvent.Text(text);
            }
        }
        else if (Member(part, "functionCall") is { } call)
        {
            var index = _calls++;
            var name = Text(call, "name") ?? string.Empty;
            yield return new AnswerEvent.ToolCallStarted(index, Text(call, "id") is { Length: > 0 } id ? id : $"call_{Guid.NewGuid():N}", name, Text(part, "thoughtSignature"));
            yield return new AnswerEvent.ToolCallArguments(index, Member(call, "args") is { } given ? ToolArguments.Text(given) : "{}");
        }
        else if (Member(part, "inlineData") is not null || Member(part, "executableCode") is not null)
        {
            throw new JsonException("The model answered with media or code, which this dialect cannot say.");
        }
    }

    // A call of a tool ends with STOP in this dialect.
    private FinishReason ReasonOf(string reason) => reason switch
    {
        "MAX_TOKENS" => FinishReason.Length,
        "STOP" => _calls > 0 ? FinishReason.ToolCalls : FinishReason.Stop,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" or "LANGUAGE" => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };
}
