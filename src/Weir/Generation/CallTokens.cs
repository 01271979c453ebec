using Weir.Usage.Records;

namespace Weir.Generation;

/// <summary>The tokens of a call, as the provider of whichever model answers it would state them.</summary>
/// <param name="Input">What the client sends.</param>
/// <param name="Cached">The part of it that a provider may have in its cache.</param>
/// <param name="IsCacheMarked">Whether the client marks what is to be cached, as Anthropic's clients do.</param>
/// <param name="OutputFactor">How much longer the answer is than the model's median.</param>
/// <param name="IsEmbedding">Whether embeddings are asked for.</param>
internal readonly record struct CallTokens(int Input, int Cached, bool IsCacheMarked, double OutputFactor, bool IsEmbedding)
{
    public static CallTokens Of(in PlannedCall call, Requester requester, EndpointUse use, ref SeededRandom random)
    {
        if (use == EndpointUse.Embeddings)
        {
            return new CallTokens(Math.Clamp((int)random.NextLogNormal(420, 1.2), 3, 60_000), 0, IsCacheMarked: false, 0, IsEmbedding: true);
        }

        if (call.Session != 0)
        {
            return new CallTokens(call.Context, call.Cached, IsCacheMarked: true, random.NextLogNormal(0.55, 0.9), IsEmbedding: false);
        }

        var input = Math.Clamp((int)random.NextLogNormal(requester.IsPerson ? 700 : 1500, 1.1), 8, 180_000);
        var cached = input > 1100 && random.Chance(0.45) ? (int)(input * (0.3 + (0.5 * random.NextDouble()))) : 0;
        return new CallTokens(input, cached, IsCacheMarked: !requester.IsPerson && random.Chance(0.35), random.NextLogNormal(1, 0.8), IsEmbedding: false);
    }

    /// <summary>The tokens of a whole answer.</summary>
    public (TokenUsage Usage, UsageSource Source) Whole(ModelProfile model, ref SeededRandom random)
    {
        if (IsEmbedding)
        {
            // Gemini does not say what embeddings take.
            return model.Provider == "gemini" ? (default, UsageSource.None) : (new TokenUsage { InputTokens = Input, OutputTokens = 0 }, UsageSource.Provider);
        }

        var output = Math.Clamp((int)(model.OutputTokens * OutputFactor), 1, 32_000);
        var reasoning = Math.Min(output - 1, (int)(output * model.Reasoning * (0.4 + (0.9 * random.NextDouble()))));
        switch (model.Provider)
        {
            case "anthropic" or "bedrock":
                return (InputOfAnthropic(ref random) with { OutputTokens = output }, UsageSource.Provider);
            case "gemini":
                return (new TokenUsage { InputTokens = Input, OutputTokens = output, CacheReadInputTokens = Cached > 4000 && random.Chance(0.6) ? Cached * 4 / 5 : null, OutputReasoningTokens = reasoning }, UsageSource.Provider);
            case "openai" or "azure-openai":
                return (new TokenUsage { InputTokens = Input, OutputTokens = output, CacheReadInputTokens = Cached / 128 * 128, OutputReasoningTokens = reasoning }, UsageSource.Provider);
            case "vllm" when random.Chance(0.12):
                // The company's own server states nothing where the client did not ask for it; the gateway may estimate.
                return random.Chance(0.5) ? (default, UsageSource.None) : (new TokenUsage { InputTokens = Input, OutputTokens = output }, UsageSource.Estimated);
            default:
                return (new TokenUsage { InputTokens = Input, OutputTokens = output }, UsageSource.Provider);
        }
    }

    /// <summary>The tokens of an answer that was broken off: some providers state the input first, the others nothing before the end.</summary>
    public (TokenUsage Usage, UsageSource Source) Partial(ModelProfile model, ref SeededRandom random) => model.Provider switch
    {
        "anthropic" or "bedrock" => (InputOfAnthropic(ref random) with { OutputTokens = 1 }, UsageSource.ProviderPartial),
        "gemini" => (new TokenUsage { InputTokens = Input, OutputTokens = 1 + random.Below(200) }, UsageSource.ProviderPartial),
        _ => (default, UsageSource.None),
    };

    private TokenUsage InputOfAnthropic(ref SeededRandom random)
    {
        if (!IsCacheMarked)
        {
            return new TokenUsage { InputTokens = Input, CacheReadInputTokens = 0, CacheCreationInputTokens = 0 };
        }

        var created = Math.Max(0, Input - Cached - 3 - random.Below(60));
        return new TokenUsage { InputTokens = Input, CacheReadInputTokens = Cached, CacheCreationInputTokens = created, CacheCreation5mInputTokens = created, CacheCreation1hInputTokens = 0 };
    }
}
