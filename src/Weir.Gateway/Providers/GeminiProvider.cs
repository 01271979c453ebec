using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers;

/// <summary>Google's Gemini API (base URL without a version, as its SDK takes it). The path names the model, so no body is rewritten.</summary>
internal sealed class GeminiProvider : Provider
{
    public override string? DefaultBaseUrl => "https://generativelanguage.googleapis.com";

    public override bool Speaks(Operation operation) => !IsOpenAI(operation) && !IsAnthropic(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, Operation operation, string? version) => baseUrl + GeminiPath(model.Name, operation, version);

    public override void Authenticate(HttpRequestHeaders headers, ExternalModel model)
    {
        if (model.ApiKey is { Length: > 0 } key)
        {
            headers.TryAddWithoutValidation("x-goog-api-key", key);
        }
    }
}
