using System.Globalization;
using Weir.Agents.Telemetry.Protocol;
using Weir.Agents.Telemetry.Reports;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>Metrics as rows, one for each data point, and what coding agents report with them.</summary>
internal static class MetricRows
{
    /// <summary>Writes the rows of a body.</summary>
    /// <returns>What could not be taken.</returns>
    public static async Task<Rejections> WriteAsync(ExportMetricsServiceRequest body, TelemetrySender sender, RowJson rows, TelemetryLines lines)
    {
        var rejections = new Rejections();
        foreach (var resource in body.ResourceMetrics)
        {
            foreach (var scope in resource.ScopeMetrics)
            {
                var origin = new TelemetryOrigin(resource.Resource, resource.SchemaUrl, scope.Scope, scope.SchemaUrl);
                foreach (var metric in scope.Metrics)
                {
                    if (metric.Name.Length == 0 || metric.DataCase == Metric.DataOneofCase.None)
                    {
                        rejections.Add(metric.Name.Length == 0 ? "the metric has no name" : "the metric has no data", DataPoint.CountOf(metric));
                        continue;
                    }

                    await WriteAsync(metric, origin, sender, rows, lines, rejections);
                }
            }
        }

        return rejections;
    }

    private static async Task WriteAsync(Metric metric, TelemetryOrigin origin, TelemetrySender sender, RowJson rows, TelemetryLines lines, Rejections rejections)
    {
        var index = 0;
        foreach (var point in DataPoint.Of(metric))
        {
            var number = metric.DataCase == Metric.DataOneofCase.Sum ? metric.Sum.DataPoints[index] : null;
            index++;
            if (point.Fault is { } fault)
            {
                rejections.Add(fault);
                continue;
            }

            var attributes = AttributeSet.Of(point.Attributes);
            var series = ObservationId.Of(sender.Requester, sender.WorkspaceId, origin.Identity, metric.Name, attributes.Identity, Text(point.Start)).ToString("N");
            var time = point.Time == 0 ? sender.ReceivedAt : UnixNano.ToTime(point.Time);
            WriteRow(metric, point, attributes, ObservationId.Of(series, Text(point.Time), sender.TableName), time, origin, sender, rows, lines);
            await lines.EndAsync();
            if (number is not null && DataPoint.ValueOf(number) is { } value)
            {
                var isCumulative = metric.Sum.AggregationTemporality == AggregationTemporality.Cumulative;
                lines.Add(AgentReports.Of(new CounterReport(metric.Name, value, isCumulative, attributes, origin, series, Text(point.Time), time, sender)));
            }
        }
    }

    private static void WriteRow(Metric metric, DataPoint point, AttributeSet attributes, Guid recordId, DateTime time, TelemetryOrigin origin, TelemetrySender sender, RowJson rows, TelemetryLines lines)
    {
        var json = lines.Begin(TelemetryTable.Metrics);
        RowJson.WriteLeading(json, recordId, time, origin, sender);
        RowJson.WriteText(json, "name"u8, metric.Name);
        RowJson.WriteText(json, "description"u8, metric.Description);
        RowJson.WriteText(json, "unit"u8, metric.Unit);
        json.WriteString("metric_type"u8, point.Type);
        json.WriteNumber("start_time_unix_nano"u8, point.Start);
        json.WriteNumber("time_unix_nano"u8, point.Time);
        json.WriteStartObject(point.Type);
        point.Write(json, rows);
        rows.WriteAttributes(json, "attributes"u8, attributes);
        json.WriteEndObject();
        rows.WriteShared(json, "metadata"u8, AttributeSet.Of(metric.Metadata));
        rows.WriteTrailing(json, origin, "metric_schema_url"u8);
    }

    private static string Text(ulong nanos) => nanos.ToString(CultureInfo.InvariantCulture);
}
