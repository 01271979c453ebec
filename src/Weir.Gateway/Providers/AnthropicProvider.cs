using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers;

/// <summary>Anthropic (base URL without a version, as its SDK takes it).</summary>
internal sealed class AnthropicProvider : Provider
{
    private const string OldestVersion = "2023-06-01";

    public override string? DefaultBaseUrl => "https://api.anthropic.com";

    public override bool Speaks(Operation operation) => IsAnthropic(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, Operation operation, string? version) => baseUrl + AnthropicPath(operation);

    public override void Authenticate(HttpRequestHeaders headers, ExternalModel model)
    {
        if (model.ApiKey is { Length: > 0 } key)
        {
            headers.TryAddWithoutValidation("x-api-key", key);
        }

        if (!headers.NonValidated.Contains("anthropic-version"))
        {
            headers.TryAddWithoutValidation("anthropic-version", OldestVersion);
        }
    }
}
