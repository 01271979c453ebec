using System.Text.Json;
using Shouldly;
using Weir.Usage.Records;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>Lines have the columns of their tables, and what cannot be in them is rejected by itself.</summary>
public sealed class RowTests
{
    private static readonly string[] OfTheLine = ["request_id", "line"];

    private const string Point = """ "startTimeUnixNano":"1795462219000000000","timeUnixNano":"1795462221000000000","attributes":[{"key":"k","value":{"stringValue":"v"}},{"key":"empty","value":{}}],"flags":0 """;

    [Fact]
    public async Task Each_type_of_metric_has_its_column()
    {
        await using var server = await TelemetryServer.StartAsync();
        const string exemplar = """ "exemplars":[{"timeUnixNano":"1795462221000000000","asDouble":1.5,"spanId":"d509d526d3baa30b","traceId":"969646d92396b2d0b8e71482c8f742d8","filteredAttributes":[{"key":"a","value":{"intValue":"1"}}]}] """;
        var metrics = string.Join(',',
            $$$"""{"name":"g","description":"d","unit":"u","metadata":[{"key":"m","value":{"boolValue":true}}],"gauge":{"dataPoints":[{{{{Point}}},"asDouble":1.5,{{{exemplar}}}}]}}""",
            $$$"""{"name":"s","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{{{{Point}}},"asInt":"7"}]}}""",
            $$$"""{"name":"h","histogram":{"aggregationTemporality":1,"dataPoints":[{{{{Point}}},"count":"3","sum":6.5,"bucketCounts":["1","2"],"explicitBounds":[2.5],"min":1,"max":4}]}}""",
            $$$"""{"name":"e","exponentialHistogram":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA","dataPoints":[{{{{Point}}},"count":"3","sum":6.5,"scale":1,"zeroCount":1,"positive":{"offset":-1,"bucketCounts":["2"]},"zeroThreshold":0.1}]}}""",
            $$$"""{"name":"q","summary":{"dataPoints":[{{{{Point}}},"count":"3","sum":6.5,"quantileValues":[{"quantile":0.5,"value":2},{"quantile":0.9,"value":"NaN"}]}]}}""");
        using var answer = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(OtlpJson.Metrics(metrics, OtlpJson.Text("service.name", "svc")).Replace("\"scopeMetrics\"", "\"schemaUrl\":\"https://schema/1\",\"scopeMetrics\"", StringComparison.Ordinal)));
        (await answer.Content.ReadAsStringAsync()).ShouldBe("{\"partialSuccess\":{}}");

        var rows = server.Journal.Rows(TelemetryTable.Metrics).ToDictionary(row => row.Text("name")!, StringComparer.Ordinal);
        foreach (var row in rows.Values)
        {
            Members(row).ShouldBeSubsetOf(Names(TelemetryColumns.Metrics));
            row.Text("service_name").ShouldBe("svc");
            row.Text("time").ShouldBe("2026-11-23T19:30:21.000000");
            row.Text("date").ShouldBe("2026-11-23");
            row.GetProperty("time_unix_nano").GetInt64().ShouldBe(1795462221000000000);
            row.Text("resource_schema_url").ShouldBe("https://schema/1");
            var type = row.Text("metric_type")!;
            Members(row.GetProperty(type)).ShouldBeSubsetOf(Fields(TelemetryColumns.Metrics, type));
            row.GetProperty(type).GetProperty("attributes").GetRawText().ShouldBe("""{"empty":null,"k":"v"}""");
        }

        var gauge = rows["g"].GetProperty("gauge");
        gauge.GetProperty("value").GetDouble().ShouldBe(1.5);
        gauge.GetProperty("exemplars")[0].GetRawText().ShouldBe("""{"time_unix_nano":1795462221000000000,"value":1.5,"span_id":"d509d526d3baa30b","trace_id":"969646d92396b2d0b8e71482c8f742d8","filtered_attributes":{"a":"1"}}""");
        rows["g"].GetProperty("metadata").GetRawText().ShouldBe("""{"m":"true"}""");
        rows["s"].GetProperty("sum").Text("aggregation_temporality").ShouldBe("AGGREGATION_TEMPORALITY_CUMULATIVE");
        rows["s"].GetProperty("sum").GetProperty("value").GetDouble().ShouldBe(7);
        rows["h"].GetProperty("histogram").GetProperty("bucket_counts").GetRawText().ShouldBe("[1,2]");
        rows["h"].GetProperty("histogram").GetProperty("max").GetDouble().ShouldBe(4);
        rows["e"].GetProperty("exponential_histogram").GetProperty("positive_bucket").GetRawText().ShouldBe("""{"offset":-1,"bucket_counts":[2]}""");
        rows["q"].GetProperty("summary").GetProperty("quantile_values").GetRawText().ShouldBe("""[{"quantile":0.5,"value":2},{"quantile":0.9}]""");

        // Together, the rows have every column there is.
        rows.Values.SelectMany(Members).Distinct(StringComparer.Ordinal).Append("table_name").Append("metric_schema_url").ShouldBe(Names(TelemetryColumns.Metrics), ignoreOrder: true);
    }

    [Fact]
    public async Task A_log_record_and_a_span_have_their_columns()
    {
        await using var server = await TelemetryServer.StartAsync(options =>
        {
            options.Tables.Add("main.agents.team_otel_logs");
            options.Tables.Add("main.agents.team_otel_spans");
        });
        var log = """{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}],"droppedAttributesCount":2},"schemaUrl":"https://r","scopeLogs":[{"scope":{"name":"n","version":"1","attributes":[{"key":"a","value":{"doubleValue":0.5}}]},"schemaUrl":"https://s","logRecords":[{"timeUnixNano":"1795462221000000001","observedTimeUnixNano":1795462221000000000,"severityNumber":9,"severityText":"INFO","eventName":"ev","body":{"arrayValue":{"values":[{"intValue":1},{"stringValue":"x"},{}]}},"attributes":[],"traceId":"969646D92396B2D0B8E71482C8F742D8","spanId":"d509d526d3baa30b","flags":1,"unknown":{"deep":[1]}}]}]}]}""";
        var span = """{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},"schemaUrl":"https://r","scopeSpans":[{"schemaUrl":"https://s","spans":[{"traceId":"969646d92396b2d0b8e71482c8f742d8","spanId":"d509d526d3baa30b","parentSpanId":"","traceState":"a=b","flags":257,"name":"call","kind":3,"startTimeUnixNano":"1795462221000000000","endTimeUnixNano":"1795462222000000000","attributes":[{"key":"k","value":{"bytesValue":"AQI="}}],"events":[{"timeUnixNano":"1795462221500000000","name":"e"}],"links":[{"traceId":"969646d92396b2d0b8e71482c8f742d8","spanId":"d509d526d3baa30b"}],"status":{"code":2,"message":"boom"}}]}]}]}""";
        using var logs = await server.PostAsync("/v1/logs", OtlpJson.Bytes(log), table: "main.agents.team_otel_logs");
        using var spans = await server.PostAsync("/api/2.0/otel/v1/traces", OtlpJson.Bytes(span), table: "`main`.`agents`.`TEAM_otel_spans`");
        logs.IsSuccessStatusCode.ShouldBeTrue(await logs.Content.ReadAsStringAsync());
        spans.IsSuccessStatusCode.ShouldBeTrue(await spans.Content.ReadAsStringAsync());

        var record = server.Journal.Rows(TelemetryTable.Logs).Single();
        Members(record).ShouldBe(Names(TelemetryColumns.Logs), ignoreOrder: true);
        record.Text("trace_id").ShouldBe("969646d92396b2d0b8e71482c8f742d8");
        record.Text("span_id").ShouldBe("d509d526d3baa30b");
        record.Text("body").ShouldBe("""[1,"x",null]""");
        record.Text("event_name").ShouldBe("ev");
        record.Text("table_name").ShouldBe("main.agents.team_otel_logs");
        record.GetProperty("time_unix_nano").GetInt64().ShouldBe(1795462221000000001);
        record.GetProperty("resource").GetRawText().ShouldBe("""{"attributes":{"service.name":"svc"},"dropped_attributes_count":2}""");
        record.GetProperty("instrumentation_scope").GetRawText().ShouldBe("""{"name":"n","version":"1","attributes":{"a":"0.5"},"dropped_attributes_count":0}""");

        var call = server.Journal.Rows(TelemetryTable.Spans).Single();
        Members(call).ShouldBe(Names(TelemetryColumns.Spans), ignoreOrder: true);
        call.Text("table_name").ShouldBe("main.agents.team_otel_spans");
        call.Text("kind").ShouldBe("SPAN_KIND_CLIENT");
        call.Text("parent_span_id").ShouldBe(string.Empty);
        call.GetProperty("flags").GetInt32().ShouldBe(257);
        call.GetProperty("status").GetRawText().ShouldBe("""{"message":"boom","code":"STATUS_CODE_ERROR"}""");
        call.Attribute("k").ShouldBe("AQI=");
        call.GetProperty("events")[0].GetRawText().ShouldBe("""{"time_unix_nano":1795462221500000000,"name":"e","attributes":{},"dropped_attributes_count":0}""");
    }

    [Fact]
    public async Task The_order_of_attributes_makes_no_other_row()
    {
        await using var server = await TelemetryServer.StartAsync();
        var a = OtlpJson.Text("a", "1");
        var b = OtlpJson.Text("b", "2");
        foreach (var attributes in new[] { $"{a},{b}", $"{b},{a}", $"{OtlpJson.Text("a", "0")},{b},{a}", $"{OtlpJson.Text("a", "12")},{OtlpJson.Text("b", string.Empty)}" })
        {
            using var answer = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(OtlpJson.Counter("m", attributes)));
            using var logged = await server.PostAsync("/v1/logs", OtlpJson.Bytes(OtlpJson.Log(attributes)));
        }

        server.Journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(2);
        server.Journal.Rows(TelemetryTable.Logs).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("/v1/metrics", """{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"ok","gauge":{"dataPoints":[{"asInt":1},{"timeUnixNano":"1"}]}},{"name":"","gauge":{"dataPoints":[{"asInt":1},{"asInt":2}]}},{"name":"none"},{"name":"nan","sum":{"dataPoints":[{"asDouble":"NaN"}]}},{"name":"late","sum":{"dataPoints":[{"asInt":1,"timeUnixNano":"18446744073709551615"}]}}]}]}]}""", "rejectedDataPoints", 6, 1)]
    [InlineData("/v1/logs", """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"9223372036854775808"},{"timeUnixNano":"1"}]}]}]}""", "rejectedLogRecords", 1, 1)]
    [InlineData("/v1/traces", """{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"x"},{"traceId":"969646d92396b2d0b8e71482c8f742d8","spanId":"d509d526d3baa30b"}]}]}]}""", "rejectedSpans", 1, 1)]
    public async Task What_cannot_be_taken_is_counted_and_the_rest_is_taken(string path, string body, string member, int rejected, int taken)
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync(path, OtlpJson.Bytes(body));

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var partial = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("partialSuccess");
        partial.GetProperty(member).GetString().ShouldBe(rejected.ToString(System.Globalization.CultureInfo.InvariantCulture));
        partial.GetProperty("errorMessage").GetString().ShouldStartWith("Not taken: ");
        server.Journal.LinesTaken.ShouldBe(taken);
    }

    private static IEnumerable<string> Members(JsonElement value) => value.EnumerateObject().Select(member => member.Name).Except(OfTheLine, StringComparer.Ordinal);

    private static string[] Names(IReadOnlyList<RecordColumn> columns) => [.. columns.Concat(TelemetryColumns.Sender).Select(column => column.Name)];

    // The fields of a STRUCT(...) at its top level.
    private static string[] Fields(IReadOnlyList<RecordColumn> columns, string name)
    {
        var type = columns.Single(column => column.Name == name).SqlType["STRUCT(".Length..^1];
        var fields = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= type.Length; i++)
        {
            if (i == type.Length || (type[i] == ',' && depth == 0))
            {
                fields.Add(type[start..i].Trim().Split(' ')[0].Trim('"'));
                start = i + 1;
            }
            else
            {
                depth += type[i] == '(' ? 1 : type[i] == ')' ? -1 : 0;
            }
        }

        return [.. fields];
    }
}
