using System.Text;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>Bodies of OTLP JSON, written small.</summary>
internal static class OtlpJson
{
    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>A counter with one point.</summary>
    public static string Counter(string metric, string attributes, string value = "\"asDouble\":1", int temporality = 1, string start = "1795462219000000000", string time = "1795462221000000000") =>
        Metrics($$$$"""{"name":"{{{{metric}}}}","sum":{"aggregationTemporality":{{{{temporality}}}},"isMonotonic":true,"dataPoints":[{"attributes":[{{{{attributes}}}}],"startTimeUnixNano":"{{{{start}}}}","timeUnixNano":"{{{{time}}}}",{{{{value}}}}}]}}""");

    public static string Metrics(string metrics, string resource = "", string scope = "test") =>
        $$$$"""{"resourceMetrics":[{"resource":{"attributes":[{{{{resource}}}}]},"scopeMetrics":[{"scope":{"name":"{{{{scope}}}}"},"metrics":[{{{{metrics}}}}]}]}]}""";

    public static string Log(string attributes, string scope = "test", string resource = "", string rest = "\"timeUnixNano\":\"1795462221000000000\"") =>
        $$$$"""{"resourceLogs":[{"resource":{"attributes":[{{{{resource}}}}]},"scopeLogs":[{"scope":{"name":"{{{{scope}}}}"},"logRecords":[{"attributes":[{{{{attributes}}}}],{{{{rest}}}}}]}]}]}""";

    public static string Text(string key, string value) => $$$$"""{"key":"{{{{key}}}}","value":{"stringValue":{{{{System.Text.Json.JsonSerializer.Serialize(value)}}}}}}""";
}
