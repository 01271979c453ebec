using System.Text;
using Weir.Agents.Traffic.Conversations;
using Weir.Agents.Traffic.Results;

namespace Weir.Agents.Traffic.Edits;

/// <summary>What a conversation shows of files' contents: what was read of them and written to them. Only the items that name the file, or answer a call that does, are parsed.</summary>
/// <param name="agent">The agent's name.</param>
/// <param name="conversation">The conversation.</param>
/// <param name="turn">The newest turn, whose calls are asked for.</param>
internal sealed class EarlierContents(string agent, Conversation conversation, IReadOnlyList<ToolOutcome> turn)
{
    /// <summary>Each question passes over the whole body; of a turn that asks more often the later ones stay open.</summary>
    private const int MostQuestions = 8;

    /// <summary>Calls about one file that wait for their results at once.</summary>
    private const int MostOpen = 64;

    private int questions;

    /// <summary>The content of the file at a path before a call; NULL where the conversation does not show it whole.</summary>
    public string? Before(ToolOutcome outcome, string path)
    {
        // An edit that was called together with this one, with no result between, may have come before it or after.
        if (questions++ >= MostQuestions || turn.Any(other => other != outcome && other.Item < outcome.ResultItem && outcome.Item < other.ResultItem && FileEdits.Edits(other.Call) && FileEdits.PathOf(other.Call.Input) == path))
        {
            return null;
        }

        string? content = null;
        var name = Encoding.UTF8.GetBytes(path[(path.LastIndexOfAny(['/', '\\']) + 1)..]);
        var open = new Dictionary<string, (byte[] Id, ToolCall Call)>(StringComparer.Ordinal);
        for (var index = 0; index < outcome.Item && name.Length > 0; index++)
        {
            if (!IsAbout(conversation.BytesOf(index), name, open))
            {
                continue;
            }

            var item = conversation[index];
            if (!conversation.Shape.IsModels(item))
            {
                foreach (var result in conversation.Shape.ResultsIn(item))
                {
                    if (result.CallId is { } id && open.Remove(id, out var answered) && Verdicts.Of(agent, result, isCommand: false) == Verdict.Succeeded)
                    {
                        content = After(answered.Call, result, content);
                    }
                }

                continue;
            }

            foreach (var call in conversation.Shape.CallsIn(item))
            {
                if (!string.IsNullOrEmpty(call.Id) && open.Count < MostOpen && FileEdits.PathOf(call.Input) == path)
                {
                    open[call.Id] = (Encoding.UTF8.GetBytes(call.Id), call);
                }
            }
        }

        return content;
    }

    private static bool IsAbout(ReadOnlySpan<byte> item, byte[] name, Dictionary<string, (byte[] Id, ToolCall Call)> open)
    {
        if (item.IndexOf(name) >= 0)
        {
            return true;
        }

        foreach (var (id, _) in open.Values)
        {
            if (item.IndexOf(id) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private string? After(ToolCall call, ToolResult result, string? before) =>
        FileEdits.Edits(call) ? FileEdits.ContentAfter(call, before) : ReadContent.Of(call, result.Text, conversation.Shape is ContentShape) ?? before;
}
