using Weir.Usage.Records;

namespace Weir.Gateway.Metering;

/// <summary>
/// What has been seen of one answer so far. Counts are in the dialect's own meaning until <see cref="ToUsage"/>;
/// a later statement replaces an earlier one and is never added to it, since providers state running totals.
/// </summary>
internal sealed class AnswerObservation
{
    public long? InputTokens { get; set; }

    public long? OutputTokens { get; set; }

    public long? CacheReadTokens { get; set; }

    public long? CacheCreationTokens { get; set; }

    public long? CacheCreation5mTokens { get; set; }

    public long? CacheCreation1hTokens { get; set; }

    public long? ReasoningTokens { get; set; }

    public long? InputAudioTokens { get; set; }

    public long? OutputAudioTokens { get; set; }

    public long? InputImageTokens { get; set; }

    /// <summary>Set by dialects whose input count leaves out cached and cache-creation tokens (Anthropic).</summary>
    public bool InputExcludesCache { get; set; }

    /// <summary>The counts seen are the provider's final ones.</summary>
    public bool IsUsageFinal { get; set; }

    /// <summary>The terminal event has been seen: whatever happens to the connection now, the answer is whole.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The model gave its reason to finish: a stream that ends after it, without a terminal event, is whole.</summary>
    public bool HasFinishReason { get; set; }

    /// <summary>An error that the provider reported inside the answer, as its own word.</summary>
    public string? ErrorCode { get; set; }

    public string? ResponseModel { get; set; }

    public string? ServiceTier { get; set; }

    /// <summary>The batch whose calls the counts are of, once it has ended; else NULL.</summary>
    public string? BatchId { get; set; }

    private bool IsEmpty => InputTokens is null && OutputTokens is null && CacheReadTokens is null && CacheCreationTokens is null;

    /// <summary>Where the counts come from.</summary>
    public UsageSource Source =>
        IsEmpty ? UsageSource.None : IsUsageFinal ? UsageSource.Provider : UsageSource.ProviderPartial;

    /// <summary>Drops the counts seen: they are not this answer's to state.</summary>
    public void ForgetUsage()
    {
        InputTokens = OutputTokens = CacheReadTokens = CacheCreationTokens = CacheCreation5mTokens = CacheCreation1hTokens = null;
        ReasoningTokens = InputAudioTokens = OutputAudioTokens = InputImageTokens = null;
    }

    /// <summary>The counts in the meaning of the usage table.</summary>
    public TokenUsage ToUsage(bool isEmbedding)
    {
        if (IsEmpty)
        {
            return default;
        }

        return new TokenUsage
        {
            InputTokens = InputExcludesCache && InputTokens is { } rest ? rest + (CacheReadTokens ?? 0) + (CacheCreationTokens ?? 0) : InputTokens,
            OutputTokens = OutputTokens ?? (isEmbedding ? 0 : null),
            CacheReadInputTokens = CacheReadTokens,
            CacheCreationInputTokens = CacheCreationTokens,
            CacheCreation5mInputTokens = CacheCreation5mTokens,
            CacheCreation1hInputTokens = CacheCreation1hTokens,
            OutputReasoningTokens = ReasoningTokens,
            InputAudioTokens = InputAudioTokens,
            OutputAudioTokens = OutputAudioTokens,
            InputImageTokens = InputImageTokens,
        };
    }
}
