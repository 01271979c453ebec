using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Agents.Traffic.Conversations;

namespace Weir.Agents.Traffic.Commands;

/// <summary>
/// A command of Codex's that did not end within its call: <c>exec_command</c> answers <c>Process running with session ID 7</c>, and <c>write_stdin</c> with that session asks for the rest, once or more often.
/// </summary>
/// <param name="Call">The call that began it.</param>
/// <param name="EarlierOutput">What it wrote before.</param>
internal sealed record RunningCommand(ToolCall Call, string EarlierOutput)
{
    private const string Running = "Process running with session ID ";

    /// <summary>The command that a call asks the rest of; NULL where it asks for none, or the conversation does not show its beginning.</summary>
    public static RunningCommand? Of(Conversation conversation, ToolOutcome outcome)
    {
        if (outcome.Call.Tool != "write_stdin" || outcome.Call.Input.Member("session_id") is not { ValueKind: JsonValueKind.Number } session || !session.TryGetInt64(out var number))
        {
            return null;
        }

        var words = Running + number.ToString(CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(words);
        var output = new StringBuilder();
        string? answered = null;
        byte[] answeredBytes = [];
        for (var index = outcome.Item - 1; index >= 0; index--)
        {
            var item = conversation.BytesOf(index);
            if (item.IndexOf(bytes) < 0 && (answered is null || item.IndexOf(answeredBytes) < 0))
            {
                continue;
            }

            var parsed = conversation[index];
            foreach (var result in conversation.Shape.ResultsIn(parsed).Where(result => result.CallId is not null && result.Text.Contains(words + "\n", StringComparison.Ordinal)))
            {
                answered = result.CallId!;
                answeredBytes = Encoding.UTF8.GetBytes(answered);
                output.Append(result.Text).Append('\n');
            }

            if (conversation.Shape.CallsIn(parsed).FirstOrDefault(call => call.Id == answered) is { Tool: not "write_stdin" } call)
            {
                return new(call, output.ToString());
            }
        }

        return null;
    }
}
