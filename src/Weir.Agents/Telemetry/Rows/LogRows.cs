using System.Globalization;
using System.Text;
using Weir.Agents.Telemetry.Protocol;
using Weir.Agents.Telemetry.Reports;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>Log records as rows, and what coding agents report with them.</summary>
internal static class LogRows
{
    /// <summary>Writes the rows of a body.</summary>
    /// <returns>What could not be taken.</returns>
    public static async Task<Rejections> WriteAsync(ExportLogsServiceRequest body, TelemetrySender sender, RowJson rows, TelemetryLines lines)
    {
        var rejections = new Rejections();
        foreach (var resource in body.ResourceLogs)
        {
            foreach (var scope in resource.ScopeLogs)
            {
                var origin = new TelemetryOrigin(resource.Resource, resource.SchemaUrl, scope.Scope, scope.SchemaUrl);
                foreach (var record in scope.LogRecords)
                {
                    if (!UnixNano.Fits(record.TimeUnixNano) || !UnixNano.Fits(record.ObservedTimeUnixNano))
                    {
                        rejections.Add("a time is out of range");
                        continue;
                    }

                    var attributes = AttributeSet.Of(record.Attributes);
                    var time = TimeOf(record, attributes) ?? sender.ReceivedAt;
                    var id = IdOf(record, attributes, origin, sender);
                    WriteRow(record, attributes, ObservationId.Of(id, sender.TableName), time, origin, sender, rows, lines);
                    await lines.EndAsync();
                    lines.Add(AgentReports.Of(new EventReport(attributes.Text("event.name") ?? record.EventName, attributes, origin, id, time, sender)));
                }
            }
        }

        return rejections;
    }

    private static DateTime? TimeOf(LogRecord record, AttributeSet attributes) =>
        record.TimeUnixNano != 0 ? UnixNano.ToTime(record.TimeUnixNano)
        : record.ObservedTimeUnixNano != 0 ? UnixNano.ToTime(record.ObservedTimeUnixNano)
        : DateTime.TryParse(attributes.Text("event.timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var told) ? told
        : null;

    // The whole record, since nothing in it need be different from the next one's. When it was received is no part of it: a resend is the same.
    private static string IdOf(LogRecord record, AttributeSet attributes, TelemetryOrigin origin, TelemetrySender sender)
    {
        if (CursorReports.IsCursor(origin) && attributes.Text("cursor.event.id") is { } told)
        {
            // Cursor sends each event at least once, and this is what tells it apart.
            return ObservationId.Of(sender.Requester, sender.WorkspaceId, "cursor.event.id", told).ToString("N");
        }

        var text = new StringBuilder();
        AttributeSet.Append(text, record.Body);
        text.Append(CultureInfo.InvariantCulture, $"{record.TimeUnixNano},{record.ObservedTimeUnixNano},{(int)record.SeverityNumber}");
        return ObservationId.Of(
            sender.Requester,
            sender.WorkspaceId,
            origin.Identity,
            attributes.Identity,
            text.ToString(),
            record.EventName,
            record.SeverityText,
            RowJson.IdText(record.TraceId),
            RowJson.IdText(record.SpanId)).ToString("N");
    }

    private static void WriteRow(LogRecord record, AttributeSet attributes, Guid recordId, DateTime time, TelemetryOrigin origin, TelemetrySender sender, RowJson rows, TelemetryLines lines)
    {
        var json = lines.Begin(TelemetryTable.Logs);
        var name = attributes.Text("event.name");
        RowJson.WriteLeading(json, recordId, time, origin, sender);
        RowJson.WriteText(json, "event_name"u8, record.EventName is { Length: > 0 } own ? own : name);
        RowJson.WriteId(json, "trace_id"u8, record.TraceId);
        RowJson.WriteId(json, "span_id"u8, record.SpanId);
        json.WriteNumber("time_unix_nano"u8, record.TimeUnixNano);
        json.WriteNumber("observed_time_unix_nano"u8, record.ObservedTimeUnixNano);
        json.WriteNumber("severity_number"u8, (int)record.SeverityNumber);
        RowJson.WriteText(json, "severity_text"u8, record.SeverityText);
        if (rows.Content.Body(name ?? record.EventName, record.Body) is { Length: > 0 } said)
        {
            json.WriteString("body"u8, said);
        }

        rows.WriteAttributes(json, "attributes"u8, attributes);
        RowJson.WriteCount(json, "dropped_attributes_count"u8, record.DroppedAttributesCount);
        json.WriteNumber("flags"u8, unchecked((int)record.Flags));
        rows.WriteTrailing(json, origin, "log_schema_url"u8);
    }
}
