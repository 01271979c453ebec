using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Saved queries, the history of statements, and results as files, as programs use them.</summary>
public sealed class SavedQueryTests(RunningWeir weir)
{
    private const string Queries = "/api/2.0/sql/queries";
    private const string History = "/api/2.0/sql/history/queries";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_is_its_owner_s_until_it_is_granted_and_then_as_far_as_it_is()
    {
        var (ownerName, owner) = await weir.UserClientAsync();
        var (otherName, other) = await weir.UserClientAsync();
        var (status, made) = await owner.CallAsync("POST", Queries, new { query = new { display_name = "Mine", query_text = "SELECT :x", parameters = new object[] { new { name = "x", title = "X", text_value = new { value = "1" } }, new { name = "n", numeric_value = new { value = 1.5 } } }, tags = new[] { "a" } } });
        status.ShouldBe(200, made.ToString());
        var id = made.Text("id");
        Guid.Parse(id).Version.ShouldBe(7);
        (made.Text("owner_user_name"), made.Text("last_modifier_user_name"), made.Text("lifecycle_state")).ShouldBe((ownerName, ownerName, "ACTIVE"));
        made.GetProperty("parameters")[1].GetProperty("numeric_value").GetProperty("value").GetDouble().ShouldBe(1.5);
        DateTimeOffset.Parse(made.Text("create_time"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        (await owner.CallAsync("GET", $"{Queries}/{id}")).Body.ToString().ShouldBe(made.ToString());

        foreach (var (method, path) in new[] { ("GET", $"{Queries}/{id}"), ("PATCH", $"{Queries}/{id}"), ("DELETE", $"{Queries}/{id}"), ("GET", $"/api/2.0/permissions/queries/{id}"), ("GET", $"/api/2.0/permissions/queries/{id}/permissionLevels") })
        {
            var (refused, body) = await other.CallAsync(method, path, method == "PATCH" ? new { query = new { query_text = "SELECT 2" }, update_mask = "query_text" } : null);
            (refused, body.Text("error_code")).ShouldBe((404, "RESOURCE_DOES_NOT_EXIST"), $"{method} {path}");
        }

        (await ListedAsync(other)).ShouldNotContain(id);
        (await owner.CallAsync("PATCH", $"/api/2.0/permissions/queries/{id}", new { access_control_list = new[] { new { user_name = otherName, permission_level = "CAN_VIEW" } } })).Status.ShouldBe(200);
        (await ListedAsync(other)).ShouldContain(id);
        (await other.CallAsync("GET", $"{Queries}/{id}")).Body.Text("query_text").ShouldBe("SELECT :x");
        (await other.CallAsync("PATCH", $"{Queries}/{id}", new { query = new { query_text = "SELECT 2" }, update_mask = "query_text" })).Status.ShouldBe(403);
        var (_, granted) = await owner.CallAsync("PATCH", $"/api/2.0/permissions/queries/{id}", new { access_control_list = new[] { new { user_name = otherName, permission_level = "CAN_EDIT" } } });
        granted.Text("object_type").ShouldBe("query");
        var (changedStatus, changed) = await other.CallAsync("PATCH", $"{Queries}/{id}", new { query = new { query_text = "SELECT 2", display_name = "Not this" }, update_mask = "query_text" });
        changedStatus.ShouldBe(200, changed.ToString());
        (changed.Text("query_text"), changed.Text("display_name"), changed.Text("owner_user_name"), changed.Text("last_modifier_user_name")).ShouldBe(("SELECT 2", "Mine", ownerName, otherName));
        (await other.CallAsync("DELETE", $"{Queries}/{id}")).Status.ShouldBe(403);
        (await owner.CallAsync("DELETE", $"{Queries}/{id}")).Status.ShouldBe(200);
        (await owner.CallAsync("GET", $"{Queries}/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_name_is_its_owner_s_once_and_what_is_not_right_is_refused()
    {
        var (_, owner) = await weir.UserClientAsync();
        (await SaveAsync(owner, "100% _a", "SELECT 1")).Status.ShouldBe(200);
        (await SaveAsync(owner, "100% _a", "SELECT 1")).Body.Text("error_code").ShouldBe("RESOURCE_ALREADY_EXISTS");
        (await owner.CallAsync("POST", Queries, new { query = new { display_name = "100% _a", query_text = "SELECT 1" }, auto_resolve_display_name = true })).Body.Text("display_name").ShouldBe("100% _a (1)");
        var (_, second) = await owner.CallAsync("POST", Queries, new { query = new { display_name = "100% _a", query_text = "SELECT 1" }, auto_resolve_display_name = true });
        second.Text("display_name").ShouldBe("100% _a (2)");
        (await owner.CallAsync("PATCH", $"{Queries}/{second.Text("id")}", new { query = new { display_name = "100% _a" }, update_mask = "display_name" })).Status.ShouldBe(409);
        (await SaveAsync(owner, "large", new string('x', 1024 * 1024))).Status.ShouldBe(200);
        foreach (var wrong in new[]
        {
            """{}""",
            """{"query":{"display_name":"a"}}""",
            """{"query":{"query_text":"SELECT 1"}}""",
            $$$"""{"query":{"display_name":"a","query_text":"{{{new string('x', (1024 * 1024) + 1)}}}"}}""",
            """{"query":{"display_name":"a","query_text":"SELECT 1","parameters":[{"name":"x","text_value":{"value":1}}]}}""",
            """{"query":{"display_name":"a","query_text":"SELECT 1","parameters":[{"name":"x","other_value":{}}]}}""",
            """{"query":{"display_name":"a","query_text":"SELECT 1","run_as_mode":"OWNER"}}""",
        })
        {
            (await owner.CallAsync("POST", Queries, wrong)).Status.ShouldBe(400, wrong[..Math.Min(wrong.Length, 120)]);
        }

        (await owner.CallAsync("PATCH", $"{Queries}/{second.Text("id")}", new { query = new { display_name = "b" } })).Status.ShouldBe(400, "no mask");
        (await owner.CallAsync("PATCH", $"{Queries}/{second.Text("id")}", new { query = new { display_name = "b" }, update_mask = "owner_user_name" })).Status.ShouldBe(400);

        var first = (await owner.CallAsync("GET", $"{Queries}?page_size=3")).Body;
        first.GetProperty("results").GetArrayLength().ShouldBe(3);
        var rest = (await owner.CallAsync("GET", $"{Queries}?page_size=3&page_token={first.Text("next_page_token")}")).Body;
        rest.GetProperty("results").EnumerateArray().Select(query => query.Text("display_name")).ShouldBe(["100% _a"]);
        rest.GetProperty("next_page_token").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_history_has_what_was_run_for_who_ran_it_and_admins_and_outlives_the_process()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        var (_, user) = await own.UserClientAsync();
        var (_, other) = await own.UserClientAsync();
        var id = await RunAsync(user, "SELECT 1 AS mine UNION ALL SELECT 2");
        var failed = await RunAsync(user, "SELECT no_such_column");
        var others = await RunAsync(other, "SELECT 2 AS others");
        JsonElement mine = default;
        await RunningWeir.EventuallyAsync(async () =>
        {
            mine = (await user.CallAsync("GET", History)).Body;
            mine.GetProperty("res").EnumerateArray().Select(one => (one.Text("query_id"), one.Text("status"))).ShouldBe([(failed, "FAILED"), (id, "FINISHED")]);
        });
        var entry = mine.GetProperty("res")[1];
        (entry.Text("query_text"), entry.GetProperty("rows_produced").GetInt64(), entry.GetProperty("error_message").ValueKind).ShouldBe(("SELECT 1 AS mine UNION ALL SELECT 2", 2, JsonValueKind.Null));
        entry.GetProperty("query_end_time_ms").GetInt64().ShouldBeGreaterThanOrEqualTo(entry.GetProperty("query_start_time_ms").GetInt64());
        mine.GetProperty("res")[0].Text("error_message").ShouldContain("no_such_column");

        (await own.Client.CallAsync("GET", History)).Body.ToString().ShouldContain(others);
        var otherId = (await other.CallAsync("GET", "/api/2.0/weir/session")).Body.Text("user_id");
        (await user.CallAsync("GET", $"{History}?filter_by.user_ids={otherId}")).Status.ShouldBe(403);
        (await Ids(own.Client, $"?filter_by.user_ids={otherId}")).ShouldBe([others]);
        (await Ids(user, "?filter_by.statuses=FAILED")).ShouldBe([failed]);
        (await Ids(user, "?filter_by.warehouse_ids=another")).ShouldBeEmpty();
        (await Ids(user, $"?filter_by.query_start_time_range.end_time_ms={entry.GetProperty("query_start_time_ms").GetInt64() - 1}")).ShouldBeEmpty();
        var page = (await user.CallAsync("GET", $"{History}?max_results=1")).Body;
        page.GetProperty("has_next_page").GetBoolean().ShouldBeTrue();
        (await Ids(user, $"?max_results=1&page_token={page.Text("next_page_token")}")).ShouldBe([id]);
        (await user.CallAsync("GET", $"{History}?filter_by.statuses=DONE")).Status.ShouldBe(400);

        var running = (await user.CallAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT count(*) FROM range(1000000) AS a(x), range(1000000) AS b(y) WHERE (x * y) % 7 = 3", wait_timeout = "0s" })).Body.Text("statement_id");
        await RunningWeir.EventuallyAsync(async () => (await Ids(user, "?filter_by.statuses=RUNNING")).ShouldBe([running]));
        await user.CallAsync("POST", $"/api/2.0/sql/statements/{running}/cancel");
        await RunningWeir.EventuallyAsync(async () => (await Ids(user, "?filter_by.statuses=CANCELED")).ShouldBe([running]));
        await own.StopAsync();
        await own.StartAsync();
        (await Ids(user, string.Empty)).ShouldBe([running, failed, id]);
    }

    [Fact]
    public async Task The_result_of_one_s_own_statement_is_a_parquet_file()
    {
        var (_, user) = await weir.UserClientAsync();
        var (_, other) = await weir.UserClientAsync();
        var id = await RunAsync(user, "SELECT 1 AS a");
        var path = $"/api/2.0/weir/sql/statements/{id}/result.parquet";
        using var file = await user.GetAsync(path, Stop);
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        file.Content.Headers.ContentDisposition.FileName!.ShouldEndWith(".parquet");
        var bytes = await file.Content.ReadAsByteArrayAsync(Stop);
        System.Text.Encoding.ASCII.GetString(bytes[..4]).ShouldBe("PAR1");
        System.Text.Encoding.ASCII.GetString(bytes[^4..]).ShouldBe("PAR1");
        (await other.CallAsync("GET", path)).Status.ShouldBe(404);
    }

    private static async Task<(int Status, JsonElement Body)> SaveAsync(HttpClient client, string name, string text) =>
        await client.CallAsync("POST", Queries, new { query = new { display_name = name, query_text = text } });

    private static async Task<List<string>> ListedAsync(HttpClient client) =>
        [.. (await client.CallAsync("GET", Queries)).Body.GetProperty("results").EnumerateArray().Select(query => query.Text("id"))];

    private static async Task<List<string>> Ids(HttpClient client, string query) =>
        [.. (await client.CallAsync("GET", History + query)).Body.GetProperty("res").EnumerateArray().Select(one => one.Text("query_id"))];

    private static async Task<string> RunAsync(HttpClient client, string statement) =>
        (await client.CallAsync("POST", "/api/2.0/sql/statements", new { statement, wait_timeout = "50s" })).Body.Text("statement_id");
}
