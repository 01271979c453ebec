using System.Diagnostics;
using System.Net.Http.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>
/// Every route of the server's own table for every kind of principal. A route that no rule names fails, and so does a rule that no route needs.
/// </summary>
public sealed class AuthorisationMatrixTests(RunningWeir weir)
{
    private static readonly string[] DataPlane = ["mlflow", "openai", "cursor", "codex", "anthropic", "gemini"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // What each kind of principal is answered: R refused without a token (401), F forbidden (403), A allowed (anything else).
    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        // none, user, granted user, admin of the workspace, account admin
        ["GET /api/2.0/accounts/{account_id}/previews"] = "R F F F A",
        ["PATCH /api/2.0/accounts/{account_id}/previews"] = "R F F F A",
        ["GET /api/2.0/permissions/sql/warehouses/{id}"] = "R F F F A",
        ["PUT /api/2.0/permissions/sql/warehouses/{id}"] = "R F F F A",
        ["PATCH /api/2.0/permissions/sql/warehouses/{id}"] = "R F F F A",
        ["GET /api/2.0/permissions/sql/warehouses/{id}/permissionLevels"] = "R A A A A",
        ["GET /api/2.0/permissions/{type}/{id}"] = "R F A A A",
        ["PUT /api/2.0/permissions/{type}/{id}"] = "R F A A A",
        ["PATCH /api/2.0/permissions/{type}/{id}"] = "R F A A A",
        ["GET /api/2.0/permissions/{type}/{id}/permissionLevels"] = "R F A A A",
        ["GET /api/2.0/sql/statements/{id}"] = "R A A A A",
        ["GET /api/2.0/sql/statements/{id}/result/chunks/{index:int}"] = "R A A A A",
        ["POST /api/2.0/sql/statements/"] = "R A A A A",
        ["POST /api/2.0/sql/statements/{id}/cancel"] = "R A A A A",
        ["GET /api/2.0/weir/sql/statements/{id}/result.parquet"] = "R A A A A",

        // Whoever has not been granted one is told that it is not there, which is no refusal (see SavedQueryTests).
        ["GET /api/2.0/sql/queries/"] = "R A A A A",
        ["GET /api/2.0/sql/queries/{id}"] = "R A A A A",
        ["POST /api/2.0/sql/queries/"] = "R A A A A",
        ["PATCH /api/2.0/sql/queries/{id}"] = "R A A A A",
        ["DELETE /api/2.0/sql/queries/{id}"] = "R A A A A",
        ["GET /api/2.0/sql/history/queries"] = "R A A A A",
        ["GET /api/2.0/sql/warehouses/"] = "R A A A A",
        ["GET /api/2.0/sql/warehouses/{id}"] = "R A A A A",
        ["POST /api/2.0/sql/warehouses/"] = "R F F A A",

        // Of a warehouse that somebody made, and lets some manage.
        ["POST /api/2.0/sql/warehouses/{id}/edit"] = "R F A A A",
        ["POST /api/2.0/sql/warehouses/{id}/start"] = "R F A A A",
        ["POST /api/2.0/sql/warehouses/{id}/stop"] = "R F A A A",
        ["DELETE /api/2.0/sql/warehouses/{id}"] = "R F A A A",
        ["GET /api/2.0/token-management/tokens"] = "R F F A A",
        ["GET /api/2.0/token-management/tokens/{id}"] = "R F F A A",
        ["DELETE /api/2.0/token-management/tokens/{id}"] = "R F F A A",
        ["POST /api/2.0/token-management/on-behalf-of/tokens"] = "R F F F A",
        ["POST /api/2.0/token/create"] = "R A A A A",
        ["POST /api/2.0/token/delete"] = "R A A A A",
        ["GET /api/2.0/token/list"] = "R A A A A",
        ["GET /api/2.0/weir/openapi.json"] = "R A A A A",
        ["GET /api/2.0/weir/session"] = "R A A A A",
        ["PUT /api/2.0/weir/session"] = "R A A A A",
        ["GET /api/2.0/weir/sessions"] = "R A A A A",
        ["DELETE /api/2.0/weir/sessions/{id}"] = "R A A A A",
        ["POST /api/2.0/weir/sessions/revoke-all"] = "R A A A A",
        ["POST /api/2.0/weir/sign-in-links"] = "R F F F A",
        ["DELETE /api/2.0/weir/users/{user_name}/password"] = "R F F F A",

        // In a session only, whoever's token it is.
        ["PUT /api/2.0/weir/me/password"] = "R F F F F",
        ["POST /api/2.0/weir/destinations/test"] = "R A A A A",
        ["GET /api/2.0/weir/prices/"] = "R F F F A",
        ["GET /api/2.0/weir/prices/effective"] = "R F F F A",
        ["PUT /api/2.0/weir/prices/overrides"] = "R F F F A",
        ["DELETE /api/2.0/weir/prices/overrides/{id}"] = "R F F F A",
        ["POST /api/2.0/weir/prices/import"] = "R F F F A",
        ["POST /api/2.0/weir/recost"] = "R F F F A",

        // A dashboard that may not be seen is a 404, as one that does not exist.
        ["GET /api/2.0/lakeview/dashboards/"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/migrate"] = "R A A A A",
        ["GET /api/2.0/lakeview/dashboards/{dashboard_id}"] = "R A A A A",
        ["PATCH /api/2.0/lakeview/dashboards/{dashboard_id}"] = "R A A A A",
        ["DELETE /api/2.0/lakeview/dashboards/{dashboard_id}"] = "R A A A A",
        ["GET /api/2.0/lakeview/dashboards/{dashboard_id}/published"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/{dashboard_id}/published"] = "R A A A A",
        ["DELETE /api/2.0/lakeview/dashboards/{dashboard_id}/published"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/{dashboard_id}/revert"] = "R A A A A",
        ["GET /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/"] = "R A A A A",
        ["GET /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}"] = "R A A A A",
        ["PUT /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}"] = "R A A A A",
        ["DELETE /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/run"] = "R A A A A",
        ["GET /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions/"] = "R A A A A",
        ["POST /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions/"] = "R A A A A",
        ["GET /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions/{subscription_id}"] = "R A A A A",
        ["DELETE /api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions/{subscription_id}"] = "R A A A A",
        ["POST /api/2.0/weir/dashboards/{dashboard_id}/widgets/{widget_name}/result"] = "R A A A A",
        ["POST /api/2.0/weir/dashboards/{dashboard_id}/widgets/{widget_name}/statement"] = "R A A A A",
        ["POST /api/2.0/weir/dashboards/{dashboard_id}/published/widgets/{widget_name}/result"] = "R A A A A",
        ["POST /api/2.0/weir/dashboards/{dashboard_id}/published/widgets/{widget_name}/statement"] = "R A A A A",
        ["GET /api/2.0/weir/usage-dashboard/"] = "R A A A A",
        ["POST /api/2.0/weir/usage-dashboard/"] = "R F F F A",
        ["PATCH /api/2.0/weir/usage-dashboard/"] = "R F F F A",
        ["GET /api/2.0/weir/budgets/"] = "R F F F A",
        ["GET /api/2.0/weir/budgets/{id}"] = "R F F F A",
        ["POST /api/2.0/weir/budgets/"] = "R F F F A",
        ["PATCH /api/2.0/weir/budgets/{id}"] = "R F F F A",
        ["DELETE /api/2.0/weir/budgets/{id}"] = "R F F F A",
        ["GET /api/2.0/weir/health"] = "R F F F A",
        ["GET /api/2.0/weir/alerts"] = "R F F F A",
        ["GET /api/2.0/weir/spend/unpriced"] = "R F F F A",
        ["GET /api/2.0/weir/usage/me"] = "R A A A A",
        ["GET /api/2.0/weir/agents/"] = "R A A A A",
        ["GET /api/2.0/weir/agents/{key}/setup"] = "R A A A A",
        ["GET /api/2.0/weir/catalog/access/{type}/{fullName}"] = "R A A A A",
        ["GET /api/2.0/weir/catalog/tables/{fullName}/details"] = "R A A A A",

        // What may not be seen is a 404, as what does not exist.
        ["GET /api/2.1/unity-catalog/catalogs"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/catalogs/{name}"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/schemas"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/schemas/{fullName}"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/tables"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/tables/{fullName}"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/tables/{fullName}/exists"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/table-summaries"] = "R A A A A",
        ["GET /api/2.1/unity-catalog/effective-permissions/{type}/{fullName}"] = "R F A F A",
        ["GET /api/2.1/unity-catalog/permissions/{type}/{fullName}"] = "R F A F A",
        ["PATCH /api/2.1/unity-catalog/permissions/{type}/{fullName}"] = "R F A F A",
        ["GET /api/ai-gateway/v2/endpoints/"] = "R A A A A",
        ["POST /api/ai-gateway/v2/endpoints/"] = "R A A A A",
        ["GET /api/ai-gateway/v2/endpoints/{name}"] = "R F A A A",
        ["PATCH /api/ai-gateway/v2/endpoints/{name}"] = "R F A A A",
        ["DELETE /api/ai-gateway/v2/endpoints/{name}"] = "R F A A A",
        ["POST /oidc/v1/token"] = "A A A A A",
        ["POST /oidc/accounts/{account}/v1/token"] = "A A A A A",
        // Telemetry is authenticated by its protocol: its refusals are in OpenTelemetry's shape, and gRPC's in trailers behind a 200.
        ["POST /"] = "R A A A A",
        ["POST /v1/metrics"] = "R A A A A",
        ["POST /v1/logs"] = "R A A A A",
        ["POST /v1/traces"] = "R A A A A",
        ["POST /api/2.0/otel/v1/metrics"] = "R A A A A",
        ["POST /api/2.0/otel/v1/logs"] = "R A A A A",
        ["POST /api/2.0/otel/v1/traces"] = "R A A A A",
        ["POST /opentelemetry.proto.collector.metrics.v1.MetricsService/Export"] = "A A A A A",
        ["POST /opentelemetry.proto.collector.logs.v1.LogsService/Export"] = "A A A A A",
        ["POST /opentelemetry.proto.collector.trace.v1.TraceService/Export"] = "A A A A A",
        ["GET /api/hello"] = "A A A A A",
        ["HEAD /api/hello"] = "A A A A A",
        ["HEAD /"] = "A A A A A",
        ["GET /"] = "A A A A A",
        ["GET /ui/{**path}"] = "A A A A A",
        ["GET /health/live"] = "A A A A A",
        ["GET /health/ready"] = "A A A A A",
        ["* /metrics"] = "R A A A A",

        // Everybody may see the pages; their forms are taken from the pages alone, and a token opens none of them.
        ["GET /sign-in"] = "A A A A A",
        ["GET /sign-in/style.css"] = "A A A A A",
        ["GET /sign-in/script.js"] = "A A A A A",
        ["GET /sign-in/provider"] = "A A A A A",
        ["GET /sign-in/provider/callback"] = "A A A A A",
        ["POST /sign-in/link"] = "F F F F F",
        ["POST /sign-in/password"] = "F F F F F",
        ["POST /sign-in/new-password"] = "F F F F F",
        ["POST /sign-out"] = "F F F F F",
    };

    [Fact]
    public async Task Every_route_answers_each_kind_of_principal_as_its_rule_says()
    {
        var (plainName, plain) = await weir.UserClientAsync();
        var (grantedName, granted) = await weir.UserClientAsync();
        plainName.ShouldNotBe(grantedName);

        // Rights reach a member of a group that is in the granted one as they reach a granted user.
        var nested = await weir.UserAsync();
        var inner = await weir.GroupAsync(nested.Id);
        var outer = await weir.GroupAsync(inner.Id);
        using var member = await weir.ClientOfAsync(nested.Name);
        using var anonymous = new HttpClient { BaseAddress = new Uri(weir.Address) };
        using var grant = await weir.Client.PatchAsJsonAsync("/api/2.1/unity-catalog/permissions/table/matrix.of.rules", new { changes = new[] { grantedName, outer.Name }.Select(name => new { principal = name, add = new[] { "MANAGE" } }) }, Stop);
        grant.EnsureSuccessStatusCode();
        var warehouse = (await weir.Client.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/2.0/sql/warehouses", Stop)).GetProperty("warehouses")[0].GetProperty("id").GetString()!;
        var account = await weir.AccountIdAsync();
        var workspace = (await weir.Client.CallAsync("GET", $"/api/2.0/accounts/{account}/workspaces")).Body[0].GetProperty("workspace_id").ToString();
        var administrator = await weir.UserAsync();
        (await weir.Client.CallAsync("PUT", $"/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{administrator.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(200);
        using var workspaceAdmin = await weir.ClientOfAsync(administrator.Name);

        // An admin of its own: one of the routes ends all sessions of who calls it, and other tests are signed in as the first admin.
        var owner = await weir.UserAsync();
        (await weir.Client.CallAsync("PATCH", $"/api/2.0/accounts/{account}/scim/v2/Users/{owner.Id}", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"roles","value":[{"value":"account_admin"}]}]}""")).Status.ShouldBe(200);
        using var accountAdmin = await weir.ClientOfAsync(owner.Name);
        var wrong = new List<string>();
        var routes = await RoutesAsync();
        foreach (var route in routes)
        {
            if (RuleOf(route) is not { } rule)
            {
                wrong.Add($"{route} has no rule");
                continue;
            }

            // Each route has endpoints, and where it changes one a warehouse, of its own, since one of them deletes them.
            var endpoint = await ManagedAsync();
            var changed = route.StartsWith("GET ", StringComparison.Ordinal) || !route.Contains(" /api/2.0/sql/warehouses/{id}", StringComparison.Ordinal) ? warehouse : await WarehouseAsync();
            var answers = new List<string>();
            foreach (var client in new[] { anonymous, plain, granted, workspaceAdmin, accountAdmin })
            {
                answers.Add(await AnswerAsync(client, route, endpoint, changed, account, workspace));
            }

            if (string.Join(' ', answers) != rule)
            {
                wrong.Add($"{route} answers {string.Join(' ', answers)}; its rule is {rule}");
            }

            if (await AnswerAsync(member, route, await ManagedAsync(), changed == warehouse ? warehouse : await WarehouseAsync(), account, workspace) is var answered && answered != answers[2])
            {
                wrong.Add($"{route} answers {answered} to a member of a granted group, {answers[2]} to a granted user");
            }
        }

        wrong.AddRange(Rules.Keys.Except(routes).Select(rule => $"{rule} is no route"));
        wrong.ShouldBeEmpty();

        async Task<string> WarehouseAsync()
        {
            var made = await WarehouseTests.CreateAsync(weir, new { name = $"w{Guid.NewGuid():N}" });
            using var managed = await weir.Client.PatchAsJsonAsync($"/api/2.0/permissions/warehouses/{made}", new { access_control_list = new object[] { new { user_name = grantedName, permission_level = "CAN_MANAGE" }, new { group_name = outer.Name, permission_level = "CAN_MANAGE" } } }, Stop);
            managed.EnsureSuccessStatusCode();
            return made;
        }

        async Task<string> ManagedAsync()
        {
            var endpoint = await weir.EndpointAsync("openai", "openai-chat/json");
            using var managed = await weir.Client.PatchAsJsonAsync($"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}", new { access_control_list = new object[] { new { user_name = grantedName, permission_level = "CAN_MANAGE" }, new { group_name = outer.Name, permission_level = "CAN_MANAGE" } } }, Stop);
            managed.EnsureSuccessStatusCode();
            return endpoint;
        }
    }

    private static string? RuleOf(string route)
    {
        var path = route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (Rules.TryGetValue(route, out var rule))
        {
            return rule;
        }

        if (path.Contains("/scim/v2/", StringComparison.Ordinal))
        {
            return ScimRuleOf(route, path);
        }

        if (path.Contains("/permissionassignments", StringComparison.Ordinal))
        {
            return "R F F A A";
        }

        if (path.Contains("/credentials/secrets", StringComparison.Ordinal) || path.StartsWith("/api/2.0/accounts/{account}/workspaces", StringComparison.Ordinal))
        {
            return "R F F F A";
        }

        var first = path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(part => part == "ai-gateway").FirstOrDefault();
        return !DataPlane.Contains(first) ? null

            // Nothing is behind them: an unknown path, and what Codex tells its provider.
            : path.EndsWith("{**rest}", StringComparison.Ordinal) ? "A A A A A"
            : path.EndsWith("/models", StringComparison.Ordinal) ? "R A A A A"

            // A listed model is not there for whom it was not granted.
            : path.EndsWith("/models/{name}", StringComparison.Ordinal) ? "R A A A A"
            : "R F A A A";
    }

    // Everybody may read what the service can do, and the names of the workspace's principals; the account's are for its admins.
    private static string ScimRuleOf(string route, string path)
    {
        var isDiscovery = new[] { "/Me", "/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/{name}", "/Schemas", "/Schemas/{urn}" }.Any(end => path.EndsWith("v2" + end, StringComparison.Ordinal));
        var isOfWorkspace = path.StartsWith("/api/2.0/preview/scim/", StringComparison.Ordinal);
        return isDiscovery || (isOfWorkspace && route.StartsWith("GET ", StringComparison.Ordinal)) ? "R A A A A" : "R F F F A";
    }

    private static async Task<string> AnswerAsync(HttpClient client, string route, string endpoint, string warehouse, string account, string workspace)
    {
        var (method, path) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        path = path.Replace("{type}/{fullName}", "table/matrix.of.rules", StringComparison.Ordinal)
            .Replace("{type}/{id}", "ai-gateway-endpoints/" + endpoint, StringComparison.Ordinal)
            .Replace("{call}", endpoint + ":generateContent", StringComparison.Ordinal)
            .Replace("{name}", endpoint, StringComparison.Ordinal)
            .Replace("warehouses/{id}", "warehouses/" + warehouse, StringComparison.Ordinal)
            .Replace("{account}", account, StringComparison.Ordinal).Replace("{account_id}", account, StringComparison.Ordinal).Replace("{workspace}", workspace, StringComparison.Ordinal)
            .Replace("{principal}", "1", StringComparison.Ordinal).Replace("{urn}", "matrix", StringComparison.Ordinal).Replace("{key}", "codex", StringComparison.Ordinal).Replace("{dashboard_id}", "matrix", StringComparison.Ordinal)
            .Replace("{id}", "matrix", StringComparison.Ordinal).Replace("{index:int}", "0", StringComparison.Ordinal).Replace("{**rest}", "matrix", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method == "*" ? "GET" : method), path);
        request.Headers.Add("Weir-Endpoint", endpoint);
        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = path.EndsWith("/files", StringComparison.Ordinal) || path.Contains("/images/edits", StringComparison.Ordinal) || path.Contains("/images/variations", StringComparison.Ordinal) || path.Contains("/audio/trans", StringComparison.Ordinal)
                ? new MultipartFormDataContent { { new StringContent(endpoint), "model" } }
                : ByteFidelityTests.Json(path.StartsWith("/api/", StringComparison.Ordinal)
                    ? BodyOf(method, path)
                    : $$"""{"model":"{{endpoint}}","messages":[],"contents":[],"max_tokens":1,"input":"x"}""");
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        ((int)answer.StatusCode).ShouldNotBe(405, route);
        return (int)answer.StatusCode switch { 401 => "R", 403 => "F", _ => "A" };
    }

    // Bodies that change nothing: what is asked here is only who may ask.
    private static string BodyOf(string method, string path) => (method, path) switch
    {
        (_, var one) when one.Contains("unity-catalog", StringComparison.Ordinal) => """{"changes":[]}""",
        ("PUT", var one) when one.Contains("warehouses", StringComparison.Ordinal) => """{"access_control_list":[{"group_name":"users","permission_level":"CAN_USE"}]}""",
        (_, var one) when one.Contains("/permissions/", StringComparison.Ordinal) => """{"access_control_list":[]}""",
        (_, "/api/2.0/token/delete") => """{"token_id":"matrix"}""",
        _ => "{}",
    };

    /// <summary>The routes of the server.</summary>
    internal static async Task<List<string>> RoutesAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "weir.dll"), "routes"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(Stop);
        return [.. lines.Where(line => line.Contains(" /", StringComparison.Ordinal))];
    }
}
