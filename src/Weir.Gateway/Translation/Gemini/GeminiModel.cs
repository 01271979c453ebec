using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Gateway.Translation.Gemini;

/// <summary>How a Gemini model takes thinking, told by its name (ai.google.dev/gemini-api/docs/thinking); a name that is not known counts as the newest.</summary>
/// <param name="Thinks">Whether it thinks at all: one that does not refuses <c>thinkingConfig</c>.</param>
/// <param name="TakesBudget">Whether it takes a budget rather than a level.</param>
/// <param name="IsPro">Whether its thinking cannot be turned off.</param>
/// <param name="LeastBudget">The least budget above 0, in tokens.</param>
/// <param name="MostBudget">The greatest, in tokens.</param>
internal sealed partial record GeminiModel(bool Thinks, bool TakesBudget, bool IsPro, long LeastBudget, long MostBudget)
{
    /// <summary>The budget that comes nearest to no thinking, in tokens.</summary>
    public long OffBudget => IsPro ? LeastBudget : 0;

    /// <summary>The least level.</summary>
    public string LeastLevel => IsPro ? "low" : "minimal";

    public static GeminiModel Parse(string name)
    {
        var match = Name().Match(name);
        var version = match.Success ? double.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture) : 99;
        var isPro = name.Contains("-pro", StringComparison.Ordinal);
        var isLite = name.Contains("-lite", StringComparison.Ordinal);
        return new GeminiModel(version >= 2.5, version < 3, isPro, isPro ? 128 : isLite ? 512 : 1, isPro ? 32_768 : 24_576);
    }

    [GeneratedRegex("gemini-(?<version>[0-9]+([.][0-9]+)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
