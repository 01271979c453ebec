using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>
/// Google Vertex AI: Gemini models in Gemini's dialect, Claude models (by their name) in Anthropic's. Embeddings have another shape
/// there and are not offered. The base URL is without a version.
/// </summary>
internal sealed class VertexProvider : Provider
{
    private static readonly byte[] AnthropicVersion = RootMembers.Text("anthropic_version", "vertex-2023-10-16");

    public override string? BaseUrlOf(ExternalModel model) => model.Location switch
    {
        "global" => "https://aiplatform.googleapis.com",
        "us" or "eu" => $"https://aiplatform.{model.Location}.rep.googleapis.com",
        _ => $"https://{model.Location}-aiplatform.googleapis.com",
    };

    public override bool Speaks(string model, Operation operation) => IsClaude(model)
        ? IsAnthropic(operation)
        : operation is Operation.GenerateContent or Operation.StreamGenerateContent or Operation.CountContentTokens;

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call)
    {
        var place = $"projects/{Uri.EscapeDataString(model.Project!)}/locations/{Uri.EscapeDataString(model.Location!)}/publishers";
        return call.Operation switch
        {
            Operation.CountMessageTokens => $"{baseUrl}/v1/{place}/anthropic/models/count-tokens:rawPredict",
            Operation.Messages => $"{baseUrl}/v1/{place}/anthropic/models/{NameInPath(model)}:{(call.Stream ? "streamRawPredict" : "rawPredict")}",
            _ => $"{baseUrl}/{(call.Version == "v1" ? "v1" : "v1beta1")}/{place}/google/models/{NameInPath(model)}:{GeminiVerb(call.Operation)}",
        };
    }

    // Anthropic's clients say ?beta=true, which Vertex does not know.
    public override bool TakesQuery(Operation operation) => !IsAnthropic(operation);

    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) =>
        model.ApiKey is not null ? HeaderCredential.Bearer(model.ApiKey) : new TokenCredential(GoogleTokens.Of(model, sources), sources.Time);

    public override byte[]? Adapt(HttpRequestHeaders headers, ReadOnlySpan<byte> body, ExternalModel model, ModelCall call)
    {
        if (!IsAnthropic(call.Operation))
        {
            return null;
        }

        headers.Remove("anthropic-version");

        // Counting has one address for all models, so there the body still names the model.
        return call.Operation == Operation.CountMessageTokens
            ? RootMembers.Copy(body, ["model", "anthropic_version"], [AnthropicVersion, RootMembers.Text("model", model.Name)])
            : RootMembers.Copy(body, ["model", "anthropic_version"], [AnthropicVersion]);
    }

    private static bool IsClaude(string model) => model.StartsWith("claude-", StringComparison.Ordinal);

    // Versions stand behind an @, which needs no escape in a path and which Google's own clients do not escape.
    private static string NameInPath(ExternalModel model) => Uri.EscapeDataString(model.Name).Replace("%40", "@", StringComparison.Ordinal);
}
