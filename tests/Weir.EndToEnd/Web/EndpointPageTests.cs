using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Endpoints: the list, a page of one, its playground.</summary>
public sealed class EndpointPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task An_endpoint_is_made_called_from_its_playground_and_its_row_is_shown()
    {
        var name = $"ui{Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/ai-gateway");
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader).First).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        (await Weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { new { name = "sandbox", type = "DESTINATION_TYPE_CUSTOM_MODEL", traffic_percentage = 100, external_model_config = new { provider = "sandbox", model = "sandbox" } } } } })).Status.ShouldBe(200);
        await Page.GotoAsync($"/ui/ai-gateway/{name}");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Try it" }).ClickAsync();
        await Page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Textbox).FillAsync("weir and river");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("You said: weir and river")).ToBeVisibleAsync();
        await RunningWeir.EventuallyAsync(async () => (await Weir.SqlAsync($"SELECT status_code, usage_source FROM system.ai_gateway.usage WHERE endpoint_name = '{name}'")).ShouldBe([["200", "PROVIDER"]]));
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();
    }
}
