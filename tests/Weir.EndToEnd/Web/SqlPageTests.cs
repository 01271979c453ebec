using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The SQL editor, on the real engine.</summary>
public sealed class SqlPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task A_statement_is_run_in_the_editor_and_its_rows_are_shown_or_why_it_failed()
    {
        var endpoint = await Weir.EndpointAsync(StandIn.Corpus.Get("openai-chat/json"));
        using var called = await Weir.Client.SendAsync(ByteFidelityTests.RequestFor(StandIn.Corpus.Get("openai-chat/json"), endpoint, asksForUsage: false), TestContext.Current.CancellationToken);
        await Weir.RowAsync(RunningWeir.RequestIdOf(called));
        await SignInAsync($"/ui/sql?statement={Uri.EscapeDataString($"SELECT endpoint_name, input_tokens, routing_information FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Gridcell, new() { Name = endpoint, Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Gridcell, new() { Name = "1200", Exact = true })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();

        var editor = Page.GetByRole(AriaRole.Textbox, new() { Name = "SQL statement" });
        await editor.ClickAsync();
        await Page.Keyboard.PressAsync("Control+a");
        await Page.Keyboard.TypeAsync("SELECT latency_m");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.TypeAsync("ss FROM system.ai_gateway.usage");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("latency_mss");

        // What Chromium itself puts into a contenteditable when all of it is typed over has a style attribute, which the policy refuses and the editor does not need.
        Complaints.RemoveAll(complaint => complaint.StartsWith("style-src-attr :0:0 <div class=\"sql-editor\">", StringComparison.Ordinal) || complaint.Contains("do not apply to event handlers, style attributes", StringComparison.Ordinal) || complaint.Contains("status of 4", StringComparison.Ordinal));
        Complaints.ShouldBeEmpty();
        Elsewhere.ShouldBeEmpty("no request leaves the origin");
    }
}
