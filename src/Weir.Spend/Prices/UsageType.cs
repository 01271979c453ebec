namespace Weir.Spend.Prices;

/// <summary>What providers have prices of, each apart from the others: a token is of exactly one of these.</summary>
public enum UsageType
{
    /// <summary>Input that is none of the others.</summary>
    Input,

    /// <summary>Input read from the provider's prompt cache.</summary>
    CacheRead,

    /// <summary>Input written to the provider's prompt cache, for the life time that it has by default (Anthropic: five minutes).</summary>
    CacheWrite,

    /// <summary>Input written to the provider's prompt cache for an hour.</summary>
    CacheWrite1h,

    /// <summary>Audio in the input.</summary>
    InputAudio,

    /// <summary>Images in the input.</summary>
    InputImage,

    /// <summary>Output that is none of the others.</summary>
    Output,

    /// <summary>Output that is reasoning.</summary>
    OutputReasoning,

    /// <summary>Audio in the output.</summary>
    OutputAudio,
}

/// <summary>The types in the words of tables and APIs.</summary>
public static class UsageTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<UsageType> All { get; } = Enum.GetValues<UsageType>();

    private static readonly string[] Words = ["input", "cache_read", "cache_write", "cache_write_1h", "input_audio", "input_image", "output", "output_reasoning", "output_audio"];

    /// <summary>The word, for example <c>cache_read</c>.</summary>
    public static string ToSql(this UsageType type) => Words[(int)type];

    /// <summary>The type of a word, or NULL.</summary>
    public static UsageType? Find(string word) => Array.IndexOf(Words, word) is >= 0 and var at ? (UsageType)at : null;

    /// <summary>
    /// Whose rate holds where a price list states none for this type: it then makes no difference between the two. NULL where there is no other.
    /// </summary>
    public static UsageType? Broader(this UsageType type) => type switch
    {
        UsageType.CacheWrite1h => UsageType.CacheWrite,
        UsageType.Input or UsageType.Output => null,
        UsageType.OutputReasoning or UsageType.OutputAudio => UsageType.Output,
        _ => UsageType.Input,
    };
}
