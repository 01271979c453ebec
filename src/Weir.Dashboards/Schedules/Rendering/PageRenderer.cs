using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PuppeteerSharp;
using PuppeteerSharp.Media;
using Weir.Accounts;
using Weir.Accounts.Sessions;
using Weir.Dashboards.Schedules.Reports;

namespace Weir.Dashboards.Schedules.Rendering;

/// <summary>
/// Draws the pages of a published copy with the machine's Chromium: the UI's own report page, opened at the server's own address. One at a time. The browser has a session
/// for that one dashboard, in memory and over with the drawing; it is told by a pipe, so that it stands in no command line and no address, and reaches no other host.
/// </summary>
internal sealed partial class PageRenderer(ReportOptions options, ServerAddress address, ReportSessions sessions, ILogger<PageRenderer> logger) : IDisposable
{
    private const int Width = 1280;

    // Of A4 across within its margins, in CSS pixels: charts are drawn as wide as they are printed.
    private const int PaperWidth = 1040;
    private const int Height = 900;
    private const int TallestPage = 20_000;

    // Nothing listens there: every host but the server's own is out of reach.
    private const string NoProxy = "socks5://127.0.0.1:9";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _place = new(1);

    /// <summary>What to say where there is no Chromium.</summary>
    public static string Missing => "There is no Chromium on the server, which PNG and PDF are drawn with. Install one there, for example 'apt-get install chromium', or set WEIR_CHROMIUM to its path. JSON works without.";

    /// <summary>Whether there is a Chromium.</summary>
    public bool IsThere => options.FoundChromium is not null;

    /// <summary>Draws the pages: a picture of each, or all of them as a PDF.</summary>
    /// <exception cref="ReportException">They could not be drawn.</exception>
    public async Task<IReadOnlyList<ReportFile>> DrawAsync(Caller reader, Schedule schedule, IReadOnlyList<ReportPage> pages, CancellationToken cancellationToken)
    {
        var chromium = options.FoundChromium ?? throw new ReportException(Missing);
        await _place.WaitAsync(cancellationToken);
        var profile = Directory.CreateTempSubdirectory("weir-report-");
        Task<IBrowser>? launch = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using var session = sessions.Begin(reader, Longest, request => IsOfDashboard(request, schedule.DashboardId));
            launch = Puppeteer.LaunchAsync(LaunchOf(chromium, profile.FullName));
            var browser = await launch.WaitAsync(limit.Token);
            await using var page = await browser.NewPageAsync().WaitAsync(limit.Token);
            return await DrawAsync(page, session, schedule, pages).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReportException($"The dashboard was not drawn within {Longest.TotalMinutes} minutes.");
        }
        catch (Exception failed) when (failed is PuppeteerException or ProcessException or TimeoutException or IOException)
        {
            NotDrawn(logger, failed);
            throw new ReportException($"The dashboard could not be drawn: {failed.Message}", failed);
        }
        finally
        {
            await EndAsync(launch, profile);
            _place.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();

    /// <summary>Whether a request is one that the report page of a dashboard makes.</summary>
    internal static bool IsOfDashboard(HttpRequest request, string dashboardId)
    {
        var path = request.Path.Value ?? string.Empty;
        return HttpMethods.IsGet(request.Method)
            ? string.Equals(path, $"/api/2.0/lakeview/dashboards/{dashboardId}/published", StringComparison.Ordinal)
            : HttpMethods.IsPost(request.Method)
                && path.StartsWith($"/api/2.0/weir/dashboards/{dashboardId}/published/widgets/", StringComparison.Ordinal)
                && path.EndsWith("/result", StringComparison.Ordinal);
    }

    private LaunchOptions LaunchOf(string chromium, string profile)
    {
        List<string> arguments =
        [
            $"--proxy-server={NoProxy}", $"--proxy-bypass-list={address.Own.Host}", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--no-first-run", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio",
        ];
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            // Chromium does not start as root with a sandbox.
            arguments.Add("--no-sandbox");
        }

        return new LaunchOptions
        {
            ExecutablePath = chromium,
            Headless = true,
            Pipe = true,
            UserDataDir = profile,
            Args = [.. arguments],
            AcceptInsecureCerts = address.Own.Scheme == "https",
            Timeout = 30_000,
        };
    }

    private async Task<IReadOnlyList<ReportFile>> DrawAsync(IPage page, ReportSession session, Schedule schedule, IReadOnlyList<ReportPage> pages)
    {
        await page.SetExtraHttpHeadersAsync(new Dictionary<string, string>(StringComparer.Ordinal) { [ReportSessions.HeaderName] = session.Secret });
        await page.EmulateTimezoneAsync(schedule.TimeZone);
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "light" }, new MediaFeatureValue { MediaFeature = MediaFeature.PrefersReducedMotion, Value = "reduce" }]);
        await page.SetViewportAsync(new ViewPortOptions { Width = schedule.Format == ReportFormat.Pdf ? PaperWidth : Width, Height = Height });
        if (schedule.Format == ReportFormat.Pdf)
        {
            await OpenAsync(page, schedule, null);
            return [new ReportFile("dashboard.pdf", "application/pdf", null, await page.PdfDataAsync(new PdfOptions { Format = PaperFormat.A4, Landscape = true, PrintBackground = true, PreferCSSPageSize = true }))];
        }

        var files = new List<ReportFile>();
        foreach (var (shown, number) in pages.Select((shown, index) => (shown, index + 1)))
        {
            await OpenAsync(page, schedule, shown.Name);
            var height = await page.EvaluateExpressionAsync<int>("Math.ceil(document.querySelector('[data-dashboard-ready]').getBoundingClientRect().height)");
            await page.SetViewportAsync(new ViewPortOptions { Width = Width, Height = Math.Clamp(height, 1, TallestPage) });
            files.Add(new ReportFile($"{number}-{FileName(shown.DisplayName)}.png", "image/png", shown.Name, await page.ScreenshotDataAsync(new ScreenshotOptions { Type = ScreenshotType.Png })));
        }

        return files;
    }

    // The UI says by an attribute when nothing is being loaded or drawn any more.
    private async Task OpenAsync(IPage page, Schedule schedule, string? name)
    {
        var url = new Uri(address.Own, $"/ui/reports/dashboards/{schedule.DashboardId}{(name is null ? string.Empty : "/" + Uri.EscapeDataString(name))}");
        await page.GoToAsync(url.AbsoluteUri, WaitUntilNavigation.DOMContentLoaded);
        await page.WaitForSelectorAsync("[data-dashboard-ready]", new WaitForSelectorOptions { Timeout = (int)Longest.TotalMilliseconds });
        if (await page.EvaluateExpressionAsync<string>("document.querySelector('[data-dashboard-ready]').dataset.dashboardReady") is { } outcome && outcome != "true")
        {
            throw new ReportException($"The dashboard could not be drawn: {outcome}");
        }
    }

    private static string FileName(string name)
    {
        var safe = new string([.. name.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]).Trim('-');
        return safe.Length is 0 ? "page" : safe.Length > 60 ? safe[..60] : safe;
    }

    private async Task EndAsync(Task<IBrowser>? launch, DirectoryInfo profile)
    {
        try
        {
            if (launch is not null)
            {
                // One that does not start ends by itself, after its time.
                await EndAsync(await launch);
            }
        }
        catch (Exception failed) when (failed is PuppeteerException or ProcessException or TimeoutException or IOException or InvalidOperationException)
        {
            NotEnded(logger, failed);
        }

        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException left)
        {
            NotEnded(logger, left);
        }
    }

    private static async Task EndAsync(IBrowser browser)
    {
        var process = browser.Process;
        try
        {
            await browser.CloseAsync().WaitAsync(ClosingTime);
        }
        finally
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [LoggerMessage(710, LogLevel.Warning, "A dashboard could not be drawn")]
    private static partial void NotDrawn(ILogger logger, Exception failed);

    [LoggerMessage(711, LogLevel.Warning, "The browser that drew a dashboard did not end cleanly")]
    private static partial void NotEnded(ILogger logger, Exception failed);
}
