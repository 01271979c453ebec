using System.Text.Json;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>Keeps the lines that it is given; as the store does, an observation or a row that comes again is one.</summary>
internal sealed class CollectingJournal : ITelemetryJournal
{
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _lines = [];
    private int _underWay;

    /// <summary>Why appends fail; NULL where they do not.</summary>
    public IOException? Failure { get; set; }

    /// <summary>What appends wait for.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    /// <summary>The most appends that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>The most lines that came at once.</summary>
    public int LargestBatch { get; private set; }

    public int LinesTaken
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    public async Task AppendAsync(TelemetryBatch batch)
    {
        lock (_gate)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
            LargestBatch = Math.Max(LargestBatch, batch.Count);
        }

        await Held;
        lock (_gate)
        {
            _underWay--;
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var line = JsonElement.Parse(batch.Line(i));
            lock (_gate)
            {
                _lines.Add(line);
            }
        }
    }

    public IReadOnlyList<JsonElement> Rows(string table)
    {
        var id = table == TelemetryTable.Observations ? "observation_id" : "record_id";
        lock (_gate)
        {
            return [.. _lines.Where(line => line.GetProperty("line").GetString() == table).DistinctBy(line => line.GetProperty(id).GetGuid())];
        }
    }

    public IReadOnlyList<JsonElement> Observations(string kind) => [.. Rows(TelemetryTable.Observations).Where(line => line.Text("kind") == kind)];

    /// <summary>What the table of activity adds up to: counts, and of the totals of a series the last.</summary>
    public double Sum(string kind, string count, string? source = null) => Observations(kind)
        .Where(line => line.TryGetProperty(count, out _) && (source is null || line.Text("source") == source))
        .GroupBy(line => line.Text("series") ?? line.Text("observation_id"))
        .Sum(series => series.Max(line => line.GetProperty(count).GetDouble()));
}

internal static class LineExtensions
{
    public static string? Text(this JsonElement line, string member) => line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An attribute of a row, wherever its table has them.</summary>
    public static string? Attribute(this JsonElement row, string key) =>
        (row.TryGetProperty("attributes", out var attributes) ? attributes : row.GetProperty(row.GetProperty("metric_type").GetString()!).GetProperty("attributes")).Text(key);
}
