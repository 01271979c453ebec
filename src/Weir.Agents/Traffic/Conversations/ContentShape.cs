using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>The contents of Gemini's generateContent.</summary>
internal sealed class ContentShape : IItemShape
{
    public static readonly ContentShape Instance = new();

    public bool MayHaveResultsBetweenCalls => false;

    public bool IsModels(JsonElement item) => item.TextOf("role") == "model";

    public IEnumerable<ToolCall> CallsIn(JsonElement item)
    {
        foreach (var part in item.Member("parts").Elements())
        {
            var call = part.Member("functionCall");
            if (call.TextOf("name") is { } tool)
            {
                yield return new(call.TextOf("id"), tool, ToolInput.Of(call.Member("args")));
            }
        }
    }

    public IEnumerable<ToolResult> ResultsIn(JsonElement item)
    {
        foreach (var part in item.Member("parts").Elements())
        {
            if (part.Member("functionResponse") is { ValueKind: JsonValueKind.Object } answer)
            {
                var response = answer.Member("response");
                var error = response.Member("error");
                var failed = error.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
                yield return new(answer.TextOf("id"), answer.TextOf("name"), failed ? error.ContentText() : response.Member("output").ContentText(), failed);
            }
        }
    }
}
