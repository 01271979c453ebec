using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers;

/// <summary>OpenAI (base URL with <c>/v1</c>, as its SDK takes it), and any server that speaks its API.</summary>
/// <param name="defaultBaseUrl">OpenAI's own, or NULL for compatible servers.</param>
internal sealed class OpenAIProvider(string? defaultBaseUrl) : Provider
{
    public override string? DefaultBaseUrl => defaultBaseUrl;

    public override bool Speaks(Operation operation) => IsOpenAI(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, Operation operation, string? version) => baseUrl + OpenAIPath(operation);

    public override void Authenticate(HttpRequestHeaders headers, ExternalModel model)
    {
        // A compatible server on one's own machine often wants no key.
        if (model.ApiKey is { Length: > 0 } key)
        {
            headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }
    }
}
