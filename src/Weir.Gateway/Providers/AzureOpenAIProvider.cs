using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers;

/// <summary>
/// Azure OpenAI: by its v1 API (<c>/openai/v1/...</c>, the model in the body), or, when the destination states an
/// <c>api_version</c>, by deployment (<c>/openai/deployments/{model}/...?api-version=</c>). The base URL is the resource's endpoint.
/// </summary>
internal sealed class AzureOpenAIProvider : Provider
{
    public override string? DefaultBaseUrl => null;

    public override bool Speaks(Operation operation) => IsOpenAI(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, Operation operation, string? version)
    {
        if (model.ApiVersion is not { Length: > 0 } apiVersion)
        {
            var root = baseUrl.EndsWith("/openai/v1", StringComparison.OrdinalIgnoreCase) ? baseUrl : baseUrl + "/openai/v1";
            return root + OpenAIPath(operation);
        }

        // Responses have no deployment in their path: the body's model names it.
        var path = operation == Operation.Responses ? "/openai/responses" : $"/openai/deployments/{Uri.EscapeDataString(model.Name)}{OpenAIPath(operation)}";
        return $"{baseUrl}{path}?api-version={Uri.EscapeDataString(apiVersion)}";
    }

    public override void Authenticate(HttpRequestHeaders headers, ExternalModel model)
    {
        if (model.ApiKey is { Length: > 0 } key)
        {
            headers.TryAddWithoutValidation("api-key", key);
        }
    }
}
