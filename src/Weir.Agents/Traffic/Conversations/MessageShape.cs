using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>
/// Messages, of Anthropic's shape (blocks <c>tool_use</c> and <c>tool_result</c>) and of Chat Completions' (<c>tool_calls</c> and role <c>tool</c>). Both are read wherever they stand: Cursor mixes them.
/// </summary>
internal sealed class MessageShape : IItemShape
{
    public static readonly MessageShape Instance = new();

    public bool MayHaveResultsBetweenCalls => false;

    public bool IsModels(JsonElement item) => item.TextOf("role") == "assistant";

    public IEnumerable<ToolCall> CallsIn(JsonElement item)
    {
        foreach (var block in item.Member("content").Elements())
        {
            if (block.TextOf("type") == "tool_use" && block.TextOf("name") is { } tool)
            {
                yield return new(block.TextOf("id"), tool, ToolInput.Of(block.Member("input")));
            }
        }

        foreach (var call in item.Member("tool_calls").Elements())
        {
            // A custom tool's call is nested by OpenAI, and flat where Cursor sends it.
            var function = call.Member("function") is { ValueKind: JsonValueKind.Object } nested ? nested : call.Member("custom") is { ValueKind: JsonValueKind.Object } custom ? custom : call;
            if (function.TextOf("name") is { } tool)
            {
                yield return new(call.TextOf("id"), tool, ToolInput.Of(function.Member("arguments") is { ValueKind: not JsonValueKind.Undefined } arguments ? arguments : function.Member("input")));
            }
        }
    }

    public IEnumerable<ToolResult> ResultsIn(JsonElement item)
    {
        if (item.TextOf("role") == "tool")
        {
            yield return new(item.TextOf("tool_call_id"), item.TextOf("name"), item.Member("content").ContentText(), false);
            yield break;
        }

        foreach (var block in item.Member("content").Elements())
        {
            if (block.TextOf("type") == "tool_result")
            {
                yield return new(block.TextOf("tool_use_id"), null, block.Member("content").ContentText(), block.Member("is_error").ValueKind == JsonValueKind.True);
            }
        }
    }
}
