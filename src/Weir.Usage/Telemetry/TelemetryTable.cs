namespace Weir.Usage.Telemetry;

/// <summary>The tables that lines of the stream <c>telemetry</c> are of: the values of their member <c>line</c>.</summary>
public static class TelemetryTable
{
    /// <summary>What a source tells of a coding agent.</summary>
    public const string Observations = "observation";

    /// <summary>Data points of OpenTelemetry metrics.</summary>
    public const string Metrics = "metric";

    /// <summary>Records of OpenTelemetry logs.</summary>
    public const string Logs = "log";

    /// <summary>OpenTelemetry spans.</summary>
    public const string Spans = "span";
}
