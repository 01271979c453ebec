using System.Text.Json;

namespace Weir.Gateway.Translation.Messages;

/// <summary>How a Claude model is asked to think, in its own API and behind Bedrock's Converse.</summary>
/// <param name="BudgetTokens">The most tokens to think; NULL where the model decides itself.</param>
/// <param name="Effort">How much effort to ask for, which stands beside.</param>
internal sealed record ClaudeThinking(long? BudgetTokens, string? Effort)
{
    private const long LeastBudget = 1024;

    /// <summary>Whether a Claude model takes a piece of thinking back: it demands its own signature.</summary>
    public static bool Takes(ThinkingPart thinking) => thinking is { Signature.Length: > 0 } or { Redacted: not null };

    /// <summary>What to ask for; NULL for no thinking. A request for thinking that the API would refuse is noted.</summary>
    public static ClaudeThinking? Of(Prompt prompt, ClaudeModel known, long most)
    {
        if (prompt.Reasoning is not { IsOff: false } reasoning)
        {
            return null;
        }

        // The API refuses to think before a call that is forced, and, by a budget, in a turn whose earlier thinking is not shown to it again.
        var isRefused = prompt.ToolChoice?.Kind is ToolChoiceKind.Any or ToolChoiceKind.Named;
        if (!isRefused && known.ThinksAdaptively)
        {
            return new ClaudeThinking(null, reasoning.EffortOrBudget is "minimal" ? "low" : reasoning.EffortOrBudget);
        }

        // The budget is part of max_tokens and must leave room for an answer.
        var budget = Math.Min(reasoning.BudgetOrEffort ?? 0, most - LeastBudget);
        if (!isRefused && !LacksThinking(prompt.Turns) && known is { Thinks: true, ThinksAdaptively: false } && budget >= LeastBudget)
        {
            return new ClaudeThinking(budget, null);
        }

        prompt.NotCarried.Add(prompt.NameOf(nameof(Prompt.Reasoning)));
        return null;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, BudgetTokens is null ? "adaptive"u8 : "enabled"u8);
        if (BudgetTokens is { } budget)
        {
            json.WriteNumber("budget_tokens"u8, budget);
        }

        json.WriteEndObject();
    }

    private static bool LacksThinking(IReadOnlyList<Turn> turns)
    {
        for (var i = turns.Count - 1; i >= 0; i--)
        {
            var turn = turns[i];
            if (turn.Speaker == Speaker.Assistant)
            {
                if (turn.Parts.Any(part => part is ToolCallPart) && !turn.Parts.Any(part => part is ThinkingPart thinking && Takes(thinking)))
                {
                    return true;
                }
            }
            else if (turn.Speaker == Speaker.User && !turn.Parts.Any(part => part is ToolResultPart))
            {
                return false;
            }
        }

        return false;
    }
}
