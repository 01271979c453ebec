using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What the widgets of dashboards show, to whom, and with whose rights.</summary>
public sealed class DashboardResultTests(RunningWeir weir)
{
    private const string Lakeview = "/api/2.0/lakeview/dashboards";
    private const string Own = "/api/2.0/weir/dashboards";
    private const string Usage = "system.ai_gateway.usage";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewers_of_a_published_dashboard_see_its_numbers_and_not_the_table_and_widen_nothing()
    {
        var (publisher, id, request) = await PublishedAsync(embedsCredentials: true);
        using var _ = publisher.Client;
        var (email, viewer) = await weir.UserClientAsync();
        using var __ = viewer;
        (await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", new { })).Status.ShouldBe(404, "it was not shared with them");
        await ShareAsync(id, email, "CAN_READ");

        var shown = await ShowAsync(viewer, id, "count", new { });
        Rows(shown).ShouldBe("""[["1"]]""");
        shown.Text("widget").ShouldBe("count");
        shown.GetProperty("queries")[0].GetProperty("columns").ToString().ShouldBe("""[{"name":"n","type_name":"LONG","type_text":"BIGINT"}]""");
        (await ShowAsync(viewer, id, "count", new { })).GetProperty("is_cached").GetBoolean().ShouldBeTrue();
        (await SqlAsync(viewer, $"SELECT count(*) FROM {Usage}")).ShouldContain("INSUFFICIENT_PERMISSIONS");

        // What they choose narrows, whatever it reads like.
        Rows(await ShowAsync(viewer, id, "count", Chosen("requests", request))).ShouldBe("""[["1"]]""");
        foreach (var attack in new[] { "x' OR '1'='1", "x') OR TRUE --", "`) FROM t --", "x\\" })
        {
            Rows(await ShowAsync(viewer, id, "count", Chosen("requests", attack))).ShouldBe("""[["0"]]""");
            Rows(await ShowAsync(viewer, id, "chosen", Chosen("status", attack))).ShouldBe("[]");
        }

        Rows(await ShowAsync(viewer, id, "chosen", Chosen("status", "200"))).ShouldBe("""[["200"]]""");
        (await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", Chosen("no filter", "x"))).Status.ShouldBe(400);
        (await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/nothing/result", new { })).Status.ShouldBe(404);
        (await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", "[1]")).Body.Text("error_code").ShouldBe("MALFORMED_REQUEST");
        var (status, failed) = await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/broken/result", new { });
        (status, failed.Text("error_code")).ShouldBe((400, "BAD_REQUEST"));
        failed.Text("message").ShouldContain("nowhere");

        foreach (var hidden in new[] { "widgets/count/result", "widgets/count/statement", "published/widgets/count/statement" })
        {
            (await viewer.CallAsync("POST", $"{Own}/{id}/{hidden}", new { })).Status.ShouldBe(403, hidden);
        }
    }

    [Fact]
    public async Task A_publisher_who_loses_a_right_loses_it_for_every_viewer()
    {
        var (publisher, id, _) = await PublishedAsync(embedsCredentials: true);
        using var __ = publisher.Client;
        var (email, viewer) = await weir.UserClientAsync();
        using var ___ = viewer;
        await ShareAsync(id, email, "CAN_READ");
        Rows(await ShowAsync(viewer, id, "count", new { })).ShouldBe("""[["1"]]""");

        await GrantAsync(publisher.Email, "remove");
        var (status, refused) = await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", new { });
        (status, refused.Text("error_code")).ShouldBe((403, "PERMISSION_DENIED"), "what was kept from before is not shown either");
        refused.Text("message").ShouldStartWith($"The dashboard's publisher may no longer read Table '{Usage}'.");
        refused.Text("message").ShouldNotContain(publisher.Email);
        (await weir.Client.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", new { })).Status.ShouldBe(403, "an admin sees what viewers see");
        (await weir.Client.CallAsync("POST", $"{Own}/{id}/widgets/count/result", new { })).Status.ShouldBe(200, "a draft runs with one's own rights");

        await GrantAsync(publisher.Email, "add");
        Rows(await ShowAsync(viewer, id, "count", new { })).ShouldBe("""[["1"]]""");
        var user = (await weir.Client.CallAsync("GET", $"{Identities.Scim}/Users?filter=userName%20eq%20%22{publisher.Email}%22")).Body.GetProperty("Resources")[0].Text("id");
        (await weir.Client.CallAsync("PATCH", $"{Identities.Scim}/Users/{user}", """{"Operations":[{"op":"replace","value":{"active":false}}]}""")).Status.ShouldBe(200);
        (await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", new { })).Body.Text("message").ShouldContain("publisher may no longer use the workspace");
    }

    [Fact]
    public async Task With_individual_permissions_each_viewer_reads_with_their_own_rights_and_name()
    {
        var (publisher, id, _) = await PublishedAsync(embedsCredentials: false);
        using var __ = publisher.Client;
        var (email, viewer) = await weir.UserClientAsync();
        using var ___ = viewer;
        await ShareAsync(id, email, "CAN_READ");
        var (status, refused) = await viewer.CallAsync("POST", $"{Own}/{id}/published/widgets/count/result", new { });
        (status, refused.Text("error_code")).ShouldBe((403, "PERMISSION_DENIED"));
        Rows(await ShowAsync(publisher.Client, id, "count", new { })).ShouldBe("""[["1"]]""");
        await GrantAsync(email, "add");
        Rows(await ShowAsync(viewer, id, "count", new { })).ShouldBe("""[["1"]]""");
        Rows(await ShowAsync(viewer, id, "me", new { })).ShouldBe($"""[["{email}"]]""");
        Rows(await ShowAsync(publisher.Client, id, "me", new { })).ShouldBe($"""[["{publisher.Email}"]]""");
    }

    [Fact]
    public async Task The_statement_of_a_widget_runs_in_the_SQL_editor_with_the_same_answer()
    {
        var (publisher, id, request) = await PublishedAsync(embedsCredentials: true);
        using var _ = publisher.Client;
        foreach (var copy in new[] { string.Empty, "/published" })
        {
            var (status, statement) = await publisher.Client.CallAsync("POST", $"{Own}/{id}{copy}/widgets/count/statement", new { filters = new { requests = new { values = new[] { request } } }, time_zone = "Europe/Berlin" });
            status.ShouldBe(200, statement.ToString());
            (await publisher.Client.CallAsync("POST", "/api/2.0/sql/statements", new { statement = statement.Text("statement"), parameters = statement.GetProperty("parameters"), wait_timeout = "50s" }))
                .Body.GetProperty("result").GetProperty("data_array").ToString().ShouldBe("""[["1"]]""");
        }

        var rows = (await publisher.Client.CallAsync("POST", $"{Own}/{id}/widgets/chosen/statement", new { kind = "rows", point = new { status_code = "200" }, filters = new { status = new { values = new[] { 200 } } } })).Body;
        rows.Text("statement").ShouldStartWith("SELECT\n  *\nFROM");
        (await publisher.Client.CallAsync("POST", "/api/2.0/sql/statements", new { statement = rows.Text("statement"), parameters = rows.GetProperty("parameters"), wait_timeout = "50s" }))
            .Body.GetProperty("result").GetProperty("row_count").GetInt32().ShouldBe(1);
    }

    private static object Chosen(string filter, string value) => new { filters = new Dictionary<string, object>(StringComparer.Ordinal) { [filter] = new { values = new[] { value } } } };

    private static string Rows(JsonElement shown) => shown.GetProperty("queries")[0].GetProperty("rows").ToString();

    private static async Task<JsonElement> ShowAsync(HttpClient client, string id, string widget, object request)
    {
        var (status, shown) = await client.CallAsync("POST", $"{Own}/{id}/published/widgets/{widget}/result", request);
        status.ShouldBe(200, shown.ToString());
        return shown;
    }

    private static async Task<string> SqlAsync(HttpClient client, string sql) => (await client.CallAsync("POST", "/api/2.0/sql/statements", new { statement = sql, wait_timeout = "50s" })).Body.ToString();

    private static object Widget(string name, string dataset, string type, string field, string expression, object? filters = null) => new
    {
        position = new { x = 0, y = 0, width = 2, height = 2 },
        widget = new
        {
            name,
            queries = new[] { new { name = "q", query = new { datasetName = dataset, disaggregated = false, fields = new[] { new { name = field, expression } } } } },
            spec = new { version = 2, widgetType = type, encodings = new { fields = filters ?? Array.Empty<object>() } },
        },
    };

    private async Task<((string Email, HttpClient Client) Publisher, string Id, string Request)> PublishedAsync(bool embedsCredentials)
    {
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        var request = RunningWeir.RequestIdOf(call);
        await weir.RowAsync(request);
        var publisher = await weir.UserClientAsync();
        await GrantAsync(publisher.Email, "add");
        var document = JsonSerializer.Serialize(new
        {
            datasets = new object[]
            {
                new { name = "calls", displayName = "Calls", query = $"SELECT * FROM {Usage} WHERE request_id = '{request}'" },
                new { name = "with-status", displayName = "With status", query = $"SELECT * FROM {Usage} WHERE request_id = '{request}' AND CAST(status_code AS STRING) = :status", parameters = new[] { new { keyword = "status", dataType = "STRING" } } },
                new { name = "who", displayName = "Who", query = "SELECT current_user() AS name" },
                new { name = "broken", displayName = "Broken", query = "SELECT nowhere FROM system.ai_gateway.usage" },
            },
            pages = new[]
            {
                new
                {
                    name = "page",
                    displayName = "Page",
                    layout = new[]
                    {
                        Widget("count", "calls", "counter", "n", "COUNT(`*`)"),
                        Widget("chosen", "with-status", "table", "status_code", "`status_code`"),
                        Widget("me", "who", "counter", "name", "`name`"),
                        Widget("broken", "broken", "counter", "x", "`nowhere`"),
                        Widget("requests", "calls", "filter-multi-select", "request_id", "`request_id`", new[] { new { fieldName = "request_id", queryName = "q" } }),
                        Widget("status", "with-status", "filter-single-select", "status_code", "`status_code`", new[] { new { parameterName = "status", queryName = "q" } }),
                    },
                },
            },
        });
        var (status, made) = await publisher.Client.CallAsync("POST", Lakeview, new { display_name = $"d{Guid.NewGuid():N}", serialized_dashboard = document });
        status.ShouldBe(200, made.ToString());
        var id = made.Text("dashboard_id");
        (await publisher.Client.CallAsync("POST", $"{Lakeview}/{id}/published", new { embed_credentials = embedsCredentials })).Status.ShouldBe(200);
        return (publisher, id, request);
    }

    private async Task ShareAsync(string id, string email, string level) =>
        (await weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = new[] { new { user_name = email, permission_level = level } } })).Status.ShouldBe(200);

    private async Task GrantAsync(string email, string change)
    {
        foreach (var (type, name, privilege) in new[] { ("catalog", "system", "USE_CATALOG"), ("schema", "system.ai_gateway", "USE_SCHEMA"), ("table", Usage, "SELECT") })
        {
            (await weir.Client.CallAsync("PATCH", $"/api/2.1/unity-catalog/permissions/{type}/{name}", new { changes = new[] { new Dictionary<string, object>(StringComparer.Ordinal) { ["principal"] = email, [change] = new[] { privilege } } } })).Status.ShouldBe(200);
        }
    }
}
