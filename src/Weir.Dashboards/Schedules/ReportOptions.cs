namespace Weir.Dashboards.Schedules;

/// <summary>Where reports are drawn, and where their readers find the dashboard.</summary>
public sealed class ReportOptions
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    /// <summary>The setting <c>WEIR_CHROMIUM</c>: the Chromium that draws pictures and PDF; empty for the first of the usual places that has one.</summary>
    public string Chromium { get; set; } = string.Empty;

    /// <summary>Where people reach the server, without a slash at the end; NULL when that is known only once it listens.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The Chromium; NULL where there is none.</summary>
    public string? FoundChromium => Chromium.Length > 0 ? (File.Exists(Chromium) ? Chromium : null) : Array.Find(Usual, File.Exists);
}
