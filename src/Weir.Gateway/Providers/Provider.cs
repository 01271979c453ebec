using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Providers;

/// <summary>How one provider is reached: which operations it speaks, where they are, what its bodies are, and how it is shown the credential.</summary>
internal abstract class Provider
{
    /// <summary>When a streamed answer states its usage.</summary>
    public virtual StreamUsage StreamUsage => StreamUsage.OnRequest;

    /// <summary>The provider's own address, for destinations without a <c>base_url</c>; NULL when it has none.</summary>
    public abstract string? BaseUrlOf(ExternalModel model);

    /// <summary>Whether the provider answers the operation in its own dialect for that model.</summary>
    public abstract bool Speaks(string model, Operation operation);

    /// <summary>The address of a call, without the client's query.</summary>
    /// <param name="model">The destination's model.</param>
    /// <param name="baseUrl">Without a slash at its end.</param>
    /// <param name="call">The call.</param>
    public abstract string UrlOf(ExternalModel model, string baseUrl, ModelCall call);

    /// <summary>Whether the client's query goes on to the provider.</summary>
    public virtual bool TakesQuery(Operation operation) => true;

    /// <summary>What shows the provider the destination's credential. Asked once for each version of a destination.</summary>
    public abstract Credential CredentialOf(ExternalModel model, CredentialSources sources);

    /// <summary>
    /// Makes a body in the operation's dialect into the provider's own, where they differ by more than the model's name, and
    /// the headers with it: takes out what the provider would refuse, adds what its API requires and the client may have left out.
    /// </summary>
    /// <returns>The body to send; NULL when it goes on as it came, but for the model's name.</returns>
    public virtual byte[]? Adapt(HttpRequestHeaders headers, ReadOnlySpan<byte> body, ExternalModel model, ModelCall call) => null;

    /// <summary>Makes the provider's answer into one in the operation's dialect, where its framing differs.</summary>
    /// <exception cref="IOException">The answer broke off.</exception>
    public virtual ValueTask AdaptAsync(HttpResponseMessage answer, ModelCall call, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Whether the operation's body names the model, so that it must be rewritten.</summary>
    public virtual bool NamesModelInBody(Operation operation) =>
        operation is Operation.ChatCompletions or Operation.Completions or Operation.Responses or Operation.Embeddings or Operation.Messages or Operation.CountMessageTokens;

    protected static bool IsOpenAI(Operation operation) =>
        operation is Operation.ChatCompletions or Operation.Completions or Operation.Responses or Operation.Embeddings;

    /// <summary>The path of an operation of OpenAI's from the API's root on.</summary>
    protected static string OpenAIPath(ModelCall call) => call.Path ?? OpenAIPath(call.Operation);

    protected static bool IsAnthropic(Operation operation) => operation is Operation.Messages or Operation.CountMessageTokens;

    protected static bool IsGemini(Operation operation) =>
        operation is Operation.GenerateContent or Operation.StreamGenerateContent or Operation.EmbedContent or Operation.BatchEmbedContents or Operation.CountContentTokens;

    protected static string AnthropicPath(Operation operation) =>
        operation == Operation.CountMessageTokens ? "/v1/messages/count_tokens" : "/v1/messages";

    protected static string GeminiPath(string model, ModelCall call) => $"/{call.Version ?? "v1beta"}/models/{Uri.EscapeDataString(model)}:{GeminiVerb(call.Operation)}";

    protected static string GeminiVerb(Operation operation) => operation switch
    {
        Operation.GenerateContent => "generateContent",
        Operation.StreamGenerateContent => "streamGenerateContent",
        Operation.EmbedContent => "embedContent",
        Operation.BatchEmbedContents => "batchEmbedContents",
        _ => "countTokens",
    };

    private static string OpenAIPath(Operation operation) => operation switch
    {
        Operation.ChatCompletions => "/chat/completions",
        Operation.Completions => "/completions",
        Operation.Responses => "/responses",
        _ => "/embeddings",
    };
}

/// <summary>When a provider that speaks OpenAI's chat states the usage of a stream.</summary>
internal enum StreamUsage
{
    /// <summary>When <c>stream_options.include_usage</c> asks for it, as at OpenAI.</summary>
    OnRequest,

    /// <summary>Without being asked; asking may do harm and is left to the client.</summary>
    Always,

    /// <summary>Without being asked; <c>stream_options</c> is refused, so the client's own is taken out.</summary>
    AlwaysAndRefusesOptions,
}
