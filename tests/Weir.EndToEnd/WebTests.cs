using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The web UI in a real browser: signed in by a link, on the public API alone, and nothing leaves the origin.</summary>
public sealed class WebTests(RunningWeir weir) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _elsewhere = [];
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ExecutablePath(), Args = ["--no-sandbox"] });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = weir.Address, ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        _page = await context.NewPageAsync();
        _page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        _page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(weir.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                _elsewhere.Add(request.Url);
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_led_to_the_page_that_does_it_and_back()
    {
        await _page.GotoAsync("/ui/catalog/system/ai_gateway/usage");
        await _page.WaitForURLAsync("**/sign-in?return_to=*");
        var link = (await weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { })).Body.GetProperty("url").GetString()!;
        await _page.GotoAsync(_page.Url + link[link.IndexOf('#', StringComparison.Ordinal)..]);
        await _page.ReloadAsync();
        await SignInAsync("/ui/catalog/system/ai_gateway/usage");
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "system.ai_gateway.usage" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_catalog_shows_tables_columns_and_rows()
    {
        await SignInAsync("/ui/catalog");
        await _page.GetByRole(AriaRole.Link, new() { Name = "spend", Exact = true }).ClickAsync();
        await Assertions.Expect(_page.GetByRole(AriaRole.Rowheader, new() { Name = "list_cost" })).ToBeVisibleAsync();
        await Assertions.Expect(_page.GetByText("decimal(38,18)").First).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        _complaints.ShouldBeEmpty();
        _elsewhere.ShouldBeEmpty("no request leaves the origin");
    }

    [Fact]
    public async Task The_palette_goes_to_a_page_by_a_part_of_its_name()
    {
        await SignInAsync("/ui/");
        await Assertions.Expect(_page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
        await _page.Keyboard.PressAsync("Control+k");
        await _page.Keyboard.TypeAsync("catal");
        await _page.Keyboard.PressAsync("Enter");
        await _page.WaitForURLAsync("**/ui/catalog");
    }

    /// <summary>Signs the admin in, and goes to a page.</summary>
    private async Task SignInAsync(string path)
    {
        var link = (await weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { })).Body.GetProperty("url").GetString()!;
        var fragment = link[link.IndexOf('#', StringComparison.Ordinal)..];
        await _page.GotoAsync("about:blank");
        await _page.GotoAsync($"/sign-in?return_to={Uri.EscapeDataString(path)}{fragment}");
        await _page.Keyboard.PressAsync("Enter");
        await _page.WaitForURLAsync($"**{path}*");
        _complaints.Clear();
    }

    private async Task ShouldBeAccessibleAsync()
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(SdkTests.SdkFolder(), "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken);
        await _page.EvaluateAsync(axe);
        var found = await _page.EvaluateAsync<string[]>("async () => (await axe.run()).violations.map(v => `${v.impact} ${v.id}: ${v.nodes.map(n => n.target).join(' ')}`)");
        found.Where(one => one.StartsWith("serious", StringComparison.Ordinal) || one.StartsWith("critical", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string ExecutablePath() =>
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(path => path is not null && File.Exists(path))
        ?? throw new FileNotFoundException("The tests of the UI need Chromium: install it (./test does where it may), or name it in the environment variable CHROMIUM.");
}
