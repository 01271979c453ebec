namespace Weir.Generation;

/// <summary>How a model behaves.</summary>
/// <param name="Name">Its name at the provider.</param>
/// <param name="Provider">The provider.</param>
/// <param name="FirstByteMs">The median time to its first byte, in milliseconds.</param>
/// <param name="Spread">The deviation of that time's logarithm.</param>
/// <param name="TokensPerSecond">How fast it writes.</param>
/// <param name="OutputTokens">The median of what it writes, reasoning included.</param>
/// <param name="Reasoning">The part of its output that is reasoning; 0 for models that do not reason, or do not state it.</param>
internal sealed record ModelProfile(string Name, string Provider, double FirstByteMs, double Spread, double TokensPerSecond, double OutputTokens, double Reasoning)
{
    /// <summary>What the provider says it used.</summary>
    public string? ResponseName { get; init; } = Name;

    /// <summary>The service tier that the provider states; NULL where it states none.</summary>
    public string? ServiceTier => Provider is "openai" or "azure-openai" ? "default" : Provider == "anthropic" ? "standard" : null;

    /// <summary>The type of its destinations.</summary>
    public string DestinationType => Provider == "vllm" ? "DESTINATION_TYPE_CUSTOM_MODEL" : "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL";

    /// <summary>The models, by a name of their own. All have list prices but the one that the company hosts itself.</summary>
    public static IReadOnlyDictionary<string, ModelProfile> All { get; } = new Dictionary<string, ModelProfile>(StringComparer.Ordinal)
    {
        ["gpt-5"] = new("gpt-5", "openai", 1900, 0.55, 75, 620, 0.55) { ResponseName = "gpt-5-2025-08-07" },
        ["gpt-5-mini"] = new("gpt-5-mini", "openai", 780, 0.45, 120, 340, 0.35) { ResponseName = "gpt-5-mini-2025-08-07" },
        ["gpt-5.4-nano"] = new("gpt-5.4-nano", "openai", 330, 0.4, 190, 90, 0) { ResponseName = "gpt-5.4-nano-2026-03-17" },
        ["gpt-5.5"] = new("gpt-5.5", "openai", 2200, 0.6, 60, 780, 0.5) { ResponseName = "gpt-5.5-2026-04-23" },
        ["gpt-5.3-codex"] = new("gpt-5.3-codex", "openai", 1500, 0.5, 85, 420, 0.4),
        ["gpt-6-sol"] = new("gpt-6-sol", "openai", 1700, 0.5, 95, 450, 0.4),
        ["text-embedding-3-small"] = new("text-embedding-3-small", "openai", 95, 0.35, 0, 0, 0),
        ["text-embedding-3-large"] = new("text-embedding-3-large", "openai", 140, 0.35, 0, 0, 0),
        ["azure-gpt-5-mini"] = new("gpt-5-mini", "azure-openai", 900, 0.5, 110, 340, 0.35) { ResponseName = "gpt-5-mini-2025-08-07" },
        ["claude-sonnet-5"] = new("claude-sonnet-5", "anthropic", 1150, 0.5, 78, 430, 0),
        ["claude-opus-5-5"] = new("claude-opus-5-5", "anthropic", 1900, 0.55, 52, 620, 0),
        ["claude-haiku-4-5"] = new("claude-haiku-4-5", "anthropic", 560, 0.45, 160, 210, 0) { ResponseName = "claude-haiku-4-5-20251001" },
        ["bedrock-claude-sonnet-5"] = new("global.anthropic.claude-sonnet-5-v1:0", "bedrock", 1350, 0.55, 70, 430, 0) { ResponseName = null },
        ["gemini-3.1-pro-preview"] = new("gemini-3.1-pro-preview", "gemini", 2600, 0.6, 90, 900, 0.6),
        ["gemini-2.5-flash"] = new("gemini-2.5-flash", "gemini", 480, 0.45, 210, 380, 0.25),
        ["gemini-embedding-001"] = new("gemini-embedding-001", "gemini", 120, 0.35, 0, 0, 0) { ResponseName = null },
        ["mistral-large-latest"] = new("mistral-large-latest", "mistral", 700, 0.45, 65, 360, 0),
        ["acme-llama-3.3-70b"] = new("acme-llama-3.3-70b", "vllm", 420, 0.5, 45, 300, 0),
    };
}
