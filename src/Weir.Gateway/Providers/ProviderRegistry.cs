using System.Collections.Frozen;
using Weir.Gateway.Providers.Amazon;

namespace Weir.Gateway.Providers;

/// <summary>The providers by the names that destinations use.</summary>
internal static class ProviderRegistry
{
    private static readonly FrozenDictionary<string, Provider> ByName = OpenAIPreset.ByName
        .Select(preset => KeyValuePair.Create<string, Provider>(preset.Key, new OpenAIProvider(preset.Value)))
        .Append(new(Endpoints.Providers.AzureOpenAI, new AzureOpenAIProvider()))
        .Append(new(Endpoints.Providers.Anthropic, new AnthropicProvider()))
        .Append(new(Endpoints.Providers.Gemini, new GeminiProvider()))
        .Append(new(Endpoints.Providers.Vertex, new VertexProvider()))
        .Append(new(Endpoints.Providers.Bedrock, new BedrockProvider()))
        .Append(new(Endpoints.Providers.Sandbox, new SandboxProvider()))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is a provider of that name.</summary>
    public static bool Has(string name) => ByName.ContainsKey(name);

    /// <summary>The provider of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; endpoints are checked when they are made, so this is a defect.</exception>
    public static Provider Get(string name) => ByName[name];
}
