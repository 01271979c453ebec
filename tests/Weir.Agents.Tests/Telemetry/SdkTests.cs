using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shouldly;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>OpenTelemetry's own SDK, as an independent witness of the wire format.</summary>
public sealed class SdkTests
{
    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc)]
    public async Task Metrics_of_each_type_arrive(OtlpExportProtocol protocol)
    {
        await using var server = await TelemetryServer.StartAsync();
        var name = "weir-test-" + protocol;
        using (var meter = new Meter(name, "1.2"))
        using (var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(name)
            .SetExemplarFilter(ExemplarFilterType.AlwaysOn)
            .AddView("exponential", new Base2ExponentialBucketHistogramConfiguration())
            .AddOtlpExporter(exporter => Configure(exporter, server, protocol, "metrics"))
            .Build())
        {
            meter.CreateCounter<long>("counter", "u", "d").Add(3, new KeyValuePair<string, object?>("k", "v"));
            meter.CreateObservableGauge("gauge", () => 1.5);
            meter.CreateHistogram<double>("explicit").Record(7);
            meter.CreateHistogram<double>("exponential").Record(7);
            provider.ForceFlush().ShouldBeTrue();
        }

        var rows = server.Journal.Rows(TelemetryTable.Metrics).GroupBy(row => row.Text("name")!, StringComparer.Ordinal).ToDictionary(rows => rows.Key, rows => rows.First(), StringComparer.Ordinal);
        var counter = rows["counter"];
        counter.Text("unit").ShouldBe("u");
        counter.Text("description").ShouldBe("d");
        counter.Attribute("k").ShouldBe("v");
        counter.GetProperty("sum").GetProperty("value").GetDouble().ShouldBe(3);
        counter.GetProperty("sum").GetProperty("is_monotonic").GetBoolean().ShouldBeTrue();
        counter.GetProperty("sum").GetProperty("exemplars")[0].GetProperty("value").GetDouble().ShouldBe(3);
        counter.GetProperty("instrumentation_scope").Text("name").ShouldBe(name);
        counter.GetProperty("instrumentation_scope").Text("version").ShouldBe("1.2");
        rows["gauge"].GetProperty("gauge").GetProperty("value").GetDouble().ShouldBe(1.5);
        var histogram = rows["explicit"].GetProperty("histogram");
        histogram.GetProperty("count").GetInt64().ShouldBe(1);
        histogram.GetProperty("sum").GetDouble().ShouldBe(7);
        histogram.GetProperty("min").GetDouble().ShouldBe(7);
        histogram.GetProperty("bucket_counts").EnumerateArray().Sum(count => count.GetInt64()).ShouldBe(1);
        histogram.GetProperty("explicit_bounds").GetArrayLength().ShouldBe(histogram.GetProperty("bucket_counts").GetArrayLength() - 1);
        var exponential = rows["exponential"].GetProperty("exponential_histogram");
        exponential.GetProperty("count").GetInt64().ShouldBe(1);
        exponential.GetProperty("max").GetDouble().ShouldBe(7);
        exponential.GetProperty("scale").GetInt32().ShouldBe(20);

        // The bucket of 7 at this scale: (2^(1/2^20))^offset < 7.
        exponential.GetProperty("positive_bucket").GetProperty("offset").GetInt32().ShouldBe((int)Math.Floor(Math.Log2(7) * Math.Pow(2, 20)));
        exponential.GetProperty("positive_bucket").GetProperty("bucket_counts")[0].GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc)]
    public async Task Spans_arrive_with_their_events_and_links(OtlpExportProtocol protocol)
    {
        await using var server = await TelemetryServer.StartAsync();
        var name = "weir-test-" + protocol;
        string trace;
        string span;
        string parent;
        using (var source = new ActivitySource(name))
        using (var provider = Sdk.CreateTracerProviderBuilder().AddSource(name).AddOtlpExporter(exporter => Configure(exporter, server, protocol, "traces")).Build())
        {
            using (var outer = source.StartActivity("outer")!)
            using (var inner = source.StartActivity("inner", ActivityKind.Client, default(ActivityContext), null, [new ActivityLink(outer.Context, new ActivityTagsCollection { ["l"] = 1 })])!)
            {
                inner.SetTag("k", "v");
                inner.SetTag("list", new[] { "a", "b" });
                inner.AddEvent(new ActivityEvent("happened", tags: new ActivityTagsCollection { ["e"] = true }));
                inner.SetStatus(ActivityStatusCode.Error, "boom");
                (trace, span, parent) = (inner.TraceId.ToHexString(), inner.SpanId.ToHexString(), outer.SpanId.ToHexString());
            }

            provider.ForceFlush().ShouldBeTrue();
        }

        var row = server.Journal.Rows(TelemetryTable.Spans).Single(row => row.Text("name") == "inner");
        row.Text("trace_id").ShouldBe(trace);
        row.Text("span_id").ShouldBe(span);
        row.Text("parent_span_id").ShouldBe(parent);
        row.Text("kind").ShouldBe("SPAN_KIND_CLIENT");
        row.Attribute("k").ShouldBe("v");
        row.Attribute("list").ShouldBe("""["a","b"]""");
        row.GetProperty("events")[0].Text("name").ShouldBe("happened");
        row.GetProperty("events")[0].Attribute("e").ShouldBe("true");
        row.GetProperty("links")[0].Text("span_id").ShouldBe(parent);
        row.GetProperty("links")[0].Attribute("l").ShouldBe("1");
        row.GetProperty("status").GetRawText().ShouldBe("""{"message":"boom","code":"STATUS_CODE_ERROR"}""");
        row.GetProperty("end_time_unix_nano").GetInt64().ShouldBeGreaterThanOrEqualTo(row.GetProperty("start_time_unix_nano").GetInt64());
    }

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc)]
    public async Task Log_records_arrive(OtlpExportProtocol protocol)
    {
        await using var server = await TelemetryServer.StartAsync();
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddOtlpExporter(exporter => Configure(exporter, server, protocol, "logs")))))
        {
            factory.CreateLogger("category").Log(LogLevel.Warning, new EventId(7, "Seen"), "state", null, (state, _) => "It was seen");
        }

        var row = server.Journal.Rows(TelemetryTable.Logs).Single();
        row.Text("severity_text").ShouldBe("Warning");
        row.GetProperty("severity_number").GetInt32().ShouldBe(13);
        row.Text("body").ShouldBe("It was seen");
        row.Text("event_name").ShouldBe("Seen");
        row.GetProperty("observed_time_unix_nano").GetInt64().ShouldBeGreaterThan(0);
    }

    private static void Configure(OtlpExporterOptions exporter, TelemetryServer server, OtlpExportProtocol protocol, string signal)
    {
        exporter.Protocol = protocol;
        exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? server.GrpcAddress : new Uri(server.Address, "/v1/" + signal);
        exporter.Headers = "Authorization=Bearer " + TelemetryServer.Token;
    }
}
