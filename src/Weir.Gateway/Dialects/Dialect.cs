using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>
/// A wire format of the model APIs: how its answers state usage and end, and how it words an error.
/// Dialects hold no state; what is seen of one answer is an <see cref="AnswerObservation"/>.
/// </summary>
internal abstract class Dialect
{
    /// <summary>The dialect's name in messages to people.</summary>
    public abstract string Name { get; }

    /// <summary>Reads a whole JSON answer.</summary>
    /// <param name="body">The answer's body, or its end when it was longer than the tap keeps.</param>
    /// <param name="truncated">Whether <paramref name="body"/> lacks its beginning.</param>
    /// <param name="observation">What is seen is added here.</param>
    public abstract void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation);

    /// <summary>Reads one event of a streamed answer.</summary>
    /// <param name="name">The event's name (<c>event:</c>), empty when it has none.</param>
    /// <param name="data">Its data, or the data's end when it was longer than the tap keeps.</param>
    /// <param name="truncated">Whether <paramref name="data"/> lacks its beginning.</param>
    /// <param name="observation">What is seen is added here.</param>
    /// <returns>What the event means for the bytes that carry it.</returns>
    public abstract EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation);

    /// <summary>Writes an error of the gateway's own in the dialect's shape.</summary>
    public abstract void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId);
}

/// <summary>What an event of a stream means for the bytes that carry it.</summary>
internal enum EventMeaning
{
    /// <summary>The bytes go on at once.</summary>
    Ordinary,

    /// <summary>The answer is whole with this event: its bytes wait for the journal.</summary>
    Terminal,

    /// <summary>The answer is whole with this event unless another follows: its bytes wait for the next read, then, at the end, for the journal.</summary>
    TerminalUnlessFollowed,

    /// <summary>The event states usage and nothing else: withheld from a client that did not ask for it.</summary>
    UsageOnly,
}
