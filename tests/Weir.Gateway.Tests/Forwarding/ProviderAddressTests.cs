using Shouldly;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;
using Xunit;

namespace Weir.Gateway.Tests.Forwarding;

public sealed class ProviderAddressTests
{
    [Theory]
    [InlineData("openai", "https://api.openai.com/v1", null, "ChatCompletions", "https://api.openai.com/v1/chat/completions")]
    [InlineData("openai", "https://api.openai.com/v1", null, "Responses", "https://api.openai.com/v1/responses")]
    [InlineData("azure-openai", "https://r.openai.azure.com", null, "ChatCompletions", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("azure-openai", "https://r.openai.azure.com/openai/v1", null, "Embeddings", "https://r.openai.azure.com/openai/v1/embeddings")]
    [InlineData("azure-openai", "https://r.openai.azure.com", "2024-10-21", "ChatCompletions", "https://r.openai.azure.com/openai/deployments/the%20model/chat/completions?api-version=2024-10-21")]
    [InlineData("azure-openai", "https://r.openai.azure.com", "2025-04-01-preview", "Responses", "https://r.openai.azure.com/openai/responses?api-version=2025-04-01-preview")]
    [InlineData("anthropic", "https://api.anthropic.com", null, "Messages", "https://api.anthropic.com/v1/messages")]
    [InlineData("anthropic", "https://api.anthropic.com", null, "CountMessageTokens", "https://api.anthropic.com/v1/messages/count_tokens")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com", null, "StreamGenerateContent", "https://generativelanguage.googleapis.com/v1beta/models/the%20model:streamGenerateContent")]
    public void Each_provider_is_reached_at_its_own_path(string provider, string baseUrl, string? apiVersion, string operation, string expected) =>
        ProviderRegistry.Get(provider).UrlOf(new ExternalModel { Provider = provider, Name = "the model", ApiVersion = apiVersion }, baseUrl, Enum.Parse<Operation>(operation), "v1beta").ShouldBe(expected);

    [Theory]
    [InlineData("openai", "Authorization", "Bearer secret")]
    [InlineData("azure-openai", "api-key", "secret")]
    [InlineData("anthropic", "x-api-key", "secret")]
    [InlineData("gemini", "x-goog-api-key", "secret")]
    public void Each_provider_is_shown_the_credential_in_its_own_way(string provider, string header, string value)
    {
        using var request = new HttpRequestMessage();
        ProviderRegistry.Get(provider).Authenticate(request.Headers, new ExternalModel { Provider = provider, Name = "m", ApiKey = "secret" });
        request.Headers.NonValidated[header].ToString().ShouldBe(value);
    }

    [Fact]
    public void A_credential_is_not_in_a_model_s_text() =>
        new ExternalModel { Provider = "openai", Name = "m", ApiKey = "secret" }.ToString().ShouldNotContain("secret");
}
