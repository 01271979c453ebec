using System.Collections.Frozen;

namespace Weir.Spend.Prices.Import;

/// <summary>The providers of Weir's that public lists call by the same name.</summary>
internal static class ListProviders
{
    private static readonly FrozenSet<string> Same =
        new[] { "openai", "anthropic", "gemini", "databricks", "mistral", "groq", "openrouter", "deepseek", "xai", "ollama", "vllm" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The provider, as Weir names it; NULL where it has no such provider.</summary>
    public static string? Find(string name) => Same.Contains(name) ? name : null;
}
