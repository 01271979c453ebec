using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Warehouses: made, run on, stopped and started, and who may do so.</summary>
public sealed class WarehouseTests(RunningWeir weir)
{
    private const string Warehouses = "/api/2.0/sql/warehouses";
    private const string Statements = "/api/2.0/sql/statements";
    private const string Heavy = "SELECT count(*) FROM range(1000000) AS a(x), range(1000000) AS b(y) WHERE (x * y) % 7 = 3";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warehouse_is_made_edited_run_on_and_deleted_and_each_change_is_audited()
    {
        var name = NewName();
        var id = await CreateAsync(weir, new { name, cluster_size = "X-Small", min_num_clusters = 1, max_num_clusters = 2, auto_stop_mins = 30, warehouse_type = "CLASSIC", tags = new { custom_tags = new[] { new { key = "team", value = "blue" } } } });
        var made = (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Body;
        made.Text("name").ShouldBe(name);
        made.Text("state").ShouldBe("RUNNING");
        made.Text("creator_name").ShouldBe("admin@weir.local");
        made.Text("cluster_size").ShouldBe("X-Small");
        made.GetProperty("num_statements_at_once").GetInt32().ShouldBe(4);
        made.GetProperty("num_active_sessions").GetInt32().ShouldBe(0);
        made.GetProperty("tags").ToString().ShouldBe("""{"custom_tags":[{"key":"team","value":"blue"}]}""");
        made.GetProperty("odbc_params").Text("path").ShouldBe($"/sql/1.0/warehouses/{id}");
        (await RunAsync(weir.Client, id, "SELECT 1")).ShouldContain("SUCCEEDED");

        (await weir.Client.CallAsync("POST", $"{Warehouses}/{id}/edit", new { cluster_size = "Medium" })).Status.ShouldBe(200);
        var edited = (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Body;
        edited.Text("cluster_size").ShouldBe("Medium");
        edited.GetProperty("auto_stop_mins").GetInt32().ShouldBe(30, "what an edit leaves out stays");

        var (status, taken) = await weir.Client.CallAsync("POST", Warehouses, new { name = name.ToUpperInvariant() });
        status.ShouldBe(409);
        taken.Text("error_code").ShouldBe("RESOURCE_ALREADY_EXISTS");
        (await weir.Client.CallAsync("POST", Warehouses, new { name = NewName(), cluster_size = "Tiny" })).Body.Text("message").ShouldContain("'cluster_size'");
        (await weir.Client.CallAsync("POST", Warehouses, "[1]")).Body.Text("error_code").ShouldBe("MALFORMED_REQUEST");

        (await weir.Client.CallAsync("POST", $"{Warehouses}/{id}/stop")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("POST", $"{Warehouses}/{id}/start")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("DELETE", $"{Warehouses}/{id}")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Status.ShouldBe(404);
        (await weir.Client.CallAsync("POST", Statements, new { statement = "SELECT 1", warehouse_id = id })).Status.ShouldBe(404);
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT DISTINCT action_name FROM system.access.audit WHERE service_name = 'databrickssql' AND (request_params['id'] = '{id}' OR (request_params['name'] = '{name}' AND action_name = 'createWarehouse')) ORDER BY 1"))
                .Select(row => row[0]).ShouldBe(["createWarehouse", "deleteWarehouse", "editWarehouse", "startWarehouse", "stopWarehouse"]));
    }

    [Fact]
    public async Task Statements_beyond_the_limit_wait_in_order_and_can_be_cancelled_and_a_stop_cancels_all_with_a_sentence()
    {
        var name = NewName();
        var id = await CreateAsync(weir, new { name, cluster_size = "2X-Small" });
        var first = await SubmitAsync(weir.Client, id, Heavy);
        var second = await SubmitAsync(weir.Client, id, "SELECT 2");
        var third = await SubmitAsync(weir.Client, id, "SELECT 3");
        await StateAsync(first, "RUNNING");
        await StateAsync(second, "PENDING");
        var counts = (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Body;
        (counts.GetProperty("num_active_sessions").GetInt32(), counts.GetProperty("num_queued_statements").GetInt32()).ShouldBe((1, 2));

        (await weir.Client.CallAsync("POST", $"{Statements}/{second}/cancel")).Status.ShouldBe(200);
        await StateAsync(second, "CANCELED");
        await StateAsync(third, "PENDING");
        (await weir.Client.CallAsync("POST", $"{Warehouses}/{id}/stop")).Status.ShouldBe(200);
        foreach (var statement in new[] { first, third })
        {
            (await StateAsync(statement, "CANCELED")).GetProperty("status").GetProperty("error").Text("message").ShouldBe($"The warehouse '{name}' was stopped by admin@weir.local. Run the statement again: that starts the warehouse.");
        }

        var stopped = (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Body;
        stopped.Text("state").ShouldBe("STOPPED");
        stopped.GetProperty("num_clusters").GetInt32().ShouldBe(0);
        (await RunAsync(weir.Client, id, "SELECT 4")).ShouldContain("SUCCEEDED");
        (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Body.Text("state").ShouldBe("RUNNING");
    }

    [Fact]
    public async Task Who_was_not_granted_a_warehouse_neither_sees_it_nor_runs_on_it()
    {
        var id = await CreateAsync(weir, new { name = NewName() });
        var (email, user) = await weir.UserClientAsync();
        (await user.CallAsync("GET", Warehouses)).Body.ToString().ShouldNotContain(id);
        (await user.CallAsync("GET", $"{Warehouses}/{id}")).Status.ShouldBe(403);
        (await user.CallAsync("POST", Statements, new { statement = "SELECT 1", warehouse_id = id })).Status.ShouldBe(403);
        (await user.CallAsync("POST", Warehouses, new { name = NewName() })).Status.ShouldBe(403);

        await GrantAsync(weir, id, email, "CAN_USE");
        (await user.CallAsync("GET", Warehouses)).Body.GetProperty("warehouses").EnumerateArray().Single(one => one.Text("id") == id).GetProperty("can_manage").GetBoolean().ShouldBeFalse();
        (await RunAsync(user, id, "SELECT 1")).ShouldContain("SUCCEEDED");
        (await user.CallAsync("POST", $"{Warehouses}/{id}/start")).Status.ShouldBe(200);
        foreach (var (method, path) in new[] { ("POST", "/edit"), ("POST", "/stop"), ("DELETE", "") })
        {
            (await user.CallAsync(method, $"{Warehouses}/{id}{path}", method == "POST" ? new { } : null)).Status.ShouldBe(403, path);
        }

        await GrantAsync(weir, id, email, "CAN_MANAGE");
        (await user.CallAsync("POST", $"{Warehouses}/{id}/edit", new { auto_stop_mins = 5 })).Status.ShouldBe(200);
        (await user.CallAsync("DELETE", $"{Warehouses}/{id}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_warehouse_belongs_to_its_workspace_and_goes_with_it()
    {
        var account = await weir.AccountIdAsync();
        var workspace = (await weir.Client.CallAsync("POST", $"/api/2.0/accounts/{account}/workspaces", new { workspace_name = NewName() })).Body.GetProperty("workspace_id").ToString();
        var admin = await weir.UserAsync();
        (await weir.Client.CallAsync("PUT", $"/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{admin.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(200);
        using var there = await weir.ClientOfAsync(admin.Name, workspace: workspace);
        var name = NewName();
        var (status, made) = await there.CallAsync("POST", Warehouses, new { name });
        status.ShouldBe(200, made.ToString());
        var id = made.Text("id");
        var listed = (await there.CallAsync("GET", Warehouses)).Body.GetProperty("warehouses").EnumerateArray().ToList();
        listed.Select(one => one.Text("name")).ShouldBe(["Weir", name]);
        listed.Select(one => one.GetProperty("can_manage").GetBoolean()).ShouldBe([false, true], "the one of every workspace is the account's");
        (await weir.Client.CallAsync("GET", $"{Warehouses}/{id}")).Status.ShouldBe(404);
        await CreateAsync(weir, new { name });
        (await weir.Client.CallAsync("DELETE", $"/api/2.0/accounts/{account}/workspaces/{workspace}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_one_from_the_start_is_changed_by_account_admins_and_not_deleted_and_all_outlive_a_restart()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        var initial = (await own.Client.CallAsync("GET", Warehouses)).Body.GetProperty("warehouses")[0];
        var id = initial.Text("id");
        initial.Text("name").ShouldBe("Weir");
        var (status, refused) = await own.Client.CallAsync("DELETE", $"{Warehouses}/{id}");
        status.ShouldBe(400);
        refused.Text("message").ShouldContain("cannot be deleted");
        (await own.Client.CallAsync("POST", $"{Warehouses}/{id}/edit", new { name = "Other" })).Body.Text("message").ShouldContain("keeps its name");
        (await own.Client.CallAsync("POST", $"{Warehouses}/{id}/edit", new { name = "Weir", cluster_size = "Medium", max_num_clusters = 2 })).Status.ShouldBe(200);
        var made = await CreateAsync(own, new { name = "Kept", auto_stop_mins = 0 });
        (await own.Client.CallAsync("POST", $"{Warehouses}/{made}/stop")).Status.ShouldBe(200);

        await own.StopAsync();
        await own.StartAsync();
        var kept = (await own.Client.CallAsync("GET", Warehouses)).Body.GetProperty("warehouses");
        kept.EnumerateArray().Select(one => (one.Text("id"), one.Text("name"), one.Text("cluster_size"), one.Text("state"))).ShouldBe([(id, "Weir", "Medium", "RUNNING"), (made, "Kept", "Small", "STOPPED")]);
        (await RunAsync(own.Client, made, "SELECT 1")).ShouldContain("SUCCEEDED");
        (await own.Client.CallAsync("GET", $"{Warehouses}/{made}")).Body.Text("state").ShouldBe("RUNNING");
    }

    internal static async Task<string> CreateAsync(RunningWeir server, object warehouse)
    {
        var (status, made) = await server.Client.CallAsync("POST", Warehouses, warehouse);
        status.ShouldBe(200, made.ToString());
        return made.Text("id");
    }

    private static async Task GrantAsync(RunningWeir server, string id, string email, string level) =>
        (await server.Client.CallAsync("PATCH", $"/api/2.0/permissions/warehouses/{id}", new { access_control_list = new[] { new { user_name = email, permission_level = level } } })).Status.ShouldBe(200);

    private static async Task<string> RunAsync(HttpClient client, string warehouse, string statement) =>
        (await client.CallAsync("POST", Statements, new { statement, warehouse_id = warehouse, wait_timeout = "50s" })).Body.ToString();

    private static async Task<string> SubmitAsync(HttpClient client, string warehouse, string statement) =>
        (await client.CallAsync("POST", Statements, new { statement, warehouse_id = warehouse, wait_timeout = "0s" })).Body.Text("statement_id");

    private async Task<JsonElement> StateAsync(string statement, string state)
    {
        JsonElement answer = default;
        for (var i = 0; i < 300; i++)
        {
            answer = (await weir.Client.CallAsync("GET", $"{Statements}/{statement}")).Body;
            if (answer.GetProperty("status").Text("state") == state)
            {
                return answer;
            }

            await Task.Delay(50, Stop);
        }

        throw new ShouldAssertException($"{statement} is {answer}, not {state}.");
    }

    private static string NewName() => $"w{Guid.NewGuid():N}";
}
