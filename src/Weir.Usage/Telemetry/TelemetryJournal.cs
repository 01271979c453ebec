using Weir.Usage.Journal;

namespace Weir.Usage.Telemetry;

/// <summary>The stream <c>telemetry</c> of the journal, with the durability of the requests'.</summary>
/// <param name="journal">The journal: its name in the stores, and the owner of the directory.</param>
/// <param name="options">The journal's settings.</param>
/// <param name="time">The clock.</param>
public sealed class TelemetryJournal(RequestJournal journal, JournalOptions options, TimeProvider time)
    : RowStream(journal, JournalStreams.Telemetry, options.Durability, options, time), ITelemetryJournal
{
    /// <inheritdoc/>
    public async Task AppendAsync(TelemetryBatch batch)
    {
        var appended = new Task<JournalPosition>[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            appended[i] = AppendLineAsync(batch.Line(i)).AsTask();
        }

        await Task.WhenAll(appended);
    }
}

/// <summary>Where telemetry is put down.</summary>
public interface ITelemetryJournal
{
    /// <summary>Appends the lines of a batch; completes when all of them are journaled. What is appended again is in the tables once.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    Task AppendAsync(TelemetryBatch batch);
}
