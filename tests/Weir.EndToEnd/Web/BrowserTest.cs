using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>A test of the web UI in a real browser: signed in by a link, on the public API alone.</summary>
/// <param name="weir">The server.</param>
public abstract class BrowserTest(RunningWeir weir) : IAsyncLifetime
{
    // Signed in once for all tests: attempts of one address are limited to some in a minute.
    private static readonly SemaphoreSlim SigningIn = new(1);
    private static readonly Dictionary<string, string> SignedIn = new(StringComparer.Ordinal);

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>The server.</summary>
    protected RunningWeir Weir { get; } = weir;

    /// <summary>The page, of 1280 x 800 pixels.</summary>
    protected IPage Page { get; private set; } = null!;

    /// <summary>Errors and warnings of the console since the page was signed in, and what broke the Content-Security-Policy.</summary>
    protected List<string> Complaints { get; } = [];

    /// <summary>Requests that left the origin.</summary>
    protected List<string> Elsewhere { get; } = [];

    // Requests of the API that its document does not have.
    private readonly List<string> _undescribed = [];

    public async ValueTask InitializeAsync()
    {
        // Five seconds are the library's own, and all tests share the machine.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ExecutablePath(), Args = ["--no-sandbox"] });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = Weir.Address, ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        Page = await context.NewPageAsync();
        await Page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error(`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber}:${e.columnNumber} ${e.target?.outerHTML?.slice(0, 300)}`))");
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add(message.Text);
            }
        };
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Weir.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                Elsewhere.Add(request.Url);
            }

            if (request.Url.StartsWith(Weir.Address + "/api/", StringComparison.Ordinal) && ApiContract.Committed.Find(request.Method, new Uri(request.Url).AbsolutePath) is null)
            {
                _undescribed.Add($"{request.Method} {request.Url}");
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _undescribed.ShouldBeEmpty("The pages live on the API that everybody has: what they ask must be in web/openapi.json.");
    }

    /// <summary>Goes to a page, signed in as the admin.</summary>
    protected async Task SignInAsync(string path)
    {
        string session;
        await SigningIn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!SignedIn.TryGetValue(Weir.Address, out session!) || !await IsSignedInAsync(session))
            {
                await SignInByLinkAsync("/ui/");
                var cookies = await Page.Context.CookiesAsync();
                SignedIn[Weir.Address] = session = cookies.Single(cookie => cookie.Name.EndsWith("weir-session", StringComparison.Ordinal)).Value;
            }
        }
        finally
        {
            SigningIn.Release();
        }

        await Page.Context.AddCookiesAsync([new Cookie { Name = "weir-session", Value = session, Url = Weir.Address, HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        await Page.GotoAsync(path);
        Complaints.Clear();
    }

    // Another test may have ended the admin's sessions.
    private async Task<bool> IsSignedInAsync(string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Weir.Address + "/api/2.0/weir/session");
        request.Headers.Add("Cookie", "weir-session=" + session);
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode;
    }

    protected async Task SignInByLinkAsync(string path)
    {
        var link = (await Weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { })).Body.GetProperty("url").GetString()!;
        var fragment = link[link.IndexOf('#', StringComparison.Ordinal)..];
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync($"/sign-in?return_to={Uri.EscapeDataString(path)}{fragment}");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync(url => url.Contains(path.Split('?')[0], StringComparison.Ordinal));
        Complaints.Clear();
    }

    /// <summary>Goes to a page, signed in as somebody.</summary>
    protected async Task SignInAsUserAsync(string email, string path)
    {
        var link = (await Weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { user_name = email })).Body.GetProperty("url").GetString()!;
        await Page.GotoAsync($"/sign-in?return_to={Uri.EscapeDataString(path)}{link[link.IndexOf('#', StringComparison.Ordinal)..]}");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync("**" + path);
    }

    /// <summary>Chooses an option of a combo box by a part of its name, key by key: what scrolls into sight closes the list of what was typed before.</summary>
    protected async Task ChooseAsync(string label, string typed, string option)
    {
        var box = Page.GetByRole(AriaRole.Combobox, new() { Name = label });
        await box.ClickAsync();
        await box.PressSequentiallyAsync(typed);
        await Page.GetByRole(AriaRole.Option, new() { Name = option }).ClickAsync();
    }

    protected async Task ShouldBeAccessibleAsync()
    {
        // Where React Aria leaves its words for screen readers, a waiting button's stand for seconds after the button went.
        var axe = await File.ReadAllTextAsync(Path.Combine(SdkTests.SdkFolder(), "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken);
        await Page.EvaluateAsync(axe);
        var found = await Page.EvaluateAsync<string[]>("async () => (await axe.run({ exclude: ['[data-live-announcer]'] })).violations.map(v => `${v.impact} ${v.id}: ${v.nodes.map(n => n.target).join(' ')}`)");
        found.Where(one => one.StartsWith("serious", StringComparison.Ordinal) || one.StartsWith("critical", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string ExecutablePath() =>
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(path => path is not null && File.Exists(path))
        ?? throw new FileNotFoundException("The tests of the UI need Chromium: install it (./test does where it may), or name it in the environment variable CHROMIUM.");
}
