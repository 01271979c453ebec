namespace Weir.Dashboards.Schedules;

/// <summary>The API's words.</summary>
internal static class ScheduleWords
{
    /// <summary><c>JSON</c>, <c>PNG</c> or <c>PDF</c>.</summary>
    public static string Of(ReportFormat format) => format switch
    {
        ReportFormat.Json => "JSON",
        ReportFormat.Png => "PNG",
        _ => "PDF",
    };

    /// <summary><c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>SKIPPED</c>.</summary>
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Succeeded => "SUCCEEDED",
        RunStatus.Failed => "FAILED",
        _ => "SKIPPED",
    };
}
