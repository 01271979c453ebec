using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The web UI in a real browser: signed in by a link, on the public API alone, and nothing leaves the origin.</summary>
public sealed class WebTests(RunningWeir weir) : IAsyncLifetime
{
    // Signed in once for all tests: attempts of one address are limited to some in a minute.
    private static readonly SemaphoreSlim SigningIn = new(1);
    private static string? _signedIn;

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
        await _page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error(`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber}:${e.columnNumber} ${e.target?.outerHTML?.slice(0, 300)}`))");
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
        await _page.WaitForURLAsync("**/sign-in?return_to=%2Fui%2Fcatalog%2Fsystem%2Fai_gateway%2Fusage");
        await SignInByLinkAsync("/ui/catalog/system/ai_gateway/usage");
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

    [Fact]
    public async Task A_statement_is_run_in_the_editor_and_its_rows_are_shown_or_why_it_failed()
    {
        var endpoint = await weir.EndpointAsync(StandIn.Corpus.Get("openai-chat/json"));
        using var called = await weir.Client.SendAsync(ByteFidelityTests.RequestFor(StandIn.Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false), TestContext.Current.CancellationToken);
        await weir.RowAsync(RunningWeir.RequestIdOf(called));
        await SignInAsync($"/ui/sql?statement={Uri.EscapeDataString($"SELECT endpoint_name, input_tokens, routing_information FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")}");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(_page.GetByRole(AriaRole.Cell, new() { Name = endpoint, Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(_page.GetByRole(AriaRole.Cell, new() { Name = "1200", Exact = true })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();

        var editor = _page.GetByRole(AriaRole.Textbox, new() { Name = "SQL statement" });
        await editor.ClickAsync();
        await _page.Keyboard.PressAsync("Control+a");
        await _page.Keyboard.TypeAsync("SELECT latency_m");
        await _page.Keyboard.PressAsync("Escape");
        await _page.Keyboard.TypeAsync("ss FROM system.ai_gateway.usage");
        await _page.Keyboard.PressAsync("Escape");
        await _page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(_page.GetByRole(AriaRole.Alert)).ToContainTextAsync("latency_mss");

        // What Chromium itself puts into a contenteditable when all of it is typed over has a style attribute, which the policy refuses and the editor does not need.
        _complaints.RemoveAll(complaint => complaint.StartsWith("style-src-attr :0:0 <div class=\"sql-editor\">", StringComparison.Ordinal) || complaint.Contains("do not apply to event handlers, style attributes", StringComparison.Ordinal) || complaint.Contains("status of 4", StringComparison.Ordinal));
        _complaints.ShouldBeEmpty();
        _elsewhere.ShouldBeEmpty("no request leaves the origin");
    }

    [Fact]
    public async Task An_endpoint_is_made_called_from_its_playground_and_its_row_is_shown()
    {
        var name = $"ui{Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/ai-gateway");
        await Assertions.Expect(_page.GetByRole(AriaRole.Rowheader).First).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        (await weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { new { name = "sandbox", type = "DESTINATION_TYPE_CUSTOM_MODEL", traffic_percentage = 100, external_model_config = new { provider = "sandbox", model = "sandbox" } } } } })).Status.ShouldBe(200);
        await _page.GotoAsync($"/ui/ai-gateway/{name}");
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await _page.GetByRole(AriaRole.Tab, new() { Name = "Try it" }).ClickAsync();
        await _page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Textbox).FillAsync("weir and river");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(_page.GetByText("You said: weir and river")).ToBeVisibleAsync();
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT status_code, usage_source FROM system.ai_gateway.usage WHERE endpoint_name = '{name}'")).ShouldBe([["200", "PROVIDER"]]));
        await ShouldBeAccessibleAsync();
        _complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_budget_is_made_and_shown()
    {
        var name = $"Budget {Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/budgets");
        await _page.GetByRole(AriaRole.Button, new() { Name = "New budget" }).ClickAsync();
        await _page.GetByLabel("Name").FillAsync(name);
        await _page.GetByLabel("Amount in USD").FillAsync("-1");
        await _page.GetByLabel("When used up").SelectOptionAsync("NOTIFY");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Make budget" }).ClickAsync();
        await Assertions.Expect(_page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'amount' must be");
        await _page.GetByLabel("Amount in USD").FillAsync("123.45");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Make budget" }).ClickAsync();
        var row = _page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
        await Assertions.Expect(row).ToContainTextAsync("123.45");
        await ShouldBeAccessibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Settings_show_health_prices_alerts_previews_and_the_audit_log_and_a_price_can_be_entered()
    {
        var model = $"priced-{Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/settings");
        await Assertions.Expect(_page.GetByRole(AriaRole.Rowheader, new() { Name = "journal", Exact = true })).ToBeVisibleAsync();
        foreach (var (tab, shown) in new[] { ("Alerts", "tabpanel"), ("Previews", "switch"), ("Audit log", "rowheader") })
        {
            await _page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await Assertions.Expect(_page.Locator(shown switch { "switch" => "[role=switch]", "rowheader" => "tbody th", _ => "[role=tabpanel] :is(table, p.empty)" }).First).ToBeAttachedAsync();
            await ShouldBeAccessibleAsync();
        }

        await _page.GetByRole(AriaRole.Tab, new() { Name = "Price book" }).ClickAsync();
        await _page.GetByLabel("Provider").FillAsync("vllm");
        await _page.GetByLabel("Model").FillAsync(model);
        await _page.GetByLabel("USD per million tokens").FillAsync("0.25");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Enter price, from now on" }).ClickAsync();
        await Assertions.Expect(_page.GetByRole(AriaRole.Rowheader, new() { Name = $"vllm/{model}" })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        _complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/ui/settings")]
    [InlineData("/ui/ai-gateway")]
    [InlineData("/ui/sql")]
    [InlineData("/ui/catalog/system/ai_gateway/usage")]
    [InlineData("/ui/budgets")]
    public async Task A_page_fits_a_phone_and_the_dark(string path)
    {
        await _page.SetViewportSizeAsync(360, 740);
        await _page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await SignInAsync(path);
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await _page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        (await _page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, "nothing makes the page scroll sideways");
        await ShouldBeAccessibleAsync();
        _complaints.ShouldBeEmpty();
    }

    /// <summary>Goes to a page, signed in as the admin.</summary>
    private async Task SignInAsync(string path)
    {
        await SigningIn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_signedIn is null)
            {
                await SignInByLinkAsync("/ui/");
                var cookies = await _page.Context.CookiesAsync();
                _signedIn = cookies.Single(cookie => cookie.Name.EndsWith("weir-session", StringComparison.Ordinal)).Value;
            }
        }
        finally
        {
            SigningIn.Release();
        }

        await _page.Context.AddCookiesAsync([new Cookie { Name = "weir-session", Value = _signedIn, Url = weir.Address, HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        await _page.GotoAsync(path);
        _complaints.Clear();
    }

    private async Task SignInByLinkAsync(string path)
    {
        var link = (await weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { })).Body.GetProperty("url").GetString()!;
        var fragment = link[link.IndexOf('#', StringComparison.Ordinal)..];
        await _page.GotoAsync("about:blank");
        await _page.GotoAsync($"/sign-in?return_to={Uri.EscapeDataString(path)}{fragment}");
        await _page.Keyboard.PressAsync("Enter");
        await _page.WaitForURLAsync(url => url.Contains(path.Split('?')[0], StringComparison.Ordinal));
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
