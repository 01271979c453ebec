using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The catalog: its tree, tables with their columns, rows and details, and who may read them.</summary>
public sealed class CatalogPageTests(RunningWeir weir) : BrowserTest(weir)
{
    private const string Usage = "/ui/catalog/system/ai_gateway/usage";

    [Fact]
    public async Task The_catalog_shows_tables_columns_and_rows()
    {
        await SignInAsync("/ui/catalog");
        await Page.GetByRole(AriaRole.Row, new() { Name = "spend", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/catalog/system/ai_gateway/spend");
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "list_cost" })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByText("decimal(38,18)").First).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Details" }).ClickAsync();
        await Page.WaitForURLAsync("**/spend?tab=details");
        await Assertions.Expect(Page.GetByText("365 days")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();
        Elsewhere.ShouldBeEmpty("no request leaves the origin");
    }

    [Fact]
    public async Task The_tree_is_filtered_and_walked_by_keyboard()
    {
        await SignInAsync("/ui/catalog");
        await Page.GetByLabel("Filter").FillAsync("audit");
        await Assertions.Expect(Page.GetByRole(AriaRole.Row, new() { Name = "usage", Exact = true })).ToHaveCountAsync(0);
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync("**/ui/catalog/system/access/audit");
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "action_name" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_catalog_and_a_schema_have_pages_with_what_is_in_them()
    {
        await SignInAsync("/ui/catalog/system");
        await Page.GetByRole(AriaRole.Link, new() { Name = "access", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/catalog/system/access");
        await Assertions.Expect(Page.GetByText("Who changed what, and who was denied.")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "audit", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/catalog/system/access/audit");
    }

    [Fact]
    public async Task Who_is_granted_what_it_takes_reads_the_table_until_it_is_revoked()
    {
        var (email, client) = await Weir.UserClientAsync();
        using var user = client;
        (await CountAsync(user)).ShouldContain("INSUFFICIENT_PERMISSIONS");
        await SignInAsync(Usage + "?tab=permissions");
        await ChooseAsync("To whom", email[..10], email);
        await Assertions.Expect(Page.GetByText($"{email} still needs USE CATALOG on catalog system")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Grant what it takes" }).ClickAsync();
        await Assertions.Expect(Page.GetByText($"Granted to {email}: USE CATALOG on system")).ToBeVisibleAsync();
        (await CountAsync(user)).ShouldContain("SUCCEEDED");

        await Page.GetByRole(AriaRole.Button, new() { Name = $"Revoke SELECT from {email}" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = $"Revoke SELECT from {email}" })).ToHaveCountAsync(0);
        (await CountAsync(user)).ShouldContain("INSUFFICIENT_PERMISSIONS");
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_grant_to_nobody_is_refused_in_the_server_s_words()
    {
        await SignInAsync(Usage + "?tab=permissions");
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "To whom" }).FillAsync("nobody-at-all");
        await Page.Keyboard.PressAsync("Escape");
        await Page.GetByLabel("Privilege", new() { Exact = true }).SelectOptionAsync("MANAGE");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Could not find principal with name nobody-at-all");
    }

    [Fact]
    public async Task Who_was_granted_one_table_sees_that_one_and_what_they_have_and_of_others_nothing()
    {
        var (_, email) = await Weir.UserAsync();
        await SignInAsUserAsync(email, Usage);
        await Assertions.Expect(Page.GetByText("You may not see any table yet.")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not exist");
        await Assertions.Expect(Page.GetByRole(AriaRole.Tree).Or(Page.GetByRole(AriaRole.Treegrid))).ToHaveCountAsync(0);
        foreach (var (type, name, privilege) in new[] { ("catalog", "system", "USE_CATALOG"), ("schema", "system.access", "USE_SCHEMA"), ("table", "system.access.audit", "SELECT") })
        {
            (await Weir.Client.CallAsync("PATCH", $"/api/2.1/unity-catalog/permissions/{type}/{name}", new { changes = new[] { new { principal = email, add = new[] { privilege } } } })).Status.ShouldBe(200);
        }

        await Page.GotoAsync("/ui/catalog/system/access/audit?tab=permissions");
        await Assertions.Expect(Page.GetByText("That is enough to read the table.")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Row, new() { Name = "audit", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Row, new() { Name = "ai_gateway", Exact = true })).ToHaveCountAsync(0);
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Grant" })).ToHaveCountAsync(0);
        await ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData("/ui/catalog/system/ai_gateway/usage")]
    [InlineData("/ui/catalog/system/ai_gateway/usage?tab=details")]
    [InlineData("/ui/catalog/system/ai_gateway/usage?tab=permissions")]
    [InlineData("/ui/catalog/system?tab=permissions")]
    public async Task No_page_scrolls_sideways_on_a_phone(string path)
    {
        await Page.SetViewportSizeAsync(360, 800);
        await SignInAsync(path);
        await Assertions.Expect(Page.GetByRole(AriaRole.Tabpanel)).Not.ToBeEmptyAsync();
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        await ShouldBeAccessibleAsync();
    }

    private static async Task<string> CountAsync(HttpClient user) =>
        (await user.CallAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT count(*) FROM system.ai_gateway.usage", wait_timeout = "50s" })).Body.ToString();
}
