using Shouldly;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>Workspaces of the real server: who is a member, and what that is good for.</summary>
public sealed class WorkspacesTests(RunningWeir weir)
{
    [Fact]
    public async Task An_account_admin_makes_lists_and_reads_workspaces()
    {
        var path = $"/api/2.0/accounts/{await weir.AccountIdAsync()}/workspaces";
        var name = $"w{Guid.NewGuid():N}";
        var (status, made) = await weir.Client.CallAsync("POST", path, new { workspace_name = name });
        status.ShouldBe(201, made.ToString());
        made.Text("workspace_status").ShouldBe("RUNNING");
        var id = made.GetProperty("workspace_id").GetInt64();
        id.ToString().Length.ShouldBe(16);
        id.ShouldBeLessThan(1L << 53, "some clients read numbers as floating-point");
        (await weir.Client.CallAsync("GET", path)).Body.EnumerateArray().Select(workspace => workspace.Text("workspace_name")).ShouldContain(name);
        (await weir.Client.CallAsync("GET", $"{path}/{id}")).Body.Text("workspace_name").ShouldBe(name);
        (await weir.Client.CallAsync("GET", $"{path}/1")).Status.ShouldBe(404);
        (await weir.Client.CallAsync("POST", path, new { workspace_name = name })).Status.ShouldBe(409);
        (await weir.Client.CallAsync("POST", path, new { workspace_name = " " })).Status.ShouldBe(400);
        (await weir.Client.CallAsync("GET", $"/api/2.0/accounts/{Guid.NewGuid()}/workspaces")).Status.ShouldBe(404);

        using var user = await weir.ClientOfAsync((await weir.UserAsync()).Name);
        (await user.CallAsync("GET", path)).Status.ShouldBe(403);
        (await user.CallAsync("POST", path, new { workspace_name = "mine" })).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_token_is_made_only_for_a_workspace_its_owner_is_a_member_of_and_stops_with_the_membership()
    {
        var (id, members) = await WorkspaceAsync();
        var user = await weir.UserAsync();
        var request = new { application_id = user.Name, workspace_id = id };
        var (refused, error) = await weir.Client.CallAsync("POST", "/api/2.0/token-management/on-behalf-of/tokens", request);
        refused.ShouldBe(403);
        error.Text("message").ShouldContain("no member");
        using var home = await weir.ClientOfAsync(user.Name);
        (await home.CallAsync("POST", "/api/2.0/token/create", new { workspace_id = id })).Status.ShouldBe(403);

        var (put, assigned) = await weir.Client.CallAsync("PUT", $"{members}/principals/{user.Id}", new { permissions = new[] { "USER" } });
        put.ShouldBe(200, assigned.ToString());
        assigned.GetProperty("principal").Text("user_name").ShouldBe(user.Name);
        var made = (await home.CallAsync("POST", "/api/2.0/token/create", new { workspace_id = id })).Body;
        using var there = weir.NewClient(made.Text("token_value"));
        using var me = await there.GetAsync($"{Scim}/Me", TestContext.Current.CancellationToken);
        me.Headers.GetValues("X-Databricks-Org-Id").Single().ShouldBe(id);
        (await there.CallAsync("POST", "/openai/v1/chat/completions", """{"model":"sandbox","messages":[]}""")).Status.ShouldBe(404, "another workspace's endpoints are not there");

        (await weir.Client.CallAsync("DELETE", $"{members}/principals/{user.Id}")).Status.ShouldBe(200);
        (await there.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
        (await home.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200, "the other workspace is another matter");
        (await weir.Client.CallAsync("DELETE", $"{members}/principals/{user.Id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_workspace_s_admin_says_who_works_there_and_nowhere_else()
    {
        var (id, members) = await WorkspaceAsync();
        var (_, elsewhere) = await WorkspaceAsync();
        var admin = await weir.UserAsync();
        var group = await weir.GroupAsync(admin.Id);
        var user = await weir.UserAsync();
        (await weir.Client.CallAsync("PUT", $"{members}/principals/{group.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(200);
        (await weir.Client.CallAsync("PUT", $"{elsewhere}/principals/{admin.Id}", new { permissions = new[] { "USER" } })).Status.ShouldBe(200);
        using var own = await weir.ClientOfAsync(admin.Name, workspace: id);
        (await own.CallAsync("GET", $"{Scim}/Me")).Body.GetProperty("groups").EnumerateArray().Select(known => known.Text("display")).ShouldBe(["admins", group.Name]);

        (await own.CallAsync("PUT", $"{members}/principals/{user.Id}", new { permissions = new[] { "USER" } })).Status.ShouldBe(200);
        var listed = (await own.CallAsync("GET", members)).Body.GetProperty("permission_assignments").EnumerateArray().ToList();
        listed.Count.ShouldBe(2);
        listed.Single(known => known.GetProperty("principal").TryGetProperty("group_name", out _)).GetProperty("permissions")[0].GetString().ShouldBe("ADMIN");
        (await own.CallAsync("PUT", $"{elsewhere}/principals/{admin.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(403);
        (await own.CallAsync("GET", elsewhere)).Status.ShouldBe(403);
        (await own.CallAsync("POST", $"{Scim}/Users", new { userName = "x@example.com" })).Status.ShouldBe(403);

        using var member = await weir.ClientOfAsync(user.Name, workspace: id);
        (await member.CallAsync("PUT", $"{members}/principals/{user.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(403);
        (await own.CallAsync("GET", "/api/2.0/token-management/tokens")).Body.GetProperty("token_infos").EnumerateArray().ShouldAllBe(token => token.GetProperty("workspace_id").GetInt64().ToString() == id);
        (await own.CallAsync("PUT", $"{members}/principals/{user.Id}", new { permissions = new[] { "OWNER" } })).Status.ShouldBe(400);
        (await own.CallAsync("PUT", $"{members}/principals/404", new { permissions = new[] { "USER" } })).Status.ShouldBe(404);
        (await own.CallAsync("PUT", $"{members}/principals/{user.Id}", new { permissions = Array.Empty<string>() })).Status.ShouldBe(200);
        (await member.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_workspace_is_renamed_and_deleted_with_all_that_is_in_it_but_its_rows()
    {
        var path = $"/api/2.0/accounts/{await weir.AccountIdAsync()}/workspaces";
        var (id, members) = await WorkspaceAsync();
        var admin = await weir.UserAsync();
        (await weir.Client.CallAsync("PUT", $"{members}/principals/{admin.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(200);
        using var there = await weir.ClientOfAsync(admin.Name, workspace: id);
        var endpoint = new { name = "mine", config = new { destinations = new[] { new { name = "s", traffic_percentage = 100, external_model_config = new { provider = "sandbox", model = "sandbox" } } } } };
        (await there.CallAsync("POST", "/api/ai-gateway/v2/endpoints", endpoint)).Status.ShouldBe(200);
        using var call = await there.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"mine","messages":[]}"""), TestContext.Current.CancellationToken);
        var request = RunningWeir.RequestIdOf(call);

        var name = $"w{Guid.NewGuid():N}";
        (await weir.Client.CallAsync("PATCH", $"{path}/{id}", new { workspace_name = name })).Body.Text("workspace_name").ShouldBe(name);
        (await weir.Client.CallAsync("GET", $"{path}/{id}")).Body.Text("workspace_name").ShouldBe(name);
        (await weir.Client.CallAsync("PATCH", $"{path}/{id}", new { workspace_name = "main" })).Status.ShouldBe(409);
        (await weir.Client.CallAsync("PATCH", $"{path}/{id}", "{}")).Status.ShouldBe(400);
        (await there.CallAsync("DELETE", $"{path}/{id}")).Status.ShouldBe(403, "an admin of it has not made it");

        (await weir.Client.CallAsync("DELETE", $"{path}/{id}")).Status.ShouldBe(200);
        (await there.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
        (await there.CallAsync("POST", "/openai/v1/chat/completions", """{"model":"mine","messages":[]}""")).Status.ShouldBe(401);
        (await weir.Client.CallAsync("GET", $"{path}/{id}")).Status.ShouldBe(404);
        (await weir.Client.CallAsync("DELETE", $"{path}/{id}")).Status.ShouldBe(404);
        (await weir.RowAsync(request))["workspace_id"].ShouldBe(id, "history stays");
        (await weir.Client.CallAsync("GET", $"{Scim}/Users/{admin.Id}")).Status.ShouldBe(200, "and so do its people");

        // Nobody cuts off the branch that they sit on, and so there is always a workspace.
        var own = (await weir.Client.CallAsync("GET", path)).Body.EnumerateArray().Single(workspace => workspace.Text("workspace_name") == "main").GetProperty("workspace_id").ToString();
        (await weir.Client.CallAsync("DELETE", $"{path}/{own}")).Status.ShouldBe(400);
    }

    private async Task<(string Id, string Members)> WorkspaceAsync()
    {
        var account = await weir.AccountIdAsync();
        var (status, made) = await weir.Client.CallAsync("POST", $"/api/2.0/accounts/{account}/workspaces", new { workspace_name = $"w{Guid.NewGuid():N}" });
        status.ShouldBe(201, made.ToString());
        var id = made.GetProperty("workspace_id").GetInt64().ToString();
        return (id, $"/api/2.0/preview/accounts/{account}/workspaces/{id}/permissionassignments");
    }
}
