using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Dashboards are made and changed in the browser: their datasets, their widgets on the grid, and what viewers see of them.</summary>
public sealed class DashboardEditorTests(RunningWeir weir) : BrowserTest(weir)
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";

    // With spaces, line breaks and numbers that nobody would write twice the same way.
    private const string Document = """
        { "datasets": [ {"name":"d1", "displayName":"Orders", "queryLines":["SELECT * FROM VALUES ('north', 10.5), ('south', 20), ('north', 5)\n", "AS t(region, amount)"], "future": [1.50, 1e-7] } ],
          "pages": [
            { "name": "p1", "displayName": "First", "pageType": "PAGE_TYPE_CANVAS", "layoutVersion": "GRID_V1", "layout": [
              {"position":{"x":0,"y":0,"width":4,"height":3,"z":1.0},"widget":{"name":"w1","queries":[{"name":"main_query","query":{"datasetName":"d1","fields":[{"name":"sum(amount)","expression":"SUM(`amount`)"}],"disaggregated":false}}],"spec":{"version":2,"widgetType":"counter","encodings":{"value":{"fieldName":"sum(amount)","displayName":"Sales"}},"frame":{"showTitle":true,"title":"Sales"}}}},
              {"position":{"x":4,"y":0,"width":4,"height":3},"widget":{"name":"w2","multilineTextboxSpec":{"lines":["# Notes"]}}}
            ] }
          ],
          "unknown": {"10":"a","9":"b"} }

        """;

    private ILocator SaveState => Page.Locator(".save");

    private ILocator Said => Page.Locator(".editor > p[role=status]");

    [Fact]
    public async Task A_dashboard_is_made_from_nothing_and_published()
    {
        var name = $"Made {Guid.NewGuid():N}"[..20];
        await SignInAsync("/ui/dashboards");
        await Button("New dashboard").ClickAsync();
        await Page.GetByLabel("Name").FillAsync(name);
        await Button("Create").ClickAsync();
        await Page.GetByText("Nothing is here yet").WaitForAsync();
        await Assertions.Expect(Button("+ Chart")).ToBeDisabledAsync();
        await ShouldBeAccessibleAsync();

        await Button("Add a dataset").ClickAsync();
        await Field("Name of the dataset").FillAsync("Orders");
        await Page.Locator(".sql-editor").ClickAsync();
        await Page.Keyboard.TypeAsync("SELECT * FROM VALUES (DATE'2026-11-01', 'north', 10.5), (DATE'2026-11-02', 'south', 20), (DATE'2026-11-02', 'north', 5) AS t(day, region, amount) WHERE amount >= :least");
        await Page.GetByText("The SQL has :least, which is not among the parameters.").WaitForAsync();
        await Button("Add a parameter").ClickAsync();
        await Page.GetByLabel("Type").SelectOptionAsync("DECIMAL");
        await Field("Default").FillAsync("1");
        await Button("Run").ClickAsync();
        await Page.GetByText("3 rows").WaitForAsync();
        await Assertions.Expect(Page.GetByLabel("Columns", new() { Exact = true })).ToContainTextAsync("amount DECIMAL");
        await ShouldBeAccessibleAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = "New page" }).ClickAsync();
        await Button("+ Counter").ClickAsync();
        await Field("Title").FillAsync("Turnover");
        await Page.GetByLabel("Add to Value").SelectOptionAsync(new SelectOptionValue { Label = "amount (decimal)" });
        await Assertions.Expect(Widget("Turnover")).ToContainTextAsync("35.5");
        await Button("+ Chart").ClickAsync();
        await Field("Title").FillAsync("By day");
        await Page.GetByLabel("Add to X axis").SelectOptionAsync(new SelectOptionValue { Label = "day (date)" });
        await Page.GetByLabel("Add to Y axis").SelectOptionAsync("r");
        await Page.GetByLabel("Add to Colour").SelectOptionAsync(new SelectOptionValue { Label = "region (string)" });
        await Page.Locator(".edit-place.data canvas").First.WaitForAsync();
        await ShouldBeAccessibleAsync();
        var id = new Uri(Page.Url).AbsolutePath.Split('/')[3];
        (await PlacesAsync(id)).ShouldBe(["0,0 3x3", "3,0 6x6"]);

        // By keys, and back.
        await Button("Edit Turnover").FocusAsync();
        await Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(Said).ToHaveTextAsync("Turnover: column 2, row 1, 3 wide, 3 high");
        await Page.Keyboard.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(Said).ToHaveTextAsync("Turnover: column 2, row 1, 3 wide, 4 high");
        (await PlacesAsync(id)).ShouldBe(["1,0 3x4", "3,4 6x6"]);
        await Assertions.Expect(Button("Undo: resize a widget")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Control+z");
        await Page.Keyboard.PressAsync("Control+z");
        (await PlacesAsync(id)).ShouldBe(["0,0 3x3", "3,0 6x6"]);
        await Page.Keyboard.PressAsync("Control+Shift+z");
        (await PlacesAsync(id)).ShouldBe(["1,0 3x3", "3,3 6x6"]);
        await Button("Undo: move a widget").ClickAsync();
        (await PlacesAsync(id)).ShouldBe(["0,0 3x3", "3,0 6x6"]);

        // By mouse.
        await DragAsync(Page.Locator(".edit-place.data .widget > header"), 60, 10, 200, 2);
        (await PlacesAsync(id)).ShouldBe(["0,0 3x3", "6,0 6x6"]);
        await DragAsync(Page.Locator(".edit-place.counter .react-resizable-handle"), 8, 8, 67, 77);
        (await PlacesAsync(id)).ShouldBe(["0,0 4x4", "6,0 6x6"]);
        await Assertions.Expect(Button("Undo: resize a widget")).ToBeVisibleAsync();

        await Button("Publish…").ClickAsync();
        await ShouldBeAccessibleAsync();
        await Button("Publish").ClickAsync();
        await Page.GetByText("As viewers see it").WaitForAsync();
        var (_, published) = await Weir.Client.CallAsync("GET", $"{Dashboards}/{id}/published");
        published.GetProperty("embed_credentials").GetBoolean().ShouldBeTrue();
        await Page.GetByRole(AriaRole.Link, new() { Name = "View published" }).ClickAsync();
        await Assertions.Expect(Widget("Turnover")).ToContainTextAsync("35.5");
        await Page.Locator(".dashboard-chart canvas").First.WaitForAsync();
        Complaints.Where(complaint => !complaint.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty("only what was never published is not found");
    }

    [Fact]
    public async Task A_file_that_is_imported_is_exported_byte_for_byte()
    {
        var id = await MakeAsync("""{"datasets":[],"pages":[{"name":"old","displayName":"Old","pageType":"PAGE_TYPE_CANVAS","layout":[]}]}""");
        await SignInAsync($"/ui/dashboards/{id}/edit");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Old" }).WaitForAsync();
        await ImportAsync("no.lvdash.json", "{ no");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The file is no JSON");

        await ImportAsync("orders.lvdash.json", Document);
        await Assertions.Expect(Widget("Sales")).ToContainTextAsync("35.5");
        (await ExportAsync()).ShouldBe(Document);
        (await DraftAsync(id)).ShouldBe(Document);

        // A change is in its own place and nowhere else, and gone when it is undone.
        await Button("Edit Sales").ClickAsync();
        await Field("Title").FillAsync("Turnover");
        (await ExportAsync()).ShouldBe(Document.Replace("\"title\":\"Sales\"", "\"title\":\"Turnover\"", StringComparison.Ordinal));
        await Button("Undo: change a title").ClickAsync();
        (await DraftAsync(id)).ShouldBe(Document);
        await Button("Undo: import a file").ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Old" }).WaitForAsync();
        (await DraftAsync(id)).ShouldStartWith("{\"datasets\":[]");
    }

    [Fact]
    public async Task Whose_version_stays_is_asked_when_two_edit_the_same_draft()
    {
        var id = await MakeAsync(Document);
        await SignInAsync($"/ui/dashboards/{id}/edit");
        var other = await Page.Context.NewPageAsync();
        await other.GotoAsync($"/ui/dashboards/{id}/edit");
        await other.GetByRole(AriaRole.Button, new() { Name = "Edit Sales" }).ClickAsync();
        await Button("Edit Sales").ClickAsync();
        await other.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Theirs");
        await Assertions.Expect(other.Locator(".save")).ToHaveTextAsync("Saved");
        await RunningWeir.EventuallyAsync(async () => (await CurrentAsync(id)).ShouldContain("Theirs"));

        await Field("Title").FillAsync("Mine");
        await Page.GetByText("Somebody else changed this dashboard").WaitForAsync();
        await Assertions.Expect(SaveState).ToHaveTextAsync("Not saved");
        await ShouldBeAccessibleAsync();
        await Button("Load theirs").ClickAsync();
        await Widget("Theirs").WaitForAsync();
        (await DraftAsync(id)).ShouldContain("Theirs");
        await Button("Undo: load the other version").ClickAsync();
        (await DraftAsync(id)).ShouldContain("Mine");

        await other.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Theirs again");
        await other.GetByRole(AriaRole.Button, new() { Name = "Overwrite with mine" }).ClickAsync();
        await Assertions.Expect(other.Locator(".save")).ToHaveTextAsync("Saved");
        await RunningWeir.EventuallyAsync(async () => (await CurrentAsync(id)).ShouldContain("Theirs again"));
    }

    [Fact]
    public async Task The_draft_stands_beside_what_viewers_see_and_goes_back_to_it()
    {
        var id = await MakeAsync(Document);
        await Weir.Client.CallAsync("POST", $"{Dashboards}/{id}/published", new { embed_credentials = false });
        await SignInAsync($"/ui/dashboards/{id}/edit");
        await Page.GetByText("As viewers see it").WaitForAsync();
        await Assertions.Expect(Widget("Sales")).ToContainTextAsync("35.5");
        var asked = new List<string>();
        Page.Request += (_, request) => asked.AddRange(request.Url.EndsWith("/result", StringComparison.Ordinal) ? [request.Url] : []);

        await Button("Edit Sales").ClickAsync();
        await Field("Title").FillAsync("Turnover");
        await Page.GetByText("Differs from what viewers see").WaitForAsync();
        await Assertions.Expect(SaveState).ToHaveTextAsync("Saved");
        asked.ShouldBeEmpty("a title is no reason to ask for the rows again");
        await Page.GetByRole(AriaRole.Group, new() { Name = "Value: Sales" }).GetByLabel("As").SelectOptionAsync("MAX");
        await Assertions.Expect(Widget("Turnover")).ToContainTextAsync("20");
        asked.Count.ShouldBe(1);

        await Button("Revert…").ClickAsync();
        await Button("Revert").ClickAsync();
        await Page.GetByText("As viewers see it").WaitForAsync();
        (await DraftAsync(id)).ShouldBe(Document);
        await Button("Undo: revert to published").ClickAsync();
        await Assertions.Expect(Widget("Turnover")).ToContainTextAsync("20");

        await Button("Publish…").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Radio, new() { Name = "each with their own rights" })).ToBeCheckedAsync();
        await Button("Publish").ClickAsync();
        await Page.GetByText("As viewers see it").WaitForAsync();
        (await Weir.Client.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.ShouldSatisfyAllConditions(copy => copy.Text("serialized_dashboard").ShouldContain("Turnover"), copy => copy.GetProperty("embed_credentials").GetBoolean().ShouldBeFalse());
        await Button("Unpublish…").ClickAsync();
        await Button("Unpublish").ClickAsync();
        await Page.GetByText("Not published: nobody else sees it.").WaitForAsync();
        (await Weir.Client.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_its_place_and_what_is_not_saved_is_not_left_unasked()
    {
        var id = await MakeAsync(Document);
        await SignInAsync($"/ui/dashboards/{id}/edit/data/d1");
        await Button("Delete").ClickAsync();
        await Page.GetByText("No dataset yet.").WaitForAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "First" }).ClickAsync();
        await Page.GetByText("Its dataset d1 is not there. Choose another.").First.WaitForAsync();
        await Button("Undo: delete a dataset").ClickAsync();
        await Assertions.Expect(Widget("Sales")).ToContainTextAsync("35.5");

        await Page.SetViewportSizeAsync(360, 740);
        await Button("Edit Sales").ClickAsync();
        await Field("Title").FillAsync("On a phone");
        await Assertions.Expect(SaveState).ToHaveTextAsync("Saved");
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(360);
        await ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Data" }).ClickAsync();
        await Field("Name of the dataset").WaitForAsync();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(360);
        await Page.SetViewportSizeAsync(1280, 800);

        // While the server is away.
        await Page.RouteAsync($"**{Dashboards}/{id}", route => route.Request.Method == "PATCH" ? route.AbortAsync() : route.ContinueAsync());
        await Field("Name of the dataset").FillAsync("Not to be lost");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not saved: The server cannot be reached.");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Warehouses" }).ClickAsync();
        await Page.GetByText("Leave without saving?").WaitForAsync();
        await Button("Stay").ClickAsync();
        await Page.UnrouteAllAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Warehouses" }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/warehouses");
        (await CurrentAsync(id)).ShouldContain("Not to be lost");
    }

    [Fact]
    public async Task Viewers_go_from_page_to_page_and_back()
    {
        var id = await MakeAsync("""
            {"datasets":[],"pages":[
              {"name":"a","displayName":"First","pageType":"PAGE_TYPE_CANVAS","layoutVersion":"GRID_V1","layout":[{"position":{"x":0,"y":0,"width":12,"height":2},"widget":{"name":"t1","multilineTextboxSpec":{"lines":["One"]}}}]},
              {"name":"b","displayName":"Second","pageType":"PAGE_TYPE_CANVAS","layoutVersion":"GRID_V1","layout":[{"position":{"x":0,"y":0,"width":12,"height":2},"widget":{"name":"t2","multilineTextboxSpec":{"lines":["Two"]}}}]}]}
            """);
        await Weir.Client.CallAsync("POST", $"{Dashboards}/{id}/published");
        await SignInAsync($"/ui/dashboards/{id}");
        foreach (var (page, text) in new[] { ("Second", "Two"), ("First", "One"), ("Second", "Two") })
        {
            await Page.GetByRole(AriaRole.Link, new() { Name = page }).ClickAsync();
            await Assertions.Expect(Page.Locator(".dashboard-text")).ToHaveTextAsync(text);
            await Assertions.Expect(Page.Locator(".page-tabs [aria-current=page]")).ToHaveTextAsync(page);
        }

        await Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Button("Edit Text").WaitForAsync();
        Complaints.ShouldBeEmpty();
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private ILocator Field(string name) => Page.GetByRole(AriaRole.Textbox, new() { Name = name });

    private ILocator Widget(string title) => Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    private async Task<string> MakeAsync(string document)
    {
        var (status, made) = await Weir.Client.CallAsync("POST", Dashboards, new { display_name = $"Edited {Guid.NewGuid():N}", serialized_dashboard = document });
        status.ShouldBe(200, made.ToString());
        return made.Text("dashboard_id");
    }

    private async Task<string> CurrentAsync(string id) => (await Weir.Client.CallAsync("GET", $"{Dashboards}/{id}")).Body.Text("serialized_dashboard");

    /// <summary>The draft's document, once the page says that it is saved.</summary>
    private async Task<string> DraftAsync(string id)
    {
        await Assertions.Expect(SaveState).ToHaveTextAsync("Saved");
        return await CurrentAsync(id);
    }

    private async Task<string[]> PlacesAsync(string id)
    {
        using var document = JsonDocument.Parse(await DraftAsync(id));
        return [.. document.RootElement.GetProperty("pages")[0].GetProperty("layout").EnumerateArray().Select(item => item.GetProperty("position")).Select(at => $"{at.GetProperty("x")},{at.GetProperty("y")} {at.GetProperty("width")}x{at.GetProperty("height")}")];
    }

    private Task ImportAsync(string name, string text) =>
        Page.GetByLabel("Dashboard file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) });

    private async Task<string> ExportAsync()
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Button("Export").ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    // From a point of an element, once it stands still, in steps as a hand does it.
    private async Task DragAsync(ILocator element, float x, float y, float right, float down)
    {
        await element.HoverAsync(new() { Position = new() { X = x, Y = y } });
        var box = (await element.BoundingBoxAsync())!;
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + x + (right / 3), box.Y + y + (down / 3), new() { Steps = 5 });
        await Page.Mouse.MoveAsync(box.X + x + right, box.Y + y + down, new() { Steps = 10 });
        await Page.Mouse.UpAsync();
    }
}
