using System.Globalization;
using System.Text.Json;
using Weir.Agents.Telemetry.Protocol;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>Spans as rows. No number of a coding agent comes from them.</summary>
internal static class SpanRows
{
    /// <summary>Writes the rows of a body.</summary>
    /// <returns>What could not be taken.</returns>
    public static async Task<Rejections> WriteAsync(ExportTraceServiceRequest body, TelemetrySender sender, RowJson rows, TelemetryLines lines)
    {
        var rejections = new Rejections();
        foreach (var resource in body.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                var origin = new TelemetryOrigin(resource.Resource, resource.SchemaUrl, scope.Scope, scope.SchemaUrl);
                foreach (var span in scope.Spans)
                {
                    if (FaultOf(span) is { } fault)
                    {
                        rejections.Add(fault);
                        continue;
                    }

                    WriteRow(span, origin, sender, rows, lines);
                    await lines.EndAsync();
                }
            }
        }

        return rejections;
    }

    private static string? FaultOf(Span span) =>
        span.TraceId.IsEmpty || span.SpanId.IsEmpty ? "the span has no trace_id or span_id"
        : UnixNano.Fits(span.StartTimeUnixNano) && UnixNano.Fits(span.EndTimeUnixNano) && span.Events.All(item => UnixNano.Fits(item.TimeUnixNano)) ? null
        : "a time is out of range";

    private static void WriteRow(Span span, TelemetryOrigin origin, TelemetrySender sender, RowJson rows, TelemetryLines lines)
    {
        var start = span.StartTimeUnixNano;
        var id = ObservationId.Of(
            sender.Requester, sender.WorkspaceId, sender.TableName, origin.Identity, RowJson.IdText(span.TraceId), RowJson.IdText(span.SpanId), span.Name, start.ToString(CultureInfo.InvariantCulture));
        var json = lines.Begin(TelemetryTable.Spans);
        RowJson.WriteLeading(json, id, start == 0 ? sender.ReceivedAt : UnixNano.ToTime(start), origin, sender);
        RowJson.WriteId(json, "trace_id"u8, span.TraceId);
        RowJson.WriteId(json, "span_id"u8, span.SpanId);
        RowJson.WriteText(json, "trace_state"u8, span.TraceState);
        json.WriteString("parent_span_id"u8, RowJson.IdText(span.ParentSpanId));
        json.WriteNumber("flags"u8, unchecked((int)span.Flags));
        RowJson.WriteText(json, "name"u8, span.Name);
        json.WriteString("kind"u8, KindText(span.Kind));
        json.WriteNumber("start_time_unix_nano"u8, start);
        json.WriteNumber("end_time_unix_nano"u8, span.EndTimeUnixNano);
        rows.WriteAttributes(json, "attributes"u8, AttributeSet.Of(span.Attributes));
        RowJson.WriteCount(json, "dropped_attributes_count"u8, span.DroppedAttributesCount);
        WriteEvents(json, span, rows);
        RowJson.WriteCount(json, "dropped_events_count"u8, span.DroppedEventsCount);
        WriteLinks(json, span, rows);
        RowJson.WriteCount(json, "dropped_links_count"u8, span.DroppedLinksCount);
        json.WriteStartObject("status"u8);
        RowJson.WriteText(json, "message"u8, span.Status?.Message);
        json.WriteString("code"u8, span.Status?.Code switch
        {
            Status.Types.StatusCode.Ok => "STATUS_CODE_OK"u8,
            Status.Types.StatusCode.Error => "STATUS_CODE_ERROR"u8,
            _ => "STATUS_CODE_UNSET"u8,
        });
        json.WriteEndObject();
        rows.WriteTrailing(json, origin, "span_schema_url"u8);
    }

    private static void WriteEvents(Utf8JsonWriter json, Span span, RowJson rows)
    {
        json.WriteStartArray("events"u8);
        foreach (var item in span.Events)
        {
            json.WriteStartObject();
            json.WriteNumber("time_unix_nano"u8, item.TimeUnixNano);
            RowJson.WriteText(json, "name"u8, item.Name);
            rows.WriteAttributes(json, "attributes"u8, AttributeSet.Of(item.Attributes));
            RowJson.WriteCount(json, "dropped_attributes_count"u8, item.DroppedAttributesCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, Span span, RowJson rows)
    {
        json.WriteStartArray("links"u8);
        foreach (var link in span.Links)
        {
            json.WriteStartObject();
            RowJson.WriteId(json, "trace_id"u8, link.TraceId);
            RowJson.WriteId(json, "span_id"u8, link.SpanId);
            RowJson.WriteText(json, "trace_state"u8, link.TraceState);
            rows.WriteAttributes(json, "attributes"u8, AttributeSet.Of(link.Attributes));
            RowJson.WriteCount(json, "dropped_attributes_count"u8, link.DroppedAttributesCount);
            json.WriteNumber("flags"u8, unchecked((int)link.Flags));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> KindText(Span.Types.SpanKind kind) => kind switch
    {
        Span.Types.SpanKind.Internal => "SPAN_KIND_INTERNAL"u8,
        Span.Types.SpanKind.Server => "SPAN_KIND_SERVER"u8,
        Span.Types.SpanKind.Client => "SPAN_KIND_CLIENT"u8,
        Span.Types.SpanKind.Producer => "SPAN_KIND_PRODUCER"u8,
        Span.Types.SpanKind.Consumer => "SPAN_KIND_CONSUMER"u8,
        _ => "SPAN_KIND_UNSPECIFIED"u8,
    };
}
