namespace Weir.Gateway.Dialects;

/// <summary>What is asked of a model: by a route of the data plane, or, translated, of a provider alone.</summary>
internal enum Operation
{
    ChatCompletions,
    Completions,
    Responses,
    Embeddings,
    Messages,
    CountMessageTokens,
    GenerateContent,
    StreamGenerateContent,
    EmbedContent,
    BatchEmbedContents,
    CountContentTokens,

    /// <summary>OpenAI's images: made, edited, varied.</summary>
    Images,

    /// <summary>OpenAI's audio: speech, transcriptions, translations.</summary>
    Audio,

    /// <summary>OpenAI's stored files.</summary>
    Files,

    /// <summary>OpenAI's batches of calls.</summary>
    Batches,

    /// <summary>Amazon Bedrock's own call; asked of a destination, no route of ours.</summary>
    Converse,

    /// <summary>The same, streamed.</summary>
    ConverseStream,
}

internal static class Operations
{
    /// <summary>Whether a call is usage and so has a row; counting tokens is not.</summary>
    public static bool IsUsage(this Operation operation) =>
        operation is not (Operation.CountMessageTokens or Operation.CountContentTokens);

    /// <summary>Whether the answer has no output tokens by its nature, so that their count is 0 and not unknown.</summary>
    public static bool IsEmbedding(this Operation operation) =>
        operation is Operation.Embeddings or Operation.EmbedContent or Operation.BatchEmbedContents;

    /// <summary>Whether a streamed answer carries usage only when <c>stream_options.include_usage</c> asks for it.</summary>
    public static bool AsksForStreamUsage(this Operation operation) =>
        operation is Operation.ChatCompletions or Operation.Completions;

    /// <summary>Whether a call is passed on as it is to a path of the provider's, with no more known of it than its usage.</summary>
    public static bool IsPassThrough(this Operation operation) =>
        operation is Operation.Images or Operation.Audio or Operation.Files or Operation.Batches;

    /// <summary>Whether a call is about something that one provider keeps: no other destination could answer it.</summary>
    public static bool IsStored(this Operation operation) => operation is Operation.Files or Operation.Batches;

    /// <summary>The operation's name in the OpenTelemetry GenAI conventions (<c>gen_ai.operation.name</c>).</summary>
    public static string TelemetryName(this Operation operation) => operation switch
    {
        Operation.Completions => "text_completion",
        Operation.Embeddings or Operation.EmbedContent or Operation.BatchEmbedContents => "embeddings",
        Operation.GenerateContent or Operation.StreamGenerateContent => "generate_content",
        Operation.Images => "images",
        Operation.Audio => "audio",
        Operation.Files => "files",
        Operation.Batches => "batches",
        _ => "chat",
    };
}
