using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Warehouses, and the choice among them in the SQL editor.</summary>
public sealed class WarehousesPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task A_warehouse_is_made_edited_stopped_started_and_deleted()
    {
        var name = $"Warehouse {Guid.NewGuid():N}"[..22];
        await SignInAsync("/ui/warehouses");
        var initial = Row("There from the start");
        await Assertions.Expect(initial).ToContainTextAsync("Running");
        await Assertions.Expect(Button("Delete Weir")).ToHaveCountAsync(0);

        await Button("New warehouse").ClickAsync();
        await ShouldBeAccessibleAsync();
        await Page.GetByLabel("Name").FillAsync("weir");
        await Page.GetByLabel("Cluster size").SelectOptionAsync("2X-Small");
        await Page.GetByText("One statement runs at a time.").WaitForAsync();
        await Page.GetByLabel("Clusters at most").FillAsync("2");
        await Page.GetByLabel("Tags").FillAsync("team=blue");
        await Button("Make warehouse").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose another name");
        Complaints.RemoveAll(complaint => complaint.Contains("400", StringComparison.Ordinal));
        await Page.GetByLabel("Name").FillAsync(name);
        await Button("Make warehouse").ClickAsync();
        await Assertions.Expect(Row(name)).ToContainTextAsync("2X-Small 2 at once");
        await Assertions.Expect(Row(name)).ToContainTextAsync("team: blue");

        await Button($"Edit {name}").ClickAsync();
        await Page.GetByLabel("Stop after minutes").FillAsync("0");
        await Button("Save").ClickAsync();
        await Assertions.Expect(Row(name)).ToContainTextAsync("Never");
        await Button($"Stop {name}").ClickAsync();
        await Assertions.Expect(Row(name)).ToContainTextAsync("Stopped");
        await Button($"Start {name}").ClickAsync();
        await Assertions.Expect(Row(name)).ToContainTextAsync("Running");
        await ShouldBeAccessibleAsync();

        await Button($"Delete {name}").ClickAsync();
        await Button("Leave it").ClickAsync();
        await Button($"Delete {name}").ClickAsync();
        await Button("Delete it").ClickAsync();
        await Assertions.Expect(Row(name)).ToHaveCountAsync(0);
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_who_manage_a_warehouse_say_who_may_use_it()
    {
        var name = $"w{Guid.NewGuid():N}"[..12];
        var id = await WarehouseTests.CreateAsync(Weir, new { name });
        var (email, user) = await Weir.UserClientAsync();
        await SignInAsync("/ui/warehouses");
        await Button($"Access to {name}").ClickAsync();
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Button("Add").ClickAsync();
        await Page.GetByRole(AriaRole.Rowheader, new() { Name = email }).WaitForAsync();
        await ShouldBeAccessibleAsync();
        (await user.CallAsync("GET", $"/api/2.0/sql/warehouses/{id}")).Status.ShouldBe(200);
        await Button($"Remove {email}").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = email })).ToHaveCountAsync(0);
        (await user.CallAsync("GET", $"/api/2.0/sql/warehouses/{id}")).Status.ShouldBe(403);
        (await Weir.Client.CallAsync("DELETE", $"/api/2.0/sql/warehouses/{id}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_editor_runs_on_the_warehouse_that_was_chosen_and_remembers_it()
    {
        var name = $"w{Guid.NewGuid():N}"[..12];
        var id = await WarehouseTests.CreateAsync(Weir, new { name });
        await SignInAsync("/ui/sql?statement=SELECT%201%20AS%20one");
        await Page.GetByLabel("Warehouse").SelectOptionAsync(id);
        var submitted = await Page.RunAndWaitForRequestAsync(() => Button("Run").ClickAsync(), request => request.Method == "POST" && request.Url.EndsWith("/api/2.0/sql/statements", StringComparison.Ordinal));
        submitted.PostData!.ShouldContain($"\"warehouse_id\":\"{id}\"");
        await Page.GetByText("1 row").First.WaitForAsync();
        await Page.ReloadAsync();
        await Assertions.Expect(Page.GetByLabel("Warehouse")).ToHaveValueAsync(id);
        await ShouldBeAccessibleAsync();
        (await Weir.Client.CallAsync("DELETE", $"/api/2.0/sql/warehouses/{id}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_page_does_not_scroll_sideways_on_a_narrow_screen()
    {
        await SignInAsync("/ui/warehouses");
        await Page.SetViewportSizeAsync(360, 740);
        await Row("There from the start").WaitForAsync();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        await Button("New warehouse").ClickAsync();
        await Page.GetByLabel("Cluster size").WaitForAsync();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });
}
