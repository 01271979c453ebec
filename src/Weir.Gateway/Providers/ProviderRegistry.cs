namespace Weir.Gateway.Providers;

/// <summary>The providers by the names of <see cref="Endpoints.Providers"/>.</summary>
internal static class ProviderRegistry
{
    private static readonly Dictionary<string, Provider> ByName = new(StringComparer.Ordinal)
    {
        [Endpoints.Providers.OpenAI] = new OpenAIProvider("https://api.openai.com/v1"),
        [Endpoints.Providers.OpenAICompatible] = new OpenAIProvider(null),
        [Endpoints.Providers.AzureOpenAI] = new AzureOpenAIProvider(),
        [Endpoints.Providers.Anthropic] = new AnthropicProvider(),
        [Endpoints.Providers.Gemini] = new GeminiProvider(),
        [Endpoints.Providers.Sandbox] = new SandboxProvider(),
    };

    /// <summary>The provider of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; endpoints are checked when they are made, so this is a defect.</exception>
    public static Provider Get(string name) => ByName[name];
}
