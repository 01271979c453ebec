namespace Weir.Gateway.Metering;

/// <summary>Watches a streamed answer beside its way to the client, in chunks split anywhere, and never changes a byte.</summary>
internal interface IAnswerTap : IDisposable
{
    /// <summary>
    /// Scans a chunk up to the end of the first event whose bytes must not simply go on, or to the chunk's end.
    /// Reads the bytes before it returns and keeps no reference to them.
    /// </summary>
    TapStep Scan(ReadOnlySpan<byte> chunk);

    /// <summary>The body ended: a last event without its blank line counts.</summary>
    void Complete();
}

/// <summary>What a scan found.</summary>
/// <param name="Meaning">What the event means for its bytes; <see cref="Dialects.EventMeaning.Ordinary"/> when the whole chunk may go on.</param>
/// <param name="EventStart">Where the event starts in the chunk; negative when it started in an earlier one.</param>
/// <param name="Consumed">How much of the chunk has been scanned.</param>
/// <param name="LastEventEnd">Where the last whole event ends in what was scanned; negative when none does.</param>
internal readonly record struct TapStep(Dialects.EventMeaning Meaning, int EventStart, int Consumed, int LastEventEnd);
