using System.Buffers;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Providers;
using Weir.Gateway.Recording;
using Weir.Gateway.Translation.Chat;
using Weir.Gateway.Translation.Converse;
using Weir.Gateway.Translation.Gemini;
using Weir.Gateway.Translation.Messages;
using Weir.Gateway.Translation.Responses;

namespace Weir.Gateway.Translation;

/// <summary>
/// A request that a destination cannot take in its own dialect: read once, written in the dialect of each destination that is tried,
/// and the answer written in the client's.
/// </summary>
internal sealed class RequestTranslation : IDisposable
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    private readonly JsonDocument _body;
    private readonly Exchange _exchange;
    private readonly ClientTools _clientTools = new();
    private readonly HashSet<string> _leftInReading;

    private RequestTranslation(JsonDocument body, Exchange exchange)
    {
        _body = body;
        _exchange = exchange;
        switch (exchange.BodyOperation ?? exchange.Route.Operation)
        {
            case Operation.ChatCompletions:
                Prompt = ChatPromptReader.Read(body.RootElement, _clientTools);
                break;
            case Operation.Responses:
                var reader = new ResponsesPromptReader(exchange.Route.LeavesOutHostedTools || exchange.Route.TakesResponsesBodies);
                Prompt = reader.Read(body.RootElement);
                _clientTools = reader.ClientTools;
                break;
            case Operation.Messages:
                Prompt = MessagesPromptReader.Read(body.RootElement);
                break;
            default:
                Prompt = GeminiPromptReader.Read(body.RootElement, exchange.Route.Operation == Operation.StreamGenerateContent);
                break;
        }

        Prompt.RefuseGiven(Prompt.Tools.Count == 0 && Prompt.ToolChoice?.Kind is ToolChoiceKind.Any or ToolChoiceKind.Named, nameof(Prompt.ToolChoice), "asks for a call of a tool, and no tools are given.");
        _leftInReading = new HashSet<string>(Prompt.NotCarried, StringComparer.Ordinal);
    }

    public Prompt Prompt { get; }

    /// <summary>Whether a destination can take a request: in its own dialect, or translated.</summary>
    public static bool IsReachable(Operation operation, Provider provider, string model) =>
        provider.Speaks(model, operation) || (IsTranslatable(operation) && TargetOf(provider, model, stream: false) is not null);

    private static bool IsTranslatable(Operation operation) => operation is Operation.ChatCompletions or Operation.Responses or Operation.Messages or Operation.GenerateContent or Operation.StreamGenerateContent;

    /// <summary>What to ask of a destination that speaks some of the dialects; NULL when it speaks none that a request can be written in.</summary>
    public static Operation? TargetOf(Provider provider, string model, bool stream) =>
        provider.Speaks(model, Operation.ChatCompletions) ? Operation.ChatCompletions
        : provider.Speaks(model, Operation.Messages) ? Operation.Messages
        : provider.Speaks(model, Operation.GenerateContent) ? (stream ? Operation.StreamGenerateContent : Operation.GenerateContent)
        : provider.Speaks(model, Operation.Converse) ? (stream ? Operation.ConverseStream : Operation.Converse)
        : null;

    /// <summary>Reads a request.</summary>
    /// <exception cref="UntranslatableException">It says what no other dialect can.</exception>
    public static RequestTranslation Read(Exchange exchange)
    {
        var body = JsonDocument.Parse(exchange.Body!.Bytes, Reading);
        try
        {
            return new RequestTranslation(body, exchange);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The request's body in the dialect of an operation.</summary>
    /// <param name="target">The operation.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="takesStreamOptions">Whether an OpenAI-like server understands <c>stream_options</c>.</param>
    /// <exception cref="UntranslatableException">The dialect has no words for something.</exception>
    public ReadOnlyMemory<byte> Write(Operation target, string model, bool takesStreamOptions)
    {
        // What a destination before this one could not take is no matter of this one.
        Prompt.NotCarried.IntersectWith(_leftInReading);
        return Write(Prompt, target, model, takesStreamOptions, _exchange.Body!.Bytes.Length + 1024);
    }

    /// <summary>A prompt in the dialect of an operation.</summary>
    /// <param name="prompt">What is asked.</param>
    /// <param name="target">The operation.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="takesStreamOptions">Whether an OpenAI-like server understands <c>stream_options</c>.</param>
    /// <param name="expectedLength">About how long it gets, in bytes.</param>
    /// <exception cref="UntranslatableException">The dialect has no words for something.</exception>
    public static ReadOnlyMemory<byte> Write(Prompt prompt, Operation target, string model, bool takesStreamOptions, int expectedLength)
    {
        var buffer = new ArrayBufferWriter<byte>(expectedLength);
        using (var json = AnswerWriter.JsonTo(buffer))
        {
            switch (target)
            {
                case Operation.ChatCompletions:
                    ChatPromptWriter.Write(prompt, model, takesStreamOptions, json);
                    break;
                case Operation.Messages:
                    MessagesPromptWriter.Write(prompt, model, json);
                    break;
                case Operation.Converse or Operation.ConverseStream:
                    ConversePromptWriter.Write(prompt, model, json);
                    break;
                default:
                    GeminiPromptWriter.Write(prompt, model, json);
                    break;
            }
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads the answer of one attempt.</summary>
    public static AnswerReader NewReader(Operation target, string model) => target switch
    {
        Operation.ChatCompletions => new ChatAnswerReader(),
        Operation.Messages => new MessagesAnswerReader(),
        Operation.Converse or Operation.ConverseStream => new ConverseAnswerReader(model),
        _ => new GeminiAnswerReader(),
    };

    /// <summary>Writes the answer of one attempt for the client.</summary>
    public AnswerWriter NewWriter()
    {
        var asked = _exchange.EndpointName!;
        var id = _exchange.RequestId.ToString("N");
        var created = new DateTimeOffset(_exchange.EventTime).ToUnixTimeSeconds();
        return _exchange.Route.Operation switch
        {
            Operation.ChatCompletions => new ChatAnswerWriter("chatcmpl-" + id, asked, created, Prompt.IncludeUsage, _clientTools),
            Operation.Responses => new ResponsesAnswerWriter(id, asked, created, _clientTools),
            Operation.Messages => new MessagesAnswerWriter("msg_" + id, asked),
            _ => new GeminiAnswerWriter(asked, asArray: !string.Equals(_exchange.Context.Request.Query["alt"], "sse", StringComparison.OrdinalIgnoreCase)),
        };
    }

    /// <summary>The dialect in which a destination answers an operation.</summary>
    public static Dialect DialectOf(Operation target) => target switch
    {
        Operation.ChatCompletions or Operation.Embeddings => OpenAIChat.Instance,
        Operation.Messages => AnthropicMessages.Instance,
        Operation.Converse or Operation.ConverseStream => BedrockConverse.Instance,
        _ => GeminiGenerateContent.Instance,
    };

    public void Dispose() => _body.Dispose();
}
