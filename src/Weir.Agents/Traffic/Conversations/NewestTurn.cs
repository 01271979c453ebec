using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>The results that no newer words of the model follow. Older ones were the newest of an earlier request.</summary>
internal static class NewestTurn
{
    /// <summary>Agents call a few tools at once; of more results than this only the last are read.</summary>
    private const int MostResults = 256;

    /// <summary>The newest results with the calls that they answer, in the results' order. A result whose call is not to be found is left out.</summary>
    /// <param name="conversation">The conversation.</param>
    public static IReadOnlyList<ToolOutcome> Of(Conversation conversation)
    {
        var shape = conversation.Shape;
        var results = new List<ToolResult>();
        var index = conversation.Count - 1;
        JsonElement item = default;
        for (; index >= 0 && !shape.IsModels(item = conversation[index]); index--)
        {
            if (results.Count < MostResults)
            {
                results.AddRange(shape.ResultsIn(item).Reverse().Take(MostResults - results.Count));
            }
        }

        if (results.Count == 0)
        {
            return [];
        }

        results.Reverse();
        var calls = new List<(int Item, ToolCall Call)>();
        for (; index >= 0 && shape.IsModels(item = conversation[index]); index--)
        {
            var at = index;
            calls.AddRange(shape.CallsIn(item).Reverse().Select(call => (at, call)));
        }

        calls.Reverse();
        var outcomes = new List<ToolOutcome>();
        foreach (var result in results)
        {
            // Without an id a result answers the first call of its tool that no other result answers.
            var at = calls.FindIndex(call => string.IsNullOrEmpty(result.CallId) ? call.Call.Tool == result.Tool : call.Call.Id == result.CallId);
            if (at >= 0)
            {
                var (place, call) = calls[at];
                calls.RemoveAt(at);
                outcomes.Add(new(KeyOf(conversation, place, call, outcomes.Count), place, call, result));
            }
        }

        return outcomes;
    }

    private static string KeyOf(Conversation conversation, int place, ToolCall call, int ordinal) =>
        string.IsNullOrEmpty(call.Id) ? $"{conversation.HashUpTo(place)} {ordinal}" : call.Id;
}
