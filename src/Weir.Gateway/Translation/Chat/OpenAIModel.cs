using System.Text.RegularExpressions;

namespace Weir.Gateway.Translation.Chat;

/// <summary>What a model of OpenAI's takes, told by its name (platform.openai.com/docs/models). The models of compatible servers are not known.</summary>
/// <param name="Reasons">Whether it thinks before it answers, NULL when that is not known: those of OpenAI that do not refuse <c>reasoning_effort</c>.</param>
internal sealed partial record OpenAIModel(bool? Reasons)
{
    /// <summary>OpenAI's reasoning models refuse <c>max_tokens</c>; most compatible servers know nothing else.</summary>
    public bool TakesMaxCompletionTokens => Reasons == true;

    public static OpenAIModel Parse(string name) => new(
        Reasoning().IsMatch(name) && !name.Contains("-chat", StringComparison.Ordinal) ? true
        : Plain().IsMatch(name) ? false
        : null);

    [GeneratedRegex("(^|[/-])(gpt-([5-9]|[1-9][0-9])(?![0-9])|o[1-9](?![a-z0-9]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reasoning();

    [GeneratedRegex("(^|[/-])(gpt-[34]|chatgpt-|gpt-[5-9][0-9.]*-chat)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();
}
