using System.Text;
using Weir.Usage.Records;

namespace Weir.Gateway.Translation;

/// <summary>A whole answer, put together from its events.</summary>
internal sealed class Answer
{
    private readonly List<Part> _parts = [];

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public IReadOnlyList<Part> Parts => _parts;

    public FinishReason Reason { get; private set; } = FinishReason.Stop;

    public string? StopSequence { get; private set; }

    public TokenUsage Usage { get; init; }

    public string Text => string.Concat(_parts.OfType<TextPart>().Select(part => part.Text));

    public string Thinking => string.Concat(_parts.OfType<ThinkingPart>().Select(part => part.Text));

    public IEnumerable<ToolCallPart> ToolCalls => _parts.OfType<ToolCallPart>();

    /// <summary>Puts an answer together.</summary>
    public static Answer Of(IEnumerable<AnswerEvent> events, TokenUsage usage)
    {
        var answer = new Answer { Usage = usage };
        var calls = new Dictionary<int, (int At, StringBuilder Arguments)>();
        foreach (var happened in events)
        {
            answer.Add(happened, calls);
        }

        foreach (var (at, arguments) in calls.Values)
        {
            answer._parts[at] = (ToolCallPart)answer._parts[at] with { Arguments = arguments.Length == 0 ? "{}" : arguments.ToString() };
        }

        return answer;
    }

    private void Add(AnswerEvent happened, Dictionary<int, (int At, StringBuilder Arguments)> calls)
    {
        switch (happened)
        {
            case AnswerEvent.Started started:
                Id = started.Id;
                Model = started.Model;
                break;
            case AnswerEvent.Text text when _parts is [.., TextPart last]:
                _parts[^1] = last with { Text = last.Text + text.Delta };
                break;
            case AnswerEvent.Text text:
                _parts.Add(new TextPart(string.Empty, text.Delta));
                break;
            case AnswerEvent.Thinking thinking when _parts is [.., ThinkingPart { Signature: null, Redacted: null } last]:
                _parts[^1] = last with { Text = last.Text + thinking.Delta };
                break;
            case AnswerEvent.Thinking thinking:
                _parts.Add(new ThinkingPart(string.Empty, thinking.Delta, null));
                break;
            case AnswerEvent.ThinkingSigned signed when _parts is [.., ThinkingPart last]:
                _parts[^1] = last with { Signature = last.Signature + signed.Signature };
                break;
            case AnswerEvent.ThinkingSigned signed:
                _parts.Add(new ThinkingPart(string.Empty, string.Empty, signed.Signature));
                break;
            case AnswerEvent.ThinkingRedacted redacted:
                _parts.Add(new ThinkingPart(string.Empty, string.Empty, null, redacted.Data));
                break;
            case AnswerEvent.ToolCallStarted call:
                calls[call.Index] = (_parts.Count, new StringBuilder());
                _parts.Add(new ToolCallPart(string.Empty, call.Id, call.Name, "{}", call.ThoughtSignature));
                break;
            case AnswerEvent.ToolCallArguments arguments when calls.TryGetValue(arguments.Index, out var call):
                call.Arguments.Append(arguments.Delta);
                break;
            case AnswerEvent.Finished finished:
                Reason = finished.Reason;
                StopSequence = finished.StopSequence;
                break;
            default:
                break;
        }
    }
}
