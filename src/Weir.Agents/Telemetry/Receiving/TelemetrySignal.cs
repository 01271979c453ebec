namespace Weir.Agents.Telemetry.Receiving;

/// <summary>One of OpenTelemetry's signals.</summary>
internal sealed class TelemetrySignal
{
    private TelemetrySignal(string name, string tableSuffix, string member)
    {
        Name = name;
        TableSuffix = tableSuffix;
        Member = member;
    }

    public static TelemetrySignal Metrics { get; } = new("metrics", "_otel_metrics", "resourceMetrics");

    public static TelemetrySignal Logs { get; } = new("logs", "_otel_logs", "resourceLogs");

    public static TelemetrySignal Traces { get; } = new("traces", "_otel_spans", "resourceSpans");

    public static IReadOnlyList<TelemetrySignal> All { get; } = [Metrics, Logs, Traces];

    /// <summary>Its name in sentences and paths.</summary>
    public string Name { get; }

    /// <summary>How the names of its tables end.</summary>
    public string TableSuffix { get; }

    /// <summary>The member of a JSON body that holds it.</summary>
    public string Member { get; }
}
