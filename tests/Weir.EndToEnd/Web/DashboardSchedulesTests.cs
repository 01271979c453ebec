using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The schedules of a dashboard, on its page.</summary>
public sealed class DashboardSchedulesTests(RunningWeir weir) : BrowserTest(weir)
{
    private const string Document = """{"datasets":[{"name":"d","query":"SELECT 42 AS answer"}],"pages":[{"name":"p","displayName":"P","layout":[{"position":{"x":0,"y":0,"width":2,"height":2},"widget":{"name":"answer","queries":[{"name":"main_query","query":{"datasetName":"d","disaggregated":true,"fields":[{"name":"answer","expression":"`answer`"}]}}],"spec":{"version":2,"widgetType":"counter","encodings":{"value":{"fieldName":"answer","displayName":"Answer"}}}}}]}]}""";

    [Fact]
    public async Task A_schedule_is_made_subscribed_run_paused_and_deleted()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 1);
        var id = (await Weir.Client.CallAsync("POST", "/api/2.0/lakeview/dashboards", new { display_name = $"d{Guid.NewGuid():N}", serialized_dashboard = Document })).Body.Text("dashboard_id");
        (await Weir.Client.CallAsync("POST", $"/api/2.0/lakeview/dashboards/{id}/published", new { })).Status.ShouldBe(200);
        await SignInAsync($"/ui/dashboards/{id}");
        await Button("Schedules").ClickAsync();
        await Page.GetByText("Nobody is sent this dashboard yet.").WaitForAsync();
        await ShouldBeAccessibleAsync();

        await Button("New schedule").ClickAsync();
        await Page.GetByLabel("Name").FillAsync("Morning");
        await Page.GetByLabel("When").SelectOptionAsync("cron");
        await Page.GetByLabel("Cron expression").FillAsync("0 * * * * ?");
        await Page.GetByLabel("What is sent").SelectOptionAsync("JSON");
        await Button("Make schedule").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("at most every 5 minutes");
        Complaints.RemoveAll(complaint => complaint.Contains("400", StringComparison.Ordinal));
        await Page.GetByLabel("When").SelectOptionAsync("week");
        await Page.GetByLabel("Day of the week").SelectOptionAsync("Tuesday");
        await Page.GetByLabel("Time", new() { Exact = true }).FillAsync("07:30");
        await Page.GetByLabel("Time zone").SelectOptionAsync("Europe/Berlin");
        await ShouldBeAccessibleAsync();
        await Button("Make schedule").ClickAsync();

        await Page.GetByText("Nobody is subscribed yet").WaitForAsync();
        await Page.GetByLabel("Address of the webhook").FillAsync(receiver.Url);
        await Button("Add subscriber").ClickAsync();
        await Page.GetByText("whsec_").WaitForAsync();
        await ShouldBeAccessibleAsync();
        await Button("Back to the schedules").ClickAsync();

        await Page.GetByText("Every Tuesday at 07:30 (Europe/Berlin), as figures (JSON)").WaitForAsync();
        await Page.GetByText("Runs next on").WaitForAsync();
        await Button("Run now").ClickAsync();
        await Page.GetByText($"{receiver.Url}: It answered 500.").WaitForAsync();
        await Button("Run now").ClickAsync();
        await Page.GetByText($"{receiver.Url}: sent").WaitForAsync();
        receiver.Bodies().Last().GetProperty("pages")[0].GetProperty("counters")[0].GetProperty("value").GetInt32().ShouldBe(42);
        await ShouldBeAccessibleAsync();

        await Button("Pause").ClickAsync();
        await Page.GetByText("It does not run by itself.").WaitForAsync();
        await Page.SetViewportSizeAsync(360, 740);
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        await Button("Delete").ClickAsync();
        await Button("Delete it").ClickAsync();
        await Page.GetByText("Nobody is sent this dashboard yet.").WaitForAsync();
        Complaints.ShouldBeEmpty();
        Elsewhere.ShouldBeEmpty();
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
