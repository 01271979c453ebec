using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>Anthropic (base URL without a version, as its SDK takes it).</summary>
internal sealed class AnthropicProvider : Provider
{
    private const string OldestVersion = "2023-06-01";

    public override string? BaseUrlOf(ExternalModel model) => "https://api.anthropic.com";

    public override bool Speaks(string model, Operation operation) => IsAnthropic(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call) => baseUrl + AnthropicPath(call.Operation);

    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) => HeaderCredential.Of("x-api-key", model.ApiKey);

    public override byte[]? Adapt(HttpRequestHeaders headers, ReadOnlySpan<byte> body, ExternalModel model, ModelCall call)
    {
        if (!headers.NonValidated.Contains("anthropic-version"))
        {
            headers.TryAddWithoutValidation("anthropic-version", OldestVersion);
        }

        return null;
    }
}
