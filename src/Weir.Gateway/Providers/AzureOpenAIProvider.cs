using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>
/// Azure OpenAI: by its v1 API (<c>/openai/v1/...</c>, the model in the body), or, when the destination states an
/// <c>api_version</c>, by deployment (<c>/openai/deployments/{model}/...?api-version=</c>). The base URL is the resource's endpoint.
/// The credential is a key, or a token of Entra ID.
/// </summary>
internal sealed class AzureOpenAIProvider : Provider
{
    public override string? BaseUrlOf(ExternalModel model) => null;

    public override bool Speaks(string model, Operation operation) => IsOpenAI(operation) || operation.IsPassThrough();

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call)
    {
        if (model.ApiVersion is not { Length: > 0 } apiVersion)
        {
            var root = baseUrl.EndsWith("/openai/v1", StringComparison.OrdinalIgnoreCase) ? baseUrl : baseUrl + "/openai/v1";
            return root + OpenAIPath(call);
        }

        // Responses have no deployment in their path, since the body's model names it; files and batches belong to the resource.
        var isOfResource = call.Operation == Operation.Responses || call.Operation.IsStored();
        var path = isOfResource ? "/openai" + OpenAIPath(call) : $"/openai/deployments/{Uri.EscapeDataString(model.Name)}{OpenAIPath(call)}";
        return $"{baseUrl}{path}?api-version={Uri.EscapeDataString(apiVersion)}";
    }

    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) =>
        model.ApiKey is not null || (model.ClientSecret is null && model.Auth != Authentications.Entra)
            ? HeaderCredential.Of("api-key", model.ApiKey)
            : new TokenCredential(EntraTokens.Of(model, sources), sources.Time);
}
