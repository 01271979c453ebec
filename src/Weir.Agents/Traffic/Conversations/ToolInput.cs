using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>What a tool was given: a JSON object, or, for a custom tool, a text of its own grammar.</summary>
internal sealed class ToolInput
{
    private readonly JsonElement members;

    private ToolInput(string text, JsonElement members)
    {
        Text = text;
        this.members = members;
    }

    /// <summary>The text; of an object, its JSON.</summary>
    public string Text { get; }

    /// <summary>An input that is an object.</summary>
    public static ToolInput Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => new(string.Empty, default),
        JsonValueKind.String => OfText(element.GetString()!),
        _ => new(element.GetRawText(), element),
    };

    /// <summary>An input that came as text, as OpenAI's formats have it: an object's JSON, or free text.</summary>
    public static ToolInput OfText(string text)
    {
        if (text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            try
            {
                return new(text, JsonElement.Parse(text, Conversation.Depth));
            }
            catch (JsonException)
            {
                // Free text may begin with a brace, too.
            }
        }

        return new(text, default);
    }

    /// <summary>The member of the first of these names that is there; of kind Undefined where none is.</summary>
    public JsonElement Member(params ReadOnlySpan<string> names)
    {
        if (members.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in names)
            {
                if (members.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
                {
                    return member;
                }
            }
        }

        return default;
    }

    /// <summary>The text of the first of these members that is there; NULL where that is none, or no text.</summary>
    public string? TextOf(params ReadOnlySpan<string> names)
    {
        var member = Member(names);
        return member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }
}
