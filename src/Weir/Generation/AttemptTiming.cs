using Weir.Usage.Records;

namespace Weir.Generation;

/// <summary>How long an attempt takes, in milliseconds.</summary>
/// <param name="FirstByte">Until its first byte; NULL when none came.</param>
/// <param name="Whole">Until its end.</param>
internal readonly record struct AttemptTiming(long? FirstByte, long Whole)
{
    private const long FirstTokenTimeout = 60_000;
    private const double Longest = 900_000;

    /// <summary>Draws it: log-normal by model, longer for longer prompts, with a slow tail; and slower while the provider has trouble.</summary>
    public static AttemptTiming Draw(ModelProfile model, in AttemptFate fate, in TokenUsage usage, int input, double outage, ref SeededRandom random)
    {
        switch (fate.Error)
        {
            case AttemptFate.CircuitOpen:
                return new AttemptTiming(null, 0);
            case AttemptFate.FirstByteTimeout:
                return new AttemptTiming(null, FirstTokenTimeout + random.Below(15));
            case AttemptFate.ConnectFailed:
                return new AttemptTiming(null, 20 + random.Below(5000));
        }

        var first = (random.NextLogNormal(model.FirstByteMs, model.Spread) + ((input - (usage.CacheReadInputTokens ?? 0)) * 0.012)) * (1 + (1.8 * outage));
        if (random.Chance(0.012))
        {
            first *= 3 + (9 * random.NextDouble());
        }

        first = Math.Min(first, fate.Status == 200 ? FirstTokenTimeout - 1 : Longest);
        if (fate.Progress < 0)
        {
            return new AttemptTiming(null, (long)(fate.IsHangUp ? first * random.NextDouble() : random.NextLogNormal(170, 0.5)));
        }

        var written = fate.Status == 200 ? usage.OutputTokens ?? (long)model.OutputTokens : (long)(model.OutputTokens * fate.Progress);
        var writing = model.TokensPerSecond == 0 ? 0 : written / model.TokensPerSecond * 1000 * random.NextLogNormal(1, 0.22);
        return new AttemptTiming((long)first, (long)Math.Min(first + writing, Longest));
    }
}
