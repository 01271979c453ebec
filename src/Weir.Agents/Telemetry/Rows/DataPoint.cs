using System.Text.Json;
using Google.Protobuf.Collections;
using Weir.Agents.Telemetry.Protocol;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>A data point of any type of metric.</summary>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Start">When the measurement began.</param>
/// <param name="Time">When the value was taken.</param>
/// <param name="Type">The metric's type, which is also the column that the point stands in.</param>
/// <param name="Fault">Why it cannot be taken, or NULL.</param>
/// <param name="Write">Writes the members of that column.</param>
internal readonly record struct DataPoint(RepeatedField<KeyValue> Attributes, ulong Start, ulong Time, string Type, string? Fault, Action<Utf8JsonWriter, RowJson> Write)
{
    private const uint NoRecordedValue = 1;

    /// <summary>How many points a metric has; one that has no data at all counts as one.</summary>
    public static int CountOf(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Count,
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Count,
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Count,
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Count,
        Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Count,
        _ => 1,
    };

    /// <summary>The points of a metric.</summary>
    public static IEnumerable<DataPoint> Of(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Select(point => Of(point, "gauge", null)),
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Select(point => Of(point, "sum", metric.Sum)),
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Select(point => Of(point, metric.Histogram.AggregationTemporality)),
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Select(point => Of(point, metric.ExponentialHistogram.AggregationTemporality)),
        Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Select(Of),
        _ => [],
    };

    /// <summary>The value of a point of a sum or gauge; NULL where it has none.</summary>
    public static double? ValueOf(NumberDataPoint point) => point.ValueCase switch
    {
        NumberDataPoint.ValueOneofCase.AsDouble => point.AsDouble,
        NumberDataPoint.ValueOneofCase.AsInt => point.AsInt,
        _ => null,
    };

    private static DataPoint Of(NumberDataPoint point, string type, Sum? sum)
    {
        var value = ValueOf(point);
        var fault = value is null && (point.Flags & NoRecordedValue) == 0 ? "the point has no value"
            : value is { } number && !double.IsFinite(number) ? "the value is not a finite number"
            : TimeFault(point.StartTimeUnixNano, point.TimeUnixNano);
        return new(point.Attributes, point.StartTimeUnixNano, point.TimeUnixNano, type, fault, (json, rows) =>
        {
            RowJson.WriteNumber(json, "value"u8, value);
            WriteExemplars(json, rows, point.Exemplars);
            json.WriteNumber("flags"u8, unchecked((int)point.Flags));
            if (sum is not null)
            {
                WriteTemporality(json, sum.AggregationTemporality);
                json.WriteBoolean("is_monotonic"u8, sum.IsMonotonic);
            }
        });
    }

    private static DataPoint Of(HistogramDataPoint point, AggregationTemporality temporality)
    {
        var fault = UnixNano.Fits(point.Count) && point.BucketCounts.All(UnixNano.Fits) ? TimeFault(point.StartTimeUnixNano, point.TimeUnixNano) : "a count is out of range";
        return new(point.Attributes, point.StartTimeUnixNano, point.TimeUnixNano, "histogram", fault, (json, rows) =>
        {
            json.WriteNumber("count"u8, point.Count);
            RowJson.WriteNumber(json, "sum"u8, point.HasSum ? point.Sum : null);
            WriteCounts(json, point.BucketCounts);
            json.WriteStartArray("explicit_bounds"u8);
            foreach (var bound in point.ExplicitBounds.Where(double.IsFinite))
            {
                json.WriteNumberValue(bound);
            }

            json.WriteEndArray();
            WriteExemplars(json, rows, point.Exemplars);
            json.WriteNumber("flags"u8, unchecked((int)point.Flags));
            RowJson.WriteNumber(json, "min"u8, point.HasMin ? point.Min : null);
            RowJson.WriteNumber(json, "max"u8, point.HasMax ? point.Max : null);
            WriteTemporality(json, temporality);
        });
    }

    private static DataPoint Of(ExponentialHistogramDataPoint point, AggregationTemporality temporality)
    {
        var counts = (point.Positive?.BucketCounts ?? []).Concat(point.Negative?.BucketCounts ?? []);
        var fault = UnixNano.Fits(point.Count) && UnixNano.Fits(point.ZeroCount) && counts.All(UnixNano.Fits) ? TimeFault(point.StartTimeUnixNano, point.TimeUnixNano) : "a count is out of range";
        return new(point.Attributes, point.StartTimeUnixNano, point.TimeUnixNano, "exponential_histogram", fault, (json, rows) =>
        {
            json.WriteNumber("count"u8, point.Count);
            RowJson.WriteNumber(json, "sum"u8, point.HasSum ? point.Sum : null);
            json.WriteNumber("scale"u8, point.Scale);
            json.WriteNumber("zero_count"u8, point.ZeroCount);
            WriteBuckets(json, "positive_bucket"u8, point.Positive);
            WriteBuckets(json, "negative_bucket"u8, point.Negative);
            json.WriteNumber("flags"u8, unchecked((int)point.Flags));
            WriteExemplars(json, rows, point.Exemplars);
            RowJson.WriteNumber(json, "min"u8, point.HasMin ? point.Min : null);
            RowJson.WriteNumber(json, "max"u8, point.HasMax ? point.Max : null);
            RowJson.WriteNumber(json, "zero_threshold"u8, point.ZeroThreshold);
            WriteTemporality(json, temporality);
        });
    }

    private static DataPoint Of(SummaryDataPoint point)
    {
        var fault = UnixNano.Fits(point.Count) ? TimeFault(point.StartTimeUnixNano, point.TimeUnixNano) : "a count is out of range";
        return new(point.Attributes, point.StartTimeUnixNano, point.TimeUnixNano, "summary", fault, (json, _) =>
        {
            json.WriteNumber("count"u8, point.Count);
            RowJson.WriteNumber(json, "sum"u8, point.Sum);
            json.WriteStartArray("quantile_values"u8);
            foreach (var quantile in point.QuantileValues)
            {
                json.WriteStartObject();
                RowJson.WriteNumber(json, "quantile"u8, quantile.Quantile);
                RowJson.WriteNumber(json, "value"u8, quantile.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("flags"u8, unchecked((int)point.Flags));
        });
    }

    private static string? TimeFault(ulong start, ulong time) => UnixNano.Fits(start) && UnixNano.Fits(time) ? null : "a time is out of range";

    private static void WriteTemporality(Utf8JsonWriter json, AggregationTemporality temporality) => json.WriteString("aggregation_temporality"u8, temporality switch
    {
        AggregationTemporality.Delta => "AGGREGATION_TEMPORALITY_DELTA"u8,
        AggregationTemporality.Cumulative => "AGGREGATION_TEMPORALITY_CUMULATIVE"u8,
        _ => "AGGREGATION_TEMPORALITY_UNSPECIFIED"u8,
    });

    private static void WriteCounts(Utf8JsonWriter json, RepeatedField<ulong> counts)
    {
        json.WriteStartArray("bucket_counts"u8);
        foreach (var count in counts)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
    }

    private static void WriteBuckets(Utf8JsonWriter json, ReadOnlySpan<byte> name, ExponentialHistogramDataPoint.Types.Buckets? buckets)
    {
        if (buckets is not null)
        {
            json.WriteStartObject(name);
            json.WriteNumber("offset"u8, buckets.Offset);
            WriteCounts(json, buckets.BucketCounts);
            json.WriteEndObject();
        }
    }

    private static void WriteExemplars(Utf8JsonWriter json, RowJson rows, RepeatedField<Exemplar> exemplars)
    {
        json.WriteStartArray("exemplars"u8);
        foreach (var exemplar in exemplars.Where(exemplar => UnixNano.Fits(exemplar.TimeUnixNano)))
        {
            json.WriteStartObject();
            json.WriteNumber("time_unix_nano"u8, exemplar.TimeUnixNano);
            RowJson.WriteNumber(json, "value"u8, exemplar.ValueCase == Exemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble);
            RowJson.WriteId(json, "span_id"u8, exemplar.SpanId);
            RowJson.WriteId(json, "trace_id"u8, exemplar.TraceId);
            rows.WriteAttributes(json, "filtered_attributes"u8, AttributeSet.Of(exemplar.FilteredAttributes));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
