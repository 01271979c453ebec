using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>The model inside the process: it speaks the dialect of every route at each vendor's own paths and needs no credential.</summary>
internal sealed class SandboxProvider : Provider
{
    public override string? BaseUrlOf(ExternalModel model) => "http://sandbox.invalid";

    public override bool Speaks(string model, Operation operation) => IsOpenAI(operation) || IsAnthropic(operation) || IsGemini(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call) =>
        IsOpenAI(call.Operation) ? baseUrl + "/v1" + OpenAIPath(call)
        : IsAnthropic(call.Operation) ? baseUrl + AnthropicPath(call.Operation)
        : baseUrl + GeminiPath(model.Name, call);

    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) => HeaderCredential.None;
}
