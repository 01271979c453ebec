using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Dashboards as documents: the original's API, who may do what, what publishing means, and the built-in one.</summary>
public sealed class DashboardTests(RunningWeir weir)
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";
    private const string Usage = "/api/2.0/weir/usage-dashboard";
    private const string Secret = "SELECT 42 AS answer_known_to_few";

    private static readonly string Document = $$"""{"datasets":[{"name":"d","query":"{{Secret}}"}],"pages":[{"name":"p","displayName":"P","layout":[]}],"unknown":[1.50]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dashboard_is_made_changed_published_reverted_and_trashed_as_the_original_s_clients_do_it()
    {
        var (email, owner) = await weir.UserClientAsync();
        var made = await MadeAsync(owner, "Berths & tides", Document);
        var id = made.Text("dashboard_id");
        id.ShouldMatch("^[0-9a-f]{32}$");
        (made.Text("display_name"), made.Text("parent_path"), made.Text("path")).ShouldBe(("Berths & tides", $"/Users/{email}", $"/Users/{email}/Berths & tides.lvdash.json"));
        (made.Text("lifecycle_state"), made.Text("etag"), made.GetProperty("warehouse_id").ValueKind).ShouldBe(("ACTIVE", "1", JsonValueKind.Null));
        var stored = Document.Replace("\"layout\":[]", "\"layout\":[],\"pageType\":\"PAGE_TYPE_CANVAS\"", StringComparison.Ordinal) + "\n";
        made.Text("serialized_dashboard").ShouldBe(stored);
        (await owner.CallAsync("GET", $"{Dashboards}/{id}")).Body.ToString().ShouldBe(made.ToString());
        (await owner.CallAsync("GET", Dashboards)).Body.GetProperty("dashboards").EnumerateArray().Single().EnumerateObject().Select(member => member.Name)
            .ShouldBe(["dashboard_id", "display_name", "warehouse_id", "lifecycle_state", "create_time", "creator_user_name", "published_time"]);

        (await ErrorAsync(owner, "GET", $"{Dashboards}/{id}/published")).ShouldBe((404, "RESOURCE_DOES_NOT_EXIST", $"Unable to find published dashboard [{id}]"));
        (await ErrorAsync(owner, "POST", $"{Dashboards}/{id}/revert")).Status.ShouldBe(404);
        var (published, copy) = await owner.CallAsync("POST", $"{Dashboards}/{id}/published");
        published.ShouldBe(200, copy.ToString());
        copy.GetProperty("embed_credentials").GetBoolean().ShouldBeTrue();
        copy.Text("warehouse_id").ShouldBe((await weir.Client.CallAsync("GET", "/api/2.0/sql/warehouses")).Body.GetProperty("warehouses")[0].Text("id"));

        var (changedStatus, changed) = await owner.CallAsync("PATCH", $"{Dashboards}/{id}?dataset_catalog=sea&dataset_schema=ports", new { display_name = "Tides", serialized_dashboard = stored, etag = "1" });
        changedStatus.ShouldBe(200, changed.ToString());
        (changed.Text("etag"), changed.Text("path")).ShouldBe(("2", $"/Users/{email}/Tides.lvdash.json"));
        changed.Text("serialized_dashboard").ShouldContain("\"catalog\":\"sea\",\"schema\":\"ports\"");
        (await ErrorAsync(owner, "PATCH", $"{Dashboards}/{id}", new { display_name = "Late", etag = "1" })).ShouldSatisfyAllConditions(refused => refused.Status.ShouldBe(409), refused => refused.Code.ShouldBe("RESOURCE_CONFLICT"));
        (await owner.CallAsync("GET", $"{Dashboards}/{id}")).Body.ToString().ShouldBe(changed.ToString());

        // What viewers see is what was published, until it is published again.
        var seen = (await owner.CallAsync("GET", $"{Dashboards}/{id}/published")).Body;
        (seen.Text("display_name"), seen.Text("serialized_dashboard")).ShouldBe(("Berths & tides", stored));
        (await ErrorAsync(owner, "POST", $"{Dashboards}/{id}/revert", new { etag = "1" })).Status.ShouldBe(409);
        var reverted = (await owner.CallAsync("POST", $"{Dashboards}/{id}/revert", new { etag = "2" })).Body;
        (reverted.Text("etag"), reverted.Text("serialized_dashboard")).ShouldBe(("3", stored));
        (await owner.CallAsync("POST", $"{Dashboards}/{id}/published", new { embed_credentials = false })).Body.GetProperty("embed_credentials").GetBoolean().ShouldBeFalse();
        (await owner.CallAsync("GET", $"{Dashboards}/{id}")).Body.Text("etag").ShouldBe("3", "publishing does not change the draft");

        (await owner.CallAsync("DELETE", $"{Dashboards}/{id}/published")).Status.ShouldBe(200);
        (await owner.CallAsync("DELETE", $"{Dashboards}/{id}/published")).Status.ShouldBe(404);
        await owner.CallAsync("POST", $"{Dashboards}/{id}/published");
        (await owner.CallAsync("DELETE", $"{Dashboards}/{id}")).Status.ShouldBe(200);
        (await owner.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(404);
        (await ListedAsync(owner)).ShouldBeEmpty();
        (await ListedAsync(owner, "?show_trashed=true&view=DASHBOARD_VIEW_BASIC")).ShouldBe([id]);
        var trashed = (await owner.CallAsync("GET", $"{Dashboards}/{id}")).Body;
        (trashed.Text("lifecycle_state"), trashed.Text("parent_path")).ShouldBe(("TRASHED", $"/Users/{email}/Trash"));
        (await owner.CallAsync("POST", $"{Dashboards}/{id}/published")).Status.ShouldBe(400);
        (await owner.CallAsync("PATCH", $"{Dashboards}/{id}", new { display_name = "x" })).Status.ShouldBe(400);
        (await owner.CallAsync("PATCH", $"{Dashboards}/{id}", new { lifecycle_state = "ACTIVE" })).Body.Text("lifecycle_state").ShouldBe("ACTIVE");
        (await owner.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(404);

        await RunningWeir.EventuallyAsync(async () =>
        {
            var rows = await weir.SqlAsync($"SELECT action_name, to_json(request_params) FROM system.access.audit WHERE service_name = 'dashboards' AND user_identity.email = '{email}' ORDER BY event_time");
            rows.Select(row => row[0]).Distinct().Order(StringComparer.Ordinal).ShouldBe(["createDashboard", "publishDashboard", "revertDashboard", "trashDashboard", "unpublishDashboard", "updateDashboard"]);
            string.Join('\n', rows.Select(row => row[1])).ShouldSatisfyAllConditions(all => all.ShouldContain(id), all => all.ShouldNotContain("answer_known_to_few"));
        });
    }

    [Fact]
    public async Task What_is_not_right_is_refused_in_words()
    {
        var (email, owner) = await weir.UserClientAsync();
        (await MadeAsync(owner, "Empty", null)).Text("serialized_dashboard").ShouldBe("{}\n");
        (await MadeAsync(owner, "Own", null, $"/Workspace/Users/{email}")).Text("parent_path").ShouldBe($"/Users/{email}");
        var shared = $"s{Guid.NewGuid():N}";
        (await MadeAsync(owner, shared, null, "/Shared")).Text("path").ShouldBe($"/Shared/{shared}.lvdash.json");
        (await ErrorAsync(owner, "POST", Dashboards, new { display_name = "x", parent_path = "/Users/another@example.com" })).ShouldBe((404, "RESOURCE_DOES_NOT_EXIST", "Path (/Users/another@example.com) doesn't exist."));
        (await ErrorAsync(owner, "POST", Dashboards, new { display_name = "Empty" })).ShouldSatisfyAllConditions(refused => refused.Status.ShouldBe(409), refused => refused.Code.ShouldBe("RESOURCE_ALREADY_EXISTS"));
        (await ErrorAsync(owner, "POST", Dashboards, new { display_name = "x", warehouse_id = "0000000000000000" })).Status.ShouldBe(404);
        (await ErrorAsync(owner, "POST", Dashboards, new { display_name = "x", serialized_dashboard = """{"pages":{}}""" })).Message.ShouldContain("pages: It must be a list");
        foreach (var wrong in new[] { "{}", """{"display_name":" "}""", """{"display_name":"a\nb"}""", """{"display_name":"x","serialized_dashboard":"no"}""", """{"display_name":"x","serialized_dashboard":{}}""", "[" })
        {
            (await owner.CallAsync("POST", Dashboards, wrong)).Status.ShouldBe(400, wrong);
        }

        foreach (var wrong in new[] { "?page_size=0", "?page_size=x", "?page_token=x", "?view=ALL" })
        {
            (await owner.CallAsync("GET", Dashboards + wrong)).Status.ShouldBe(400, wrong);
        }

        (await owner.CallAsync("POST", $"{Dashboards}/migrate", new { source_dashboard_id = "x" })).Status.ShouldBe(501);
        var first = (await owner.CallAsync("GET", $"{Dashboards}?page_size=2")).Body;
        first.GetProperty("dashboards").GetArrayLength().ShouldBe(2);
        var rest = (await owner.CallAsync("GET", $"{Dashboards}?page_size=2&page_token={first.Text("next_page_token")}")).Body;
        rest.GetProperty("dashboards").EnumerateArray().Select(one => one.Text("display_name")).ShouldBe(["Empty"]);
        rest.GetProperty("next_page_token").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_dashboard_is_its_owner_s_until_it_is_granted_and_a_viewer_gets_the_published_copy_without_its_sql()
    {
        var (ownerName, owner) = await weir.UserClientAsync();
        var (viewerName, viewer) = await weir.UserClientAsync();
        var (editorName, editor) = await weir.UserClientAsync();
        var id = (await MadeAsync(owner, "Shown", Document)).Text("dashboard_id");
        (await EntryAsync()).GetProperty("published_time").ValueKind.ShouldBe(JsonValueKind.Null);
        var published = (await owner.CallAsync("POST", $"{Dashboards}/{id}/published")).Body.Text("revision_create_time");
        var listed = await EntryAsync();
        (listed.Text("creator_user_name"), listed.Text("published_time")).ShouldBe((ownerName, published));
        async Task<JsonElement> EntryAsync() => (await owner.CallAsync("GET", Dashboards)).Body.GetProperty("dashboards").EnumerateArray().Single(one => one.Text("dashboard_id") == id);
        var all = new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/revert"), ("GET", "/published"), ("POST", "/published"), ("DELETE", "/published") };
        foreach (var (method, path) in all)
        {
            (await viewer.CallAsync(method, $"{Dashboards}/{id}{path}", method is "GET" or "DELETE" ? null : new { })).Status.ShouldBe(404, $"{method} {path}");
        }

        (await viewer.CallAsync("GET", $"/api/2.0/permissions/dashboards/{id}")).Status.ShouldBe(404);
        (await ListedAsync(viewer)).ShouldBeEmpty();
        (await owner.CallAsync("PATCH", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = new[] { new { user_name = viewerName, permission_level = "CAN_READ" }, new { user_name = editorName, permission_level = "CAN_EDIT" } } })).Status.ShouldBe(200);

        (await ListedAsync(viewer)).ShouldBe([id]);
        var seen = (await viewer.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.Text("serialized_dashboard");
        seen.ShouldContain("\"displayName\":\"P\"");
        seen.ShouldNotContain("answer_known_to_few");
        foreach (var (method, path) in all.Where(one => one != ("GET", "/published")))
        {
            (await viewer.CallAsync(method, $"{Dashboards}/{id}{path}", method is "GET" or "DELETE" ? null : new { })).Status.ShouldBe(403, $"{method} {path}");
        }

        (await editor.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.Text("serialized_dashboard").ShouldContain("answer_known_to_few");
        (await editor.CallAsync("PATCH", $"{Dashboards}/{id}", new { serialized_dashboard = "{}" })).Status.ShouldBe(200);
        (await viewer.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.Text("serialized_dashboard").ShouldContain("\"displayName\":\"P\"");

        // A warehouse that the publisher may not use publishes nothing.
        var warehouse = await WarehouseTests.CreateAsync(weir, new { name = $"w{Guid.NewGuid():N}" });
        (await editor.CallAsync("POST", $"{Dashboards}/{id}/published", new { warehouse_id = warehouse })).Status.ShouldBe(403);
        (await editor.CallAsync("POST", $"{Dashboards}/{id}/published", new { warehouse_id = "0000000000000000" })).Status.ShouldBe(404);
        (await weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/warehouses/{warehouse}", new { access_control_list = new[] { new { user_name = editorName, permission_level = "CAN_USE" } } })).Status.ShouldBe(200);
        (await editor.CallAsync("POST", $"{Dashboards}/{id}/published", new { warehouse_id = warehouse })).Body.Text("warehouse_id").ShouldBe(warehouse);
        (await viewer.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.Text("serialized_dashboard").ShouldBe("{}\n");
        (await editor.CallAsync("DELETE", $"{Dashboards}/{id}")).Status.ShouldBe(403);

        using var limited = await weir.ClientOfAsync(viewerName, ["sql"]);
        (await limited.CallAsync("GET", Dashboards)).Status.ShouldBe(403);
        using var dashboardsOnly = await weir.ClientOfAsync(viewerName, ["dashboards"]);
        (await dashboardsOnly.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("DELETE", $"{Dashboards}/{id}")).Status.ShouldBe(200, "an account admin manages each");
        (await viewer.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_usage_dashboard_is_one_for_the_account_keeps_its_warehouse_and_outlives_the_process()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        var (email, user) = await own.UserClientAsync();
        var absent = (await own.Client.CallAsync("GET", Usage)).Body;
        (absent.GetProperty("dashboard_id").ValueKind, absent.Text("display_name"), absent.GetProperty("is_update_available").GetBoolean()).ShouldBe((JsonValueKind.Null, "AI Gateway Usage Analytics", false));
        (await user.CallAsync("POST", Usage)).Status.ShouldBe(403);
        (await own.Client.CallAsync("PATCH", Usage, new { warehouse_id = "x" })).Status.ShouldBe(404);
        var (status, made) = await own.Client.CallAsync("POST", Usage);
        status.ShouldBe(200, made.ToString());
        var id = made.Text("dashboard_id");
        made.GetProperty("imported_version").GetInt32().ShouldBe(made.GetProperty("template_version").GetInt32());
        (await own.Client.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.GetProperty("embed_credentials").GetBoolean().ShouldBeTrue();

        // Nobody else has it until it is granted.
        (await user.CallAsync("GET", Usage)).Body.GetProperty("dashboard_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await user.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(404);
        await own.Client.CallAsync("PATCH", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = new[] { new { user_name = email, permission_level = "CAN_READ" } } });
        (await user.CallAsync("GET", Usage)).Body.Text("dashboard_id").ShouldBe(id);
        (await user.CallAsync("PATCH", Usage, new { warehouse_id = "x" })).Status.ShouldBe(403);

        // Every workspace has it.
        var account = await own.AccountIdAsync();
        var workspace = (await own.Client.CallAsync("POST", $"/api/2.0/accounts/{account}/workspaces", new { workspace_name = "other" })).Body.GetProperty("workspace_id").ToString();
        using var elsewhere = await own.ClientOfAsync("admin@weir.local", workspace: workspace);
        (await elsewhere.CallAsync("GET", Usage)).Body.Text("dashboard_id").ShouldBe(id);

        var warehouse = await WarehouseTests.CreateAsync(own, new { name = "for the dashboard" });
        (await own.Client.CallAsync("PATCH", Usage, new { warehouse_id = "0000000000000000" })).Status.ShouldBe(404);
        (await own.Client.CallAsync("PATCH", Usage, new { warehouse_id = warehouse })).Body.Text("warehouse_id").ShouldBe(warehouse);
        (await own.Client.CallAsync("GET", $"{Dashboards}/{id}/published")).Body.Text("warehouse_id").ShouldBe(warehouse);
        var shipped = (await own.Client.CallAsync("GET", $"{Dashboards}/{id}")).Body.Text("serialized_dashboard");
        await own.Client.CallAsync("PATCH", $"{Dashboards}/{id}", new { serialized_dashboard = "{}" });

        // A version that ships a newer template finds the older one imported.
        await own.StopAsync();
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(own.Data, "control", "weir.db")};Pooling=False"))
        {
            await database.OpenAsync(Stop);
            await using var aged = database.CreateCommand();
            aged.CommandText = "UPDATE dashboards SET TemplateVersion = 0 WHERE TemplateVersion IS NOT NULL";
            (await aged.ExecuteNonQueryAsync(Stop)).ShouldBe(1);
        }

        await own.StartAsync();
        var old = (await own.Client.CallAsync("GET", Usage)).Body;
        (old.GetProperty("imported_version").GetInt32(), old.GetProperty("is_update_available").GetBoolean(), old.Text("warehouse_id")).ShouldBe((0, true, warehouse));
        (await own.Client.CallAsync("GET", $"{Dashboards}/{id}")).Body.Text("serialized_dashboard").ShouldBe("{}\n");
        (await user.CallAsync("GET", $"{Dashboards}/{id}/published")).Status.ShouldBe(200);

        // Imported again from another workspace: the template, and the warehouse as it was.
        var again = (await elsewhere.CallAsync("POST", Usage)).Body;
        (again.Text("dashboard_id"), again.Text("warehouse_id"), again.GetProperty("is_update_available").GetBoolean()).ShouldBe((id, warehouse, false));
        (await own.Client.CallAsync("GET", $"{Dashboards}/{id}")).Body.Text("serialized_dashboard").ShouldBe(shipped);
        (await user.CallAsync("GET", Usage)).Body.Text("dashboard_id").ShouldBe(id, "what was granted stays");

        (await own.Client.CallAsync("DELETE", $"{Dashboards}/{id}")).Status.ShouldBe(200);
        (await own.Client.CallAsync("GET", Usage)).Body.GetProperty("dashboard_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await own.Client.CallAsync("POST", Usage)).Body.Text("dashboard_id").ShouldNotBe(id);
    }

    [Fact]
    public async Task The_dashboards_of_a_workspace_go_with_it()
    {
        var account = await weir.AccountIdAsync();
        var workspaces = $"/api/2.0/accounts/{account}/workspaces";
        var workspace = (await weir.Client.CallAsync("POST", workspaces, new { workspace_name = $"w{Guid.NewGuid():N}" })).Body.GetProperty("workspace_id").ToString();
        using var there = await weir.ClientOfAsync("admin@weir.local", workspace: workspace);
        var id = (await MadeAsync(there, "There", null)).Text("dashboard_id");
        await there.CallAsync("POST", $"{Dashboards}/{id}/published");
        (await weir.Client.CallAsync("GET", $"{Dashboards}/{id}")).Status.ShouldBe(404, "it is another workspace's");
        (await weir.Client.CallAsync("DELETE", $"{workspaces}/{workspace}")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("GET", $"{Dashboards}/{id}")).Status.ShouldBe(404);
    }

    private static async Task<JsonElement> MadeAsync(HttpClient client, string name, string? document, string? parent = null)
    {
        var (status, made) = await client.CallAsync("POST", Dashboards, new { display_name = name, serialized_dashboard = document, parent_path = parent });
        status.ShouldBe(200, made.ToString());
        return made;
    }

    private static async Task<(int Status, string Code, string Message)> ErrorAsync(HttpClient client, string method, string path, object? body = null)
    {
        var (status, answer) = await client.CallAsync(method, path, body);
        status.ShouldBeGreaterThanOrEqualTo(400, answer.ToString());
        return (status, answer.Text("error_code"), answer.Text("message"));
    }

    private static async Task<List<string>> ListedAsync(HttpClient client, string query = "") =>
        [.. (await client.CallAsync("GET", Dashboards + query)).Body.GetProperty("dashboards").EnumerateArray().Select(one => one.Text("dashboard_id"))];
}
