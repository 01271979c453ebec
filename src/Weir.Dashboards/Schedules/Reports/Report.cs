namespace Weir.Dashboards.Schedules.Reports;

/// <summary>What a schedule sends.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="DisplayName">The dashboard's name, as it was published.</param>
/// <param name="Url">Where to open it.</param>
/// <param name="Computed">As of when it is.</param>
/// <param name="Pages">The counters of every page.</param>
/// <param name="Files">Pictures, or a PDF; none for JSON.</param>
internal sealed record Report(Schedule Schedule, string DisplayName, string Url, DateTime Computed, IReadOnlyList<ReportPage> Pages, IReadOnlyList<ReportFile> Files);

/// <summary>A page of a dashboard.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Counters">Its counters, in the order of reading.</param>
internal sealed record ReportPage(string Name, string DisplayName, IReadOnlyList<ReportCounter> Counters);

/// <summary>What a counter shows.</summary>
/// <param name="Widget">The widget's name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Value">The value as results have it: a text, or NULL.</param>
/// <param name="IsNumber">Whether the value is a number.</param>
/// <param name="Target">What it is compared with; NULL for nothing.</param>
/// <param name="Error">Why there is no value; NULL when there is one.</param>
internal sealed record ReportCounter(string Widget, string Title, string? Value, bool IsNumber, string? Target, string? Error);

/// <summary>A file of a report.</summary>
/// <param name="Name">For example <c>overview.png</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Page">The page that it shows; NULL for all of them.</param>
/// <param name="Bytes">The file.</param>
internal sealed record ReportFile(string Name, string ContentType, string? Page, byte[] Bytes);

/// <summary>A report cannot be made.</summary>
/// <param name="message">Why, and what to do.</param>
internal sealed class ReportException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether there is nothing to send, which is nobody's fault.</summary>
    public bool IsSkip { get; init; }
}
