using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>What the editor keeps on the server.</summary>
public sealed class SavedQueriesTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task A_query_is_saved_and_opened_after_a_reload_the_history_has_the_run_and_the_result_is_taken_as_parquet()
    {
        var name = $"saved {Guid.NewGuid():N}";
        var statement = $"SELECT 7 AS seven, '{name}' AS named";
        await SignInAsync($"/ui/sql?statement={Uri.EscapeDataString(statement)}");
        await Button("Run").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Gridcell, new() { Name = name, Exact = true })).ToBeVisibleAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Button("Download Parquet").ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".parquet");
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        System.Text.Encoding.ASCII.GetString(bytes[^4..]).ShouldBe("PAR1");

        await Button("Saved queries").ClickAsync();
        await Page.GetByLabel("Save the editor's text as").FillAsync(name);
        await Button("Save").ClickAsync();
        await Assertions.Expect(Button($"Delete {name}")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Button("Close").ClickAsync();

        await Page.EvaluateAsync("localStorage.clear()");
        await Page.ReloadAsync();
        await Button("Saved queries").ClickAsync();
        await Page.Locator(".sql-kept-text").Filter(new() { HasText = name }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Textbox, new() { Name = "SQL statement" })).ToContainTextAsync("AS seven");

        await Button("History").ClickAsync();
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter the history" }).FillAsync(name);
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog).GetByText("1 row in")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Button("Close").ClickAsync();
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_browser_kept_before_is_moved_to_the_server_once()
    {
        var name = $"kept {Guid.NewGuid():N}";
        var user = (await Weir.Client.CallAsync("GET", "/api/2.0/weir/session")).Body.Text("user_id");
        await SignInAsync("/ui/sql");
        await Page.EvaluateAsync("([user, name]) => localStorage.setItem(`weir.sql.${user}.saved`, JSON.stringify([{ name, text: 'SELECT 1' }]))", new[] { user, name });
        await Button("Saved queries").ClickAsync();
        await Button("Move 1 saved query of this browser to the server").ClickAsync();
        await Assertions.Expect(Button($"Delete {name}")).ToBeVisibleAsync();
        await Assertions.Expect(Button("Move 1 saved query of this browser to the server")).ToHaveCountAsync(0);
        (await Weir.Client.CallAsync("GET", "/api/2.0/sql/queries?page_size=100")).Body.ToString().ShouldContain(name);
        await Button($"Delete {name}").ClickAsync();
        await Assertions.Expect(Button($"Delete {name}")).ToHaveCountAsync(0);
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
