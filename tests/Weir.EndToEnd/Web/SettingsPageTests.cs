using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The settings of the account.</summary>
public sealed class SettingsPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task Settings_show_health_prices_alerts_previews_and_the_audit_log_and_a_price_can_be_entered()
    {
        var model = $"priced-{Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/settings");
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "requests" })).ToBeVisibleAsync();
        foreach (var (place, shown) in new[] { ("Alerts", "list"), ("Previews", "switch"), ("Audit log", "rowheader") })
        {
            await Page.GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();
            await Assertions.Expect(Page.Locator(shown switch { "switch" => "[role=switch]", "rowheader" => "tbody th", _ => ".settings-place :is(table, p.empty)" }).First).ToBeAttachedAsync();
            await ShouldBeAccessibleAsync();
        }

        await Page.GetByRole(AriaRole.Link, new() { Name = "Price book" }).ClickAsync();
        await Page.GetByLabel("Provider").FillAsync("vllm");
        await Page.GetByLabel("Model").FillAsync(model);
        await Page.GetByLabel("USD per million tokens").FillAsync("0.25");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Enter price, from now on" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = $"vllm/{model}" })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();
    }
}
