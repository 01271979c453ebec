using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The frame around every page: sign-in and back, the palette, a phone and the dark.</summary>
public sealed class ShellTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task Whoever_is_not_signed_in_is_led_to_the_page_that_does_it_and_back()
    {
        await Page.GotoAsync("/ui/catalog/system/ai_gateway/usage");
        await Page.WaitForURLAsync("**/sign-in?return_to=%2Fui%2Fcatalog%2Fsystem%2Fai_gateway%2Fusage");
        await SignInByLinkAsync("/ui/catalog/system/ai_gateway/usage");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "system.ai_gateway.usage" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_palette_goes_to_a_page_by_a_part_of_its_name()
    {
        await SignInAsync("/ui/");
        await Assertions.Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Control+k");
        await Page.Keyboard.TypeAsync("catal");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync("**/ui/catalog");
    }

    [Fact]
    public async Task The_link_that_is_printed_leads_into_the_pages()
    {
        var link = (await Weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { })).Body.Text("url");
        await Page.GotoAsync(link);
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync("**/ui/ai-gateway");
        await Page.GotoAsync("/sign-in");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Open Weir" }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/ai-gateway");
    }

    [Theory]
    [InlineData("/ui/settings")]
    [InlineData("/ui/ai-gateway")]
    [InlineData("/ui/sql")]
    [InlineData("/ui/catalog/system/ai_gateway/usage")]
    [InlineData("/ui/warehouses")]
    [InlineData("/ui/dashboards")]
    [InlineData("/ui/agents")]
    [InlineData("/ui/budgets")]
    public async Task A_page_fits_a_phone_and_the_dark(string path)
    {
        // Nor does a long name in a choice make it wider.
        await WarehouseTests.CreateAsync(Weir, new { name = $"Long {Guid.NewGuid():N} {Guid.NewGuid():N}" });
        (await Weir.Client.CallAsync("POST", "/api/2.0/weir/usage-dashboard")).Status.ShouldBe(200);
        await Page.SetViewportSizeAsync(360, 740);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await SignInAsync(path);
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, "nothing makes the page scroll sideways");
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();
    }
}
