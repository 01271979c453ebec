namespace Weir.Gateway.Translation;

/// <summary>
/// A conversation for the dialects whose messages alternate between the user and the model: turns of one speaker are one message, a
/// message's tool results come first, and instructions have their one place before the conversation.
/// </summary>
internal static class Conversation
{
    /// <summary>The instructions, also those given in the midst of the conversation.</summary>
    public static List<string> InstructionsOf(Prompt prompt) =>
        [.. prompt.System.Concat(prompt.Turns.Where(turn => turn.Speaker == Speaker.System).SelectMany(turn => turn.Parts.OfType<TextPart>().Select(part => part.Text))).Where(text => text.Length > 0)];

    /// <summary>The messages; none of them is empty, which every such API refuses.</summary>
    /// <param name="prompt">The request.</param>
    /// <param name="takesThinking">Whether the target takes a piece of thinking back; what it does not take is noted.</param>
    public static List<(bool IsAssistant, List<Part> Parts)> MessagesOf(Prompt prompt, Func<ThinkingPart, bool> takesThinking)
    {
        var messages = new List<(bool IsAssistant, List<Part> Parts)>();
        foreach (var turn in prompt.Turns.Where(turn => turn.Speaker != Speaker.System))
        {
            var parts = turn.Parts.Where(part => IsSaid(prompt, part, takesThinking)).ToList();
            if (parts.Count == 0)
            {
                continue;
            }

            var isAssistant = turn.Speaker == Speaker.Assistant;
            if (messages is [.., var last] && last.IsAssistant == isAssistant)
            {
                last.Parts.AddRange(parts);
            }
            else
            {
                messages.Add((isAssistant, parts));
            }
        }

        return [.. messages.Select(message => (message.IsAssistant, ResultsFirst(message.Parts)))];
    }

    private static List<Part> ResultsFirst(List<Part> parts) => [.. parts.OfType<ToolResultPart>(), .. parts.Where(part => part is not ToolResultPart)];

    private static bool IsSaid(Prompt prompt, Part part, Func<ThinkingPart, bool> takesThinking)
    {
        if (part is ThinkingPart thinking && !takesThinking(thinking))
        {
            prompt.NotCarried.Add("thinking");
            return false;
        }

        return part is not TextPart { Text.Length: 0 };
    }
}
