using System.Text.Json;
using Weir.Usage.Agents;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>The lines that one body brings, appended to the journal in batches so that a body of many small points does not fill the memory. Not thread-safe.</summary>
internal sealed class TelemetryLines(ITelemetryJournal journal, Guid requestId) : IDisposable
{
    private const long BatchBytes = 4 * 1024 * 1024;
    private const long AboutAnObservation = 512;

    private readonly HashSet<Guid> _observations = [];
    private TelemetryBatch _batch = new(requestId);
    private Utf8JsonWriter? _line;
    private long _bytes;

    /// <summary>Begins a line of a table.</summary>
    public Utf8JsonWriter Begin(string table) => _line = _batch.Begin(table);

    /// <summary>Ends the line; completes when there is room for more.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public ValueTask EndAsync()
    {
        _bytes += _line!.BytesCommitted + _line.BytesPending;
        _batch.End();
        return _bytes < BatchBytes ? ValueTask.CompletedTask : new ValueTask(AppendAsync());
    }

    /// <summary>Adds observations; what the same body told before is left out.</summary>
    public void Add(IEnumerable<AgentObservation> observations)
    {
        foreach (var observation in observations)
        {
            if (_observations.Add(observation.Id))
            {
                _batch.Add(observation);
                _bytes += AboutAnObservation;
            }
        }
    }

    /// <summary>Appends what was not yet; completes when it is journaled.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task AppendAsync()
    {
        if (_batch.Count > 0)
        {
            var full = _batch;
            _batch = new TelemetryBatch(requestId);
            _bytes = 0;
            using (full)
            {
                await journal.AppendAsync(full);
            }
        }
    }

    public void Dispose() => _batch.Dispose();
}
