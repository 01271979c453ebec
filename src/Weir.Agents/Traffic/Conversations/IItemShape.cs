using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>How a wire format writes the items of a conversation.</summary>
internal interface IItemShape
{
    /// <summary>Whether the result of one call of an answer may stand before the answer's next call. Else the calls of an answer stand together, and their results behind them.</summary>
    bool MayHaveResultsBetweenCalls { get; }

    /// <summary>Whether the model wrote the item.</summary>
    bool IsModels(JsonElement item);

    /// <summary>The tool calls in an item of the model's.</summary>
    IEnumerable<ToolCall> CallsIn(JsonElement item);

    /// <summary>The results of tool calls in another item.</summary>
    IEnumerable<ToolResult> ResultsIn(JsonElement item);
}

/// <summary>A tool call of the model's.</summary>
/// <param name="Id">The call's id; NULL where the format has none.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Input">What the tool was given.</param>
internal sealed record ToolCall(string? Id, string Tool, ToolInput Input);

/// <summary>A tool's result.</summary>
/// <param name="CallId">The call's id; NULL where the format has none.</param>
/// <param name="Tool">The tool's name, where the format repeats it.</param>
/// <param name="Text">What the tool answered.</param>
/// <param name="SaysError">Whether the format itself marks the result as an error.</param>
internal sealed record ToolResult(string? CallId, string? Tool, string Text, bool SaysError);
