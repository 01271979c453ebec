using System.Diagnostics.Metrics;
using Weir.Usage.Stores;

namespace Weir.Usage.Journal;

/// <summary>What the journal shows of itself: read when somebody looks, so it costs a request nothing.</summary>
public sealed class JournalMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Weir.Journal";

    private readonly Meter _meter;

    /// <summary>Makes the instruments.</summary>
    public JournalMetrics(IMeterFactory meters, RequestJournal journal, JournalFeeder feeder, TimeProvider time)
    {
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge("weir.journal.pending", () => journal.PendingBytes, "By", "Bytes on their way to the disk.");
        _meter.CreateObservableGauge("weir.journal.lag", () => feeder.LagBytes, "By", "Bytes that the slowest table store does not have yet.");
        _meter.CreateObservableGauge("weir.journal.oldest_waiting", () => feeder.OldestWaitingTime is { } oldest ? Math.Max(0, (time.GetUtcNow().UtcDateTime - oldest).TotalSeconds) : 0, "s", "Age of the oldest record that the slowest table store does not have yet.");
        _meter.CreateObservableGauge("weir.journal.healthy", () => journal.Failure is null ? 1 : 0, "1", "1 while the journal can be written.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
