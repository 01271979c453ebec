using Weir.Spend.Prices;
using Weir.Usage.Records;

namespace Weir.Spend.Costing;

/// <summary>The tokens of a call, each counted once, by what they are priced as.</summary>
public readonly struct TokenCounts
{
    private readonly long[] _counts;

    private TokenCounts(long[] counts, bool isContradictory)
    {
        _counts = counts;
        IsContradictory = isContradictory;
    }

    /// <summary>Whether the provider stated parts that are larger than their whole; they were cut to it.</summary>
    public bool IsContradictory { get; }

    /// <summary>The tokens of a type.</summary>
    public long this[UsageType type] => _counts[(int)type];

    /// <summary>
    /// Takes a usage apart. Its input includes what was cached and its output what was reasoned, whatever the provider's dialect (<see cref="TokenUsage"/>), so the
    /// parts are taken off the whole: adding them to it is the classic wrong cost (LiteLLM #5443, #9812, #14849, Langfuse #12306).
    /// </summary>
    public static TokenCounts Of(in TokenUsage usage)
    {
        var counts = new long[UsageTypes.All.Count];
        var isContradictory = false;
        var input = Math.Max(0, usage.InputTokens ?? 0);
        var hour = Math.Max(0, usage.CacheCreation1hInputTokens ?? 0);
        var written = Math.Max(usage.CacheCreationInputTokens ?? 0, hour + Math.Max(0, usage.CacheCreation5mInputTokens ?? 0));
        Take(UsageType.CacheRead, usage.CacheReadInputTokens, ref input);
        Take(UsageType.CacheWrite1h, hour, ref input);
        Take(UsageType.CacheWrite, written - hour, ref input);
        Take(UsageType.InputAudio, usage.InputAudioTokens, ref input);
        Take(UsageType.InputImage, usage.InputImageTokens, ref input);
        counts[(int)UsageType.Input] = input;

        var output = Math.Max(0, usage.OutputTokens ?? 0);
        Take(UsageType.OutputReasoning, usage.OutputReasoningTokens, ref output);
        Take(UsageType.OutputAudio, usage.OutputAudioTokens, ref output);
        counts[(int)UsageType.Output] = output;
        return new TokenCounts(counts, isContradictory);

        void Take(UsageType type, long? stated, ref long whole)
        {
            var part = Math.Max(0, stated ?? 0);
            isContradictory |= part > whole;
            counts[(int)type] = Math.Min(part, whole);
            whole -= counts[(int)type];
        }
    }
}
