using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>Google's Gemini API (base URL without a version, as its SDK takes it). The path names the model, so no body is rewritten.</summary>
internal sealed class GeminiProvider : Provider
{
    public override string? BaseUrlOf(ExternalModel model) => "https://generativelanguage.googleapis.com";

    public override bool Speaks(string model, Operation operation) => IsGemini(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call) => baseUrl + GeminiPath(model.Name, call);

    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) => HeaderCredential.Of("x-goog-api-key", model.ApiKey);
}
