using System.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers;

/// <summary>How one provider is reached: which operations it speaks, where they are, and how it is shown the credential.</summary>
internal abstract class Provider
{
    /// <summary>The provider's own address, for destinations without a <c>base_url</c>; NULL when it has none.</summary>
    public abstract string? DefaultBaseUrl { get; }

    /// <summary>Whether the provider answers the operation in its own dialect.</summary>
    public abstract bool Speaks(Operation operation);

    /// <summary>The address of an operation, without the client's query.</summary>
    /// <param name="model">The destination's model.</param>
    /// <param name="baseUrl">Without a slash at its end.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="version">The version that the client named in its path, for APIs that have several.</param>
    public abstract string UrlOf(ExternalModel model, string baseUrl, Operation operation, string? version);

    /// <summary>Adds the credential, and headers that the API requires and the client may have left out.</summary>
    public abstract void Authenticate(HttpRequestHeaders headers, ExternalModel model);

    /// <summary>Whether the operation's body names the model, so that it must be rewritten.</summary>
    public virtual bool NamesModelInBody(Operation operation) =>
        operation is Operation.ChatCompletions or Operation.Completions or Operation.Responses or Operation.Embeddings or Operation.Messages or Operation.CountMessageTokens;

    protected static bool IsOpenAI(Operation operation) =>
        operation is Operation.ChatCompletions or Operation.Completions or Operation.Responses or Operation.Embeddings;

    protected static bool IsAnthropic(Operation operation) => operation is Operation.Messages or Operation.CountMessageTokens;

    protected static string OpenAIPath(Operation operation) => operation switch
    {
        Operation.ChatCompletions => "/chat/completions",
        Operation.Completions => "/completions",
        Operation.Responses => "/responses",
        _ => "/embeddings",
    };

    protected static string AnthropicPath(Operation operation) =>
        operation == Operation.CountMessageTokens ? "/v1/messages/count_tokens" : "/v1/messages";

    protected static string GeminiPath(string model, Operation operation, string? version) =>
        $"/{version ?? "v1beta"}/models/{Uri.EscapeDataString(model)}:" + operation switch
        {
            Operation.GenerateContent => "generateContent",
            Operation.StreamGenerateContent => "streamGenerateContent",
            Operation.EmbedContent => "embedContent",
            Operation.BatchEmbedContents => "batchEmbedContents",
            _ => "countTokens",
        };
}
