namespace Weir.Agents.Traffic.Conversations;

/// <summary>A tool call and its result.</summary>
/// <param name="Key">What names the call within its session: its id, or, where it has none, the conversation up to it.</param>
/// <param name="Item">The item of the conversation that has the call.</param>
/// <param name="Call">The call.</param>
/// <param name="ResultItem">The item of the conversation that has the result.</param>
/// <param name="Result">Its result.</param>
internal sealed record ToolOutcome(string Key, int Item, ToolCall Call, int ResultItem, ToolResult Result);
