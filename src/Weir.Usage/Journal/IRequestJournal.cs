namespace Weir.Usage.Journal;

/// <summary>
/// The journal as the data plane sees it: an intent when a request is accepted, a record when it ends.
/// Both are JSON objects of one line in UTF-8, from <c>{</c> to <c>}</c>; the journal adds the checksum and the line's end.
/// </summary>
public interface IRequestJournal
{
    /// <summary>
    /// Writes an intent (<c>write()</c>, not synced) before the first attempt is sent. It survives the death of the process.
    /// </summary>
    /// <param name="intent">The intent's JSON object.</param>
    /// <returns>What <see cref="AppendAsync"/> or nothing but the next start closes.</returns>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    IntentTicket WriteIntent(ReadOnlySpan<byte> intent);

    /// <summary>
    /// Appends a record. Completes when it is as durable as the setting asks: synced to disk (default), or written.
    /// The bytes are copied before the method returns its task, so the caller's buffer is free again.
    /// </summary>
    /// <param name="record">The record's JSON object.</param>
    /// <param name="intent">The request's intent, or <see cref="IntentTicket.None"/>.</param>
    /// <returns>Where the record ends: a store whose position is there, or further on, has it.</returns>
    /// <exception cref="IOException">The disk is full or broken: the record is not durable.</exception>
    ValueTask<JournalPosition> AppendAsync(ReadOnlySpan<byte> record, IntentTicket intent);
}

/// <summary>Names a written intent, so that its record can close it.</summary>
/// <param name="Segment">The intent segment that holds it; 0 for none.</param>
public readonly record struct IntentTicket(long Segment)
{
    /// <summary>There is no intent: the request ended before any attempt.</summary>
    public static IntentTicket None => default;
}
