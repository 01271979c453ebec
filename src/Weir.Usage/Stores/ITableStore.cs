using Weir.Usage.Journal;

namespace Weir.Usage.Stores;

/// <summary>
/// Where records become rows. A store remembers, in the same transaction as the rows, up to which position of each
/// replica's journal it has taken them: whatever crashes, each record is in the table once.
/// </summary>
public interface ITableStore
{
    /// <summary>A name for logs and metrics, for example <c>duckdb</c>.</summary>
    string Name { get; }

    /// <summary>The position up to which this store has the journal of <paramref name="replica"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; ask again later.</exception>
    Task<JournalPosition> GetPositionAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Takes the records of <paramref name="slice"/>. Applying a slice again, or an older one, changes nothing.</summary>
    /// <returns>The store's position afterwards.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; ask again later.</exception>
    Task<JournalPosition> IngestAsync(JournalSlice slice, CancellationToken cancellationToken);

    /// <summary>Deletes payloads whose own time was over at <paramref name="now"/> (UTC), in the background of other work.</summary>
    /// <returns>The number of payloads deleted.</returns>
    Task<long> DeleteExpiredPayloadsAsync(DateTime now, CancellationToken cancellationToken);

    /// <summary>Deletes audit rows whose event time lies before <paramref name="cutoff"/> (UTC), in the background of other work.</summary>
    /// <returns>The number of rows deleted.</returns>
    Task<long> DeleteAuditBeforeAsync(DateTime cutoff, CancellationToken cancellationToken);

    /// <summary>Deletes what telemetry and tool calls told of the time before <paramref name="cutoff"/> (UTC), in the background of other work.</summary>
    /// <returns>The number of rows deleted.</returns>
    Task<long> DeleteTelemetryBeforeAsync(DateTime cutoff, CancellationToken cancellationToken);

    /// <summary>Deletes rows whose event time lies before <paramref name="cutoff"/> (UTC), in the background of other work.</summary>
    /// <returns>The number of rows deleted.</returns>
    Task<long> DeleteBeforeAsync(DateTime cutoff, CancellationToken cancellationToken);
}

/// <summary>A run of whole lines of one segment file.</summary>
/// <param name="Replica">Whose stream it is: the name under which the store keeps its position.</param>
/// <param name="Segment">The segment's number.</param>
/// <param name="Path">The segment's file.</param>
/// <param name="From">The first byte.</param>
/// <param name="To">The byte after the last, a line's end that is journaled (synced, or written, by the setting).</param>
/// <param name="Stream">One of <see cref="JournalStreams"/>: which table the lines are of.</param>
public sealed record JournalSlice(string Replica, long Segment, string Path, long From, long To, string Stream = JournalStreams.Requests);

/// <summary>A table store cannot be reached now. Records wait in the journal.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
