using Microsoft.Playwright;
using Shouldly;
using Weir.EndToEnd.DashboardNumbers;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The built-in dashboard in a browser: from the AI Gateway page to the rows behind a figure.</summary>
[Collection(GeneratedWeir.Rows)]
public sealed class BuiltInDashboardTests(GeneratedWeir generated) : BrowserTest(generated.Weir)
{
    private const string Days = "from.date-range=2025-10-20&to.date-range=2025-11-14";
    private static readonly string[] Pages = ["overview", "performance", "usage", "coding-agents", "cost"];

    [Fact]
    public async Task An_account_admin_makes_it_on_the_page_of_the_gateway_and_re_imports_it_with_its_warehouse()
    {
        var before = await generated.DashboardAsync();
        (await Weir.Client.CallAsync("DELETE", $"/api/2.0/lakeview/dashboards/{before}")).Status.ShouldBe(200);
        var name = $"reports {Guid.NewGuid():N}";
        var warehouse = await WarehouseTests.CreateAsync(Weir, new { name });

        await SignInAsync("/ui/ai-gateway");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create Dashboard" }).ClickAsync();
        await Page.GetByLabel("Warehouse").SelectOptionAsync(new SelectOptionValue { Label = name });
        await RunningWeir.EventuallyAsync(async () => (await StateAsync()).Text("warehouse_id").ShouldBe(warehouse));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Re-import Dashboard" }).ClickAsync();
        await RunningWeir.EventuallyAsync(async () => (await Page.GetByRole(AriaRole.Button, new() { Name = "Re-import Dashboard" }).IsEnabledAsync()).ShouldBeTrue());
        var state = await StateAsync();
        (state.Text("warehouse_id"), state.Text("dashboard_id") == before).ShouldBe((warehouse, false));

        await Page.GetByRole(AriaRole.Link, new() { Name = "View Dashboard" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "AI Gateway Usage Analytics" })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Date range: Last 30 days" })).ToBeVisibleAsync();
        (await Page.EvaluateAsync<double>("scrollY")).ShouldBe(0, "a new page begins at its top");
        (await Weir.Client.CallAsync("PATCH", "/api/2.0/weir/usage-dashboard", new { warehouse_id = "0000000000000000" })).Status.ShouldBe(404);
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_by_days_and_workspace_changes_every_figure()
    {
        var id = await generated.DashboardAsync();
        var workspace = generated.Recorded.Calls.GroupBy(call => call.Workspace).OrderBy(group => group.Count()).First().Key;
        await Page.SetViewportSizeAsync(1280, 5200);
        await SignInAsync("/ui/dashboards");
        foreach (var page in Pages)
        {
            await Page.GotoAsync($"/ui/dashboards/{id}/{page}?{Days}");
            var whole = await FiguresAsync();
            whole.Count.ShouldBeGreaterThan(10, page);

            // Nothing says yet what agents did.
            var same = new[] { "Commits", "Lines added", "Lines removed", "Lines per day", "Commits and lines by agent and source" };
            await Page.GetByRole(AriaRole.Button, new() { Name = "Workspace: All" }).ClickAsync();
            await Page.GetByRole(AriaRole.Option, new() { Name = workspace }).ClickAsync();
            await Page.Keyboard.PressAsync("Escape");
            await Page.WaitForURLAsync(url => url.Contains("f.workspace=" + workspace, StringComparison.Ordinal));
            await ChangedAsync(page, whole, same);

            var ofWorkspace = await FiguresAsync();
            await Page.GotoAsync($"/ui/dashboards/{id}/{page}?from.date-range=2025-11-10&to.date-range=2025-11-12&f.workspace={workspace}");
            await ChangedAsync(page, ofWorkspace, same);
        }

        Complaints.ShouldBeEmpty();
        Elsewhere.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_it_is_shared_with_sees_its_figures_and_neither_its_SQL_nor_the_table()
    {
        var id = await generated.DashboardAsync();
        var (_, email) = await Weir.UserAsync();
        (await Weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = new[] { new { user_name = email, permission_level = "CAN_READ" } } })).Status.ShouldBe(200);
        await SignInAsUserAsync(email, $"/ui/dashboards/{id}/overview");
        await Page.GotoAsync($"/ui/dashboards/{id}/overview?{Days}");
        await Assertions.Expect(Widget("Requests").Locator(".value")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^[\d.,]+K?$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true })).ToHaveCountAsync(0);
        await Widget("Requests per day").GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Menuitem, new() { Name = "Download CSV" })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Menuitem, new() { Name = "Show SQL" })).ToHaveCountAsync(0);
        await Page.Keyboard.PressAsync("Escape");
        await Page.GotoAsync("/ui/catalog/system/ai_gateway/usage");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not exist");
    }

    [Fact]
    public async Task From_a_figure_an_admin_gets_to_its_SQL_and_to_the_rows_behind_it()
    {
        await SignInAsync($"/ui/dashboards/{await generated.DashboardAsync()}/overview?{Days}");
        await Widget("Requests per day").GetByRole(AriaRole.Button).First.ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Show the rows behind" }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/sql**");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Columnheader, new() { Name = "request_id" })).ToBeVisibleAsync();
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_page_is_accessible_and_fits_a_phone()
    {
        var id = await generated.DashboardAsync();
        await SignInAsync("/ui/dashboards");
        foreach (var page in Pages)
        {
            await Page.SetViewportSizeAsync(1280, 5200);
            await Page.GotoAsync($"/ui/dashboards/{id}/{page}?{Days}");
            await SettledAsync();
            await ShouldBeAccessibleAsync();
            await Page.SetViewportSizeAsync(360, 740);
            (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, page);
        }

        Complaints.ShouldBeEmpty();
    }

    private async Task<System.Text.Json.JsonElement> StateAsync() => (await Weir.Client.CallAsync("GET", "/api/2.0/weir/usage-dashboard")).Body;

    private ILocator Widget(string title) => Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    private Task SettledAsync() => RunningWeir.EventuallyAsync(async () => (await Page.EvaluateAsync<bool>("document.querySelectorAll('.canvas section.widget').length > 0 && document.querySelectorAll('.canvas [aria-busy=true], .canvas .skeleton').length === 0")).ShouldBeTrue());

    // What each widget shows, in the words that a screen reader has for it.
    private async Task<Dictionary<string, string>> FiguresAsync()
    {
        await SettledAsync();
        var figures = await Page.EvaluateAsync<string[][]>("[...document.querySelectorAll('.canvas section.widget')].map(widget => [widget.querySelector('h2').textContent, [...widget.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label')).join(' ') + widget.querySelector('.content').innerText])");
        return figures.ToDictionary(one => one[0], one => one[1], StringComparer.Ordinal);
    }

    private Task ChangedAsync(string page, Dictionary<string, string> before, string[] same) => RunningWeir.EventuallyAsync(async () =>
    {
        var after = await FiguresAsync();
        after.Keys.Order().ShouldBe(before.Keys.Order());
        after.Where(one => !same.Contains(one.Key) && before[one.Key] == one.Value).Select(one => $"{page}: {one.Key}").ShouldBeEmpty();
    });
}
