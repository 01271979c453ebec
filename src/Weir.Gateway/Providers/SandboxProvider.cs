using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers;

/// <summary>The model inside the process: it speaks every dialect at each vendor's own paths and needs no credential.</summary>
internal sealed class SandboxProvider : Provider
{
    public override string? DefaultBaseUrl => "http://sandbox.invalid";

    public override bool Speaks(Operation operation) => true;

    public override string UrlOf(ExternalModel model, string baseUrl, Operation operation, string? version) =>
        IsOpenAI(operation) ? baseUrl + "/v1" + OpenAIPath(operation)
        : IsAnthropic(operation) ? baseUrl + AnthropicPath(operation)
        : baseUrl + GeminiPath(model.Name, operation, version);

    public override void Authenticate(HttpRequestHeaders headers, ExternalModel model)
    {
    }
}
