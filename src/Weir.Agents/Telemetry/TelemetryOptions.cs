namespace Weir.Agents.Telemetry;

/// <summary>The settings of what receives OpenTelemetry: section <c>Otlp</c> of the configuration (<c>WEIR_Otlp__...</c>).</summary>
public sealed class TelemetryOptions
{
    /// <summary>Where OTLP over gRPC listens, for example <c>http://127.0.0.1:4317</c>; NULL for nowhere. In clear text HTTP/2 needs a port of its own.</summary>
    public Uri? GrpcUrl { get; set; }

    /// <summary>The largest body, in bytes, decompressed. Agents send some megabytes at once.</summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>All bodies in memory together, in bytes, about. Who comes above it waits.</summary>
    public long MaxTotalBodyBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How long a body may take to come.</summary>
    public TimeSpan ReceiveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether prompts, file contents and command output are stored as they come. Without it they are dropped before anything is written.</summary>
    public bool KeepContent { get; set; }

    /// <summary>The tables that senders may name in the header <c>X-Databricks-UC-Table-Name</c>: <c>catalog.schema.prefix_otel_metrics</c>, <c>_otel_logs</c> or <c>_otel_spans</c>.</summary>
    public IList<string> Tables { get; } = [];
}
