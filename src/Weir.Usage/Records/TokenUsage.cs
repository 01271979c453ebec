namespace Weir.Usage.Records;

/// <summary>
/// The tokens of one attempt, in the meaning of the usage table: <see cref="InputTokens"/> includes cached and
/// cache-creation tokens, <see cref="OutputTokens"/> includes reasoning tokens, whatever the dialect's own meaning is.
/// NULL where the provider stated nothing. Every count is in tokens.
/// </summary>
public readonly record struct TokenUsage
{
    /// <summary>Input tokens, cached and cache-creation ones included.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens, reasoning ones included.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The part of the input read from the provider's prompt cache.</summary>
    public long? CacheReadInputTokens { get; init; }

    /// <summary>The part of the input written to the provider's prompt cache, of any life time.</summary>
    public long? CacheCreationInputTokens { get; init; }

    /// <summary>The part of <see cref="CacheCreationInputTokens"/> with a life time of five minutes (Anthropic).</summary>
    public long? CacheCreation5mInputTokens { get; init; }

    /// <summary>The part of <see cref="CacheCreationInputTokens"/> with a life time of one hour (Anthropic).</summary>
    public long? CacheCreation1hInputTokens { get; init; }

    /// <summary>The part of the output that is reasoning.</summary>
    public long? OutputReasoningTokens { get; init; }

    /// <summary>The part of the input that is audio.</summary>
    public long? InputAudioTokens { get; init; }

    /// <summary>The part of the output that is audio.</summary>
    public long? OutputAudioTokens { get; init; }

    /// <summary>The part of the input that is images.</summary>
    public long? InputImageTokens { get; init; }

    /// <summary>Input and output; NULL when either is unknown.</summary>
    public long? TotalTokens => InputTokens + OutputTokens;

    /// <summary>Whether the provider stated anything at all.</summary>
    public bool IsEmpty => InputTokens is null && OutputTokens is null;
}
