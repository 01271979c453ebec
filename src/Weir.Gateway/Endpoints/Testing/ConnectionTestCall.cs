using System.Collections.Frozen;
using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>The smallest call that shows that a model answers: one word and one token of an answer, or one embedding.</summary>
internal static class ConnectionTestCall
{
    private const string Word = "Hi";

    /// <summary>Makes the call.</summary>
    public static ProviderCall Of(DestinationTarget target)
    {
        var operation = OperationOf(target);
        return ProviderCall.Own(operation, BodyOf(operation, target.Destination.Model.Name), target);
    }

    /// <summary>The member that an answer of the operation has at its root, whatever else it has.</summary>
    public static string AnswerMemberOf(Operation operation) => operation switch
    {
        Operation.ChatCompletions => "choices",
        Operation.Embeddings => "data",
        Operation.EmbedContent => "embedding",
        Operation.Messages => "content",
        Operation.Converse => "output",
        _ => "candidates",
    };

    // Models are known by their names alone, and those that embed say so in theirs: text-embedding-3-small, nomic-embed-text, gemini-embedding-001.
    private static Operation OperationOf(DestinationTarget target)
    {
        var (provider, model) = (target.Provider, target.Destination.Model.Name);
        var embedding = !model.Contains("embed", StringComparison.OrdinalIgnoreCase) ? null
            : provider.Speaks(model, Operation.Embeddings) ? Operation.Embeddings
            : provider.Speaks(model, Operation.EmbedContent) ? Operation.EmbedContent
            : (Operation?)null;
        return embedding ?? RequestTranslation.TargetOf(provider, model, stream: false)!.Value;
    }

    private static ReadOnlyMemory<byte> BodyOf(Operation operation, string model) => operation switch
    {
        Operation.Embeddings => JsonSerializer.SerializeToUtf8Bytes(new { model, input = Word }),
        Operation.EmbedContent => JsonSerializer.SerializeToUtf8Bytes(new { content = new { parts = new[] { new { text = Word } } } }),
        _ => RequestTranslation.Write(
            new Prompt { FieldNames = FrozenDictionary<string, string>.Empty, Turns = [new Turn(Speaker.User, [new TextPart("messages", Word)])], MaxOutputTokens = 1 },
            operation,
            model,
            takesStreamOptions: false,
            expectedLength: 256),
    };
}
