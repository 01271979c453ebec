using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Usage.Agents;

namespace Weir.Usage.Telemetry;

/// <summary>The lines that one request brings to the stream <c>telemetry</c>: JSON objects, of one table each. Not thread-safe.</summary>
public sealed class TelemetryBatch : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly List<int> _ends = [];
    private readonly Guid _requestId;
    private readonly Utf8JsonWriter _json;

    /// <summary>An empty batch.</summary>
    /// <param name="requestId">The request that brought it.</param>
    public TelemetryBatch(Guid requestId)
    {
        _requestId = requestId;
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    /// <summary>How many lines it has.</summary>
    public int Count => _ends.Count;

    /// <summary>Begins a line; <see cref="End"/> ends it.</summary>
    /// <param name="table">One of <see cref="TelemetryTable"/>.</param>
    /// <returns>A writer inside of the line's object, which writes the table's columns as members.</returns>
    public Utf8JsonWriter Begin(string table)
    {
        _json.WriteStartObject();
        _json.WriteString("request_id"u8, _requestId);
        _json.WriteString("line"u8, table);
        return _json;
    }

    /// <summary>Ends the line that was begun.</summary>
    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _ends.Add(_buffer.WrittenCount);
    }

    /// <summary>Adds an observation.</summary>
    public void Add(AgentObservation observation)
    {
        var json = Begin(TelemetryTable.Observations);
        json.WriteString("observation_id"u8, observation.Id);
        json.WriteString("event_time"u8, TimeText(observation.EventTime));
        json.WriteString("workspace_id"u8, observation.WorkspaceId);
        json.WriteString("requester"u8, observation.Requester);
        json.WriteString("agent"u8, observation.Agent);
        WriteText(json, "agent_version"u8, observation.AgentVersion);
        WriteText(json, "session_id"u8, observation.SessionId);
        json.WriteString("kind"u8, observation.Kind);
        json.WriteString("source"u8, observation.Source switch
        {
            ObservationSource.TelemetryMetric => "TELEMETRY_METRIC"u8,
            ObservationSource.TelemetryLog => "TELEMETRY_LOG"u8,
            ObservationSource.VendorApi => "VENDOR_API"u8,
            _ => "TRAFFIC"u8,
        });
        json.WriteStartArray("covers"u8);
        foreach (var kind in observation.Covers)
        {
            json.WriteStringValue(kind);
        }

        json.WriteEndArray();
        WriteText(json, "series"u8, observation.Series);
        WriteCount(json, "lines_added"u8, observation.LinesAdded);
        WriteCount(json, "lines_removed"u8, observation.LinesRemoved);
        WriteCount(json, "commits"u8, observation.Commits);
        WriteCount(json, "pull_requests"u8, observation.PullRequests);
        if (observation.ActiveSeconds is { } seconds)
        {
            json.WriteNumber("active_seconds"u8, seconds);
        }

        WriteCount(json, "accepted_edits"u8, observation.AcceptedEdits);
        WriteCount(json, "rejected_edits"u8, observation.RejectedEdits);
        WriteText(json, "model"u8, observation.Model);
        WriteText(json, "repository"u8, observation.Repository);
        End();
    }

    /// <summary>Empties the batch, to be filled anew.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        _ends.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>How a time stands in a line.</summary>
    public static string TimeText(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>A line, a JSON object; valid until the batch changes.</summary>
    /// <param name="index">Which, from 0.</param>
    public ReadOnlySpan<byte> Line(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _buffer.WrittenSpan[start.._ends[index]];
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
