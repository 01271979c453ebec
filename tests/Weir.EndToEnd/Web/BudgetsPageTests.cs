using Microsoft.Playwright;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Budgets.</summary>
public sealed class BudgetsPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task A_budget_is_made_and_shown()
    {
        var name = $"Budget {Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/budgets");
        await Page.GetByRole(AriaRole.Button, new() { Name = "New budget" }).ClickAsync();
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Amount in USD").FillAsync("-1");
        await Page.GetByLabel("When used up").SelectOptionAsync("NOTIFY");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make budget" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'amount' must be");
        await Page.GetByLabel("Amount in USD").FillAsync("123.45");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make budget" }).ClickAsync();
        var row = Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
        await Assertions.Expect(row).ToContainTextAsync("123.45");
        await ShouldBeAccessibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }
}
