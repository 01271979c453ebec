using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers.Amazon;

/// <summary>
/// Amazon Bedrock's runtime: Converse for every model, and Anthropic's own messages for Anthropic models. Requests are signed, unless
/// the destination has a Bedrock API key. Answers stream in Amazon's binary framing, which is made into an event stream.
/// </summary>
internal sealed class BedrockProvider : Provider
{
    private const string HostPrefix = "bedrock-runtime.";
    private static readonly byte[] AnthropicVersion = RootMembers.Text("anthropic_version", "bedrock-2023-05-31");

    public override string? BaseUrlOf(ExternalModel model) =>
        $"https://{HostPrefix}{model.Region}.{(model.Region?.StartsWith("cn-", StringComparison.Ordinal) == true ? "amazonaws.com.cn" : "amazonaws.com")}";

    public override bool Speaks(string model, Operation operation) =>
        operation is Operation.Converse or Operation.ConverseStream || (operation == Operation.Messages && IsAnthropicModel(model));

    public override string UrlOf(ExternalModel model, string baseUrl, ModelCall call) => $"{baseUrl}/model/{Uri.EscapeDataString(model.Name)}/" + call.Operation switch
    {
        Operation.Converse => "converse",
        Operation.ConverseStream => "converse-stream",
        _ => call.Stream ? "invoke-with-response-stream" : "invoke",
    };

    public override bool TakesQuery(Operation operation) => false;

    public override Credential CredentialOf(ExternalModel model, CredentialSources sources) =>
        model.ApiKey is not null ? HeaderCredential.Bearer(model.ApiKey) : new AwsCredential(model, RegionOf(model.Region, model.BaseUrl)!, "bedrock", sources.Time);

    public override byte[]? Adapt(HttpRequestHeaders headers, ReadOnlySpan<byte> body, ExternalModel model, ModelCall call)
    {
        var betas = headers.TryGetValues("anthropic-beta", out var values)
            ? values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList()
            : [];
        headers.Remove("anthropic-beta");
        headers.Remove("anthropic-version");

        // Here it would name the type of the model's own answer, of which the streamed framing is no part.
        headers.Remove("Accept");
        if (call.Operation != Operation.Messages)
        {
            return null;
        }

        return betas.Count == 0 || RootMembers.Has(body, "anthropic_beta")
            ? RootMembers.Copy(body, ["model", "stream", "anthropic_version"], [AnthropicVersion])
            : RootMembers.Copy(body, ["model", "stream", "anthropic_version"], [AnthropicVersion, RootMembers.Texts("anthropic_beta", betas)]);
    }

    public override ValueTask AdaptAsync(HttpResponseMessage answer, ModelCall call, CancellationToken cancellationToken) =>
        answer.Content.Headers.ContentType?.MediaType == AmazonEventStream.MediaType ? AmazonEventStream.ReplaceAsync(answer, cancellationToken)
        : call.Operation == Operation.Messages && (int)answer.StatusCode >= 400 ? BedrockErrors.ReplaceAsync(answer, cancellationToken)
        : ValueTask.CompletedTask;

    /// <summary>The region that is stated, or that a base URL of Bedrock's own names; NULL when neither says.</summary>
    public static string? RegionOf(string? region, string? baseUrl)
    {
        if (region is not null || baseUrl is null)
        {
            return region;
        }

        // bedrock-runtime.{region}.amazonaws.com, bedrock-runtime-fips.{region}..., vpce-1-2.bedrock-runtime.{region}.vpce.amazonaws.com
        var labels = new Uri(baseUrl).Host.Split('.');
        var service = Array.FindIndex(labels, label => label is "bedrock-runtime" or "bedrock-runtime-fips");
        return service >= 0 && service + 2 < labels.Length && labels.Contains("amazonaws") ? labels[service + 1] : null;
    }

    // anthropic.claude-..., us.anthropic.claude-..., arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-...; what an
    // application's profile holds cannot be told from its name, so it speaks Converse.
    private static bool IsAnthropicModel(string model)
    {
        var at = model.IndexOf("anthropic.", StringComparison.Ordinal);
        return at == 0 || (at > 0 && model[at - 1] is '.' or '/');
    }
}
