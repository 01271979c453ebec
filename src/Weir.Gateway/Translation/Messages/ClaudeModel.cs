using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Gateway.Translation.Messages;

/// <summary>What a Claude model takes, told by its name (docs.anthropic.com/en/docs/about-claude/models); a name that is not known counts as the newest.</summary>
/// <param name="DefaultMaxTokens">The most output asked for when the request sets no limit: this API demands one. In tokens.</param>
/// <param name="Thinks">Whether it has extended thinking.</param>
/// <param name="ThinksAdaptively">Whether it decides itself how much to think, by <c>effort</c>, rather than by a budget.</param>
/// <param name="TakesSampling">Whether it takes temperature, top_p and top_k.</param>
/// <param name="TakesTemperatureWithTopP">Whether it takes the two together.</param>
internal sealed partial record ClaudeModel(long DefaultMaxTokens, bool Thinks, bool ThinksAdaptively, bool TakesSampling, bool TakesTemperatureWithTopP)
{
    public static ClaudeModel Parse(string name)
    {
        var version = NewName().Match(name) is { Success: true } named ? VersionOf(named)
            : OldName().Match(name) is { Success: true } old ? VersionOf(old)
            : (Major: 99, Minor: 0);
        var model = version switch
        {
            ( < 3, _) or (3, < 5) => new ClaudeModel(4096, false, false, true, true),
            (3, < 7) => new ClaudeModel(8192, false, false, true, true),
            (3, _) or (4, < 1) => new ClaudeModel(32_000, true, false, true, true),
            (4, < 6) => new ClaudeModel(32_000, true, false, true, false),
            (4, < 7) => new ClaudeModel(32_000, true, true, true, false),
            _ => new ClaudeModel(32_000, true, true, false, false),
        };

        // Others speak this API too, and take what it once took.
        return name.Contains("claude", StringComparison.OrdinalIgnoreCase) ? model : model with { TakesSampling = true, TakesTemperatureWithTopP = true };
    }

    private static (int Major, int Minor) VersionOf(Match match) => (
        int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture),
        match.Groups["minor"].Success ? int.Parse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture) : 0);

    // claude-opus-4-5-20251101, us.anthropic.claude-sonnet-4-20250514-v1:0
    [GeneratedRegex("claude-[a-z]+-(?<major>[0-9]{1,2})(?:[.-](?<minor>[0-9]{1,2})(?![0-9]))?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NewName();

    // claude-3-7-sonnet-20250219
    [GeneratedRegex("claude-(?<major>[0-9]{1,2})(?:[.-](?<minor>[0-9]{1,2}))?-[a-z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OldName();
}
