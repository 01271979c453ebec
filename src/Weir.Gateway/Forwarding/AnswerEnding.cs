namespace Weir.Gateway.Forwarding;

/// <summary>How an answer ended.</summary>
/// <param name="StatusCode">The row's status.</param>
/// <param name="ErrorCode">What went wrong, or NULL.</param>
/// <param name="EvenIfWhole">The ending stands though the provider's answer was whole: it was read on for nobody.</param>
internal readonly record struct AnswerEnding(int StatusCode, string? ErrorCode, bool EvenIfWhole = false)
{
    /// <summary>The client hung up, and the answer was read on to its end.</summary>
    public static AnswerEnding Drained => ClientClosed with { EvenIfWhole = true };

    /// <summary>The client hung up (nginx's 499).</summary>
    public static AnswerEnding ClientClosed => new(499, Receiving.RefusalCodes.ClientClosed);

    /// <summary>The provider broke off after the answer's first bytes.</summary>
    public static AnswerEnding Interrupted => new(502, Receiving.RefusalCodes.StreamInterrupted);

    /// <summary>The provider fell silent within the answer.</summary>
    public static AnswerEnding Silent => new(504, Receiving.RefusalCodes.IdleTimeout);
}
