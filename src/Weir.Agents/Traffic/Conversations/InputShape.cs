using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>The items of OpenAI's Responses.</summary>
internal sealed class InputShape : IItemShape
{
    public static readonly InputShape Instance = new();

    public bool MayHaveResultsBetweenCalls => true;

    public bool IsModels(JsonElement item) => item.TextOf("type") switch
    {
        "reasoning" => true,
        "message" or null => item.TextOf("role") == "assistant",
        { } type => type.EndsWith("_call", StringComparison.Ordinal),
    };

    public IEnumerable<ToolCall> CallsIn(JsonElement item)
    {
        switch (item.TextOf("type"))
        {
            case "function_call" when item.TextOf("name") is { } tool:
                yield return new(item.TextOf("call_id"), tool, ToolInput.Of(item.Member("arguments")));
                break;
            case "custom_tool_call" when item.TextOf("name") is { } tool:
                yield return new(item.TextOf("call_id"), tool, ToolInput.Of(item.Member("input")));
                break;
            case "local_shell_call":
                yield return new(item.TextOf("call_id"), "local_shell", ToolInput.Of(item.Member("action")));
                break;
        }
    }

    public IEnumerable<ToolResult> ResultsIn(JsonElement item)
    {
        if (item.TextOf("type") is { } type && type.EndsWith("_call_output", StringComparison.Ordinal))
        {
            var output = item.Member("output");
            yield return new(item.TextOf("call_id"), null, output.ContentText(), output.Member("success").ValueKind == JsonValueKind.False);
        }
    }
}
