namespace Weir.Gateway.Forwarding;

/// <summary>How an answer ended.</summary>
/// <param name="StatusCode">The row's status.</param>
/// <param name="ErrorCode">What went wrong, or NULL.</param>
internal readonly record struct AnswerEnding(int StatusCode, string? ErrorCode)
{
    /// <summary>The client hung up (nginx's 499).</summary>
    public static AnswerEnding ClientClosed => new(499, Receiving.RefusalCodes.ClientClosed);

    /// <summary>The provider broke off after the answer's first bytes.</summary>
    public static AnswerEnding Interrupted => new(502, Receiving.RefusalCodes.StreamInterrupted);

    /// <summary>The provider fell silent within the answer.</summary>
    public static AnswerEnding Silent => new(504, Receiving.RefusalCodes.IdleTimeout);
}
