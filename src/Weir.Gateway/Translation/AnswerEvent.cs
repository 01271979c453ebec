namespace Weir.Gateway.Translation;

/// <summary>A piece of a model's answer, in no dialect. A whole answer is the same events at once.</summary>
internal abstract record AnswerEvent
{
    /// <summary>The answer begins; comes first and once.</summary>
    public sealed record Started(string? Id, string? Model) : AnswerEvent;

    public sealed record Text(string Delta) : AnswerEvent;

    public sealed record Thinking(string Delta) : AnswerEvent;

    /// <summary>The provider's signature of the thinking before.</summary>
    public sealed record ThinkingSigned(string Signature) : AnswerEvent;

    public sealed record ThinkingRedacted(string Data) : AnswerEvent;

    /// <summary>A tool call begins; <paramref name="Index"/> counts the answer's tool calls from 0.</summary>
    public sealed record ToolCallStarted(int Index, string Id, string Name, string? ThoughtSignature = null) : AnswerEvent;

    /// <summary>A piece of the arguments' JSON text.</summary>
    public sealed record ToolCallArguments(int Index, string Delta) : AnswerEvent;

    public sealed record Finished(FinishReason Reason, string? StopSequence = null) : AnswerEvent;

    /// <summary>The answer is whole and its usage final; comes last and once.</summary>
    public sealed record Ended : AnswerEvent;

    /// <summary>The provider failed within its answer.</summary>
    public sealed record Failed(string Code, string Message) : AnswerEvent;
}

/// <summary>Why a model stopped.</summary>
internal enum FinishReason
{
    Stop,
    StopSequence,
    Length,
    ToolCalls,

    /// <summary>A filter of the provider cut the answer.</summary>
    ContentFilter,

    /// <summary>The model would not answer, and its words say so.</summary>
    Refusal,
}
