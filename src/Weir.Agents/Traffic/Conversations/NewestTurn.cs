using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>The results that no newer words of the model follow. Older ones were the newest of an earlier request.</summary>
internal static class NewestTurn
{
    /// <summary>Agents call a few tools at once; of more results than this only the last are read.</summary>
    private const int MostResults = 256;

    /// <summary>Where results stand between calls, this many are enough for what one answer of a model calls; more would be told again with each request.</summary>
    private const int MostBetween = 16;

    /// <summary>The newest results with the calls that they answer, in the results' order. A result whose call is not to be found is left out.</summary>
    /// <param name="conversation">The conversation.</param>
    public static IReadOnlyList<ToolOutcome> Of(Conversation conversation)
    {
        var shape = conversation.Shape;
        var results = new List<(int Item, ToolResult Result)>();
        var calls = new List<(int Item, ToolCall Call)>();
        var index = conversation.Count - 1;
        do
        {
            index = TakeResults(conversation, index, isNewest: calls.Count == 0, results);
            if (results.Count == 0)
            {
                return [];
            }
        }
        while (TakeCalls(conversation, ref index, calls) && shape.MayHaveResultsBetweenCalls && results.Count < MostBetween);

        results.Reverse();
        calls.Reverse();
        var outcomes = new List<ToolOutcome>();
        foreach (var (answer, result) in results)
        {
            // Without an id a result answers the first call of its tool that no other result answers.
            var at = calls.FindIndex(call => string.IsNullOrEmpty(result.CallId) ? call.Call.Tool == result.Tool : call.Call.Id == result.CallId);
            if (at >= 0)
            {
                var (place, call) = calls[at];
                calls.RemoveAt(at);
                outcomes.Add(new(KeyOf(conversation, place, call, outcomes.Count), place, call, answer, result));
            }
        }

        return outcomes;
    }

    /// <summary>Takes the results before an index, the last first. Of the newest ones, other items may stand between; before them, another item ends the turn.</summary>
    private static int TakeResults(Conversation conversation, int index, bool isNewest, List<(int Item, ToolResult Result)> results)
    {
        JsonElement item;
        for (; index >= 0 && !conversation.Shape.IsModels(item = conversation[index]); index--)
        {
            var at = index;
            var found = conversation.Shape.ResultsIn(item).Select(result => (at, result)).Reverse().ToList();
            if (found.Count == 0 && !isNewest)
            {
                return -1;
            }

            results.AddRange(found.Take(MostResults - results.Count));
        }

        return index;
    }

    /// <summary>
    /// Takes the calls before an index, the last first. Whether the turn may go on before them: where nothing but calls was taken. The model's thoughts and words come before its calls, so they are the border of its
    /// answer. A model that neither thinks nor speaks has none: calls of earlier answers are then told again, which their ids make the same.
    /// </summary>
    private static bool TakeCalls(Conversation conversation, ref int index, List<(int Item, ToolCall Call)> calls)
    {
        var onlyCalls = true;
        JsonElement item;
        for (; index >= 0 && conversation.Shape.IsModels(item = conversation[index]); index--)
        {
            var at = index;
            var found = conversation.Shape.CallsIn(item).Select(call => (at, call)).Reverse().ToList();
            onlyCalls &= found.Count > 0 && found.TrueForAll(call => !string.IsNullOrEmpty(call.call.Id));
            calls.AddRange(found);
        }

        return onlyCalls && index >= 0;
    }

    private static string KeyOf(Conversation conversation, int place, ToolCall call, int ordinal) =>
        string.IsNullOrEmpty(call.Id) ? $"{conversation.HashUpTo(place)} {ordinal}" : call.Id;
}
