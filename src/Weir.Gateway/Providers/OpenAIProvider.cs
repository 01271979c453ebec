using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>OpenAI (base URL with <c>/v1</c>, as its SDK takes it), and any server that speaks its API.</summary>
internal sealed class OpenAIProvider(OpenAIPreset preset) : Provider
{
    public override StreamUsage StreamUsage => preset.StreamUsage;

    public override string? BaseUrlOf(ExternalModel model) => preset.BaseUrl;

    public override bool Speaks(string model, Operation operation) => preset.Operations.Contains(operation);

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call) => preset.RootOf(baseUrl) + preset.Prefix + OpenAIPath(call);

    // A server on one's own machine often wants no key.
    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) =>
        model.ClientSecret is null ? HeaderCredential.Bearer(model.ApiKey) : new TokenCredential(ClientCredentialsGrant.OfDatabricks(preset.RootOf(model.BaseUrl!), model, sources), sources.Time);

    public override byte[]? Adapt(HttpRequestHeaders headers, ReadOnlySpan<byte> body, ExternalModel model, ModelCall call) =>
        StreamUsage == StreamUsage.AlwaysAndRefusesOptions && body.IndexOf("\"stream_options\""u8) >= 0
            ? RootMembers.Copy(body, ["stream_options", "model"], [RootMembers.Text("model", model.Name)])
            : null;
}
