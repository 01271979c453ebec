using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The OpenAPI document: committed as it is served, complete, and true of the real answers.</summary>
public sealed partial class OpenApiTests(RunningWeir weir)
{
    private const string Served = "/api/2.0/weir/openapi.json";

    // A file, not JSON.
    private const string ResultFile = "/result.parquet";

    // The document does not describe itself, and clients of other products ask /api/hello whether somebody is there.
    // Telemetry's protocol is described by OpenTelemetry (OTLP 1.x).
    private static readonly string[] Undescribed =
    [
        "GET " + Served, "GET /api/hello", "HEAD /api/hello", "POST /api/2.0/otel/v1/metrics", "POST /api/2.0/otel/v1/logs", "POST /api/2.0/otel/v1/traces",
    ];

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        var served = JsonNode.Parse(await weir.Client.GetStringAsync(Served, Stop))!.AsObject();
        InOrder(served, "paths");
        InOrder(served["components"]!.AsObject(), "schemas");
        var text = served.ToJsonString(Pretty) + "\n";
        if (Environment.GetEnvironmentVariable("WEIR_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(ApiContract.File, text, Stop);
        }

        (await File.ReadAllTextAsync(ApiContract.File, Stop)).ShouldBe(text, "The API has changed. Run this test with WEIR_UPDATE_OPENAPI=1 to write web/openapi.json anew, and commit it.");
    }

    [Fact]
    public async Task Every_route_of_the_control_plane_is_described()
    {
        var described = ApiContract.Committed.Operations.ToDictionary(one => $"{one.Method} {one.Path}".TrimEnd('/'), one => one.Operation, StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var route in (await AuthorisationMatrixTests.RoutesAsync()).Where(route => route.Contains(" /api/", StringComparison.Ordinal)).Except(Undescribed))
        {
            var name = Constraint().Replace(route, "}").TrimEnd('/');
            if (!described.TryGetValue(name, out var operation))
            {
                wrong.Add($"{route} is not in the document");
                continue;
            }

            if (!operation.TryGetProperty("tags", out _))
            {
                wrong.Add($"{route} has no tag: ApiRooms says to which room a path belongs");
            }

            var hasNoContent = operation.GetProperty("responses").TryGetProperty("204", out _);
            if (!hasNoContent && ApiContract.AnswerOf(operation) is null && !route.EndsWith(ResultFile, StringComparison.Ordinal))
            {
                wrong.Add($"{route} has no schema of its answer");
            }
        }

        wrong.ShouldBeEmpty();
        described.Values.Select(operation => operation.GetProperty("operationId").GetString()).ShouldBeUnique();
    }

    [Fact]
    public async Task Real_answers_are_what_the_document_says()
    {
        var account = await weir.AccountIdAsync();
        var workspace = (await weir.Client.CallAsync("GET", "/api/2.0/weir/session")).Body.Text("workspace_id");
        var endpoint = await weir.EndpointAsync("openai", "openai-chat/json");
        var (user, userName) = await weir.UserAsync();
        var (group, _) = await weir.GroupAsync(user);
        var wrong = new List<string>();
        await MadeAsync("PATCH", $"/api/ai-gateway/v2/endpoints/{endpoint}?update_mask=tags", new { tags = new { team = "described" } });
        var program = (await MadeAsync("POST", Identities.Scim + "/ServicePrincipals", new { displayName = "described" })).Text("id");
        await MadeAsync("POST", $"/api/2.0/accounts/{account}/servicePrincipals/{program}/credentials/secrets");
        var budget = (await MadeAsync("POST", "/api/2.0/weir/budgets", new { name = $"b{Guid.NewGuid():N}", amount = 5, period = "MONTH", key = "USER_DEFAULT" })).Text("id");
        await MadeAsync("PUT", "/api/2.0/weir/prices/overrides", new { prices = new[] { new { provider = "openai", model = $"m{Guid.NewGuid():N}", usage_type = "input", rate = 1.5 } } });
        var token = (await MadeAsync("POST", "/api/2.0/token/create", new { comment = "described" })).GetProperty("token_info").Text("token_id");
        await MadeAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}", new { access_control_list = new[] { new { user_name = userName, permission_level = "CAN_QUERY" } } });
        await MadeAsync("PATCH", "/api/2.1/unity-catalog/permissions/table/described.by.schema", new { changes = new[] { new { principal = userName, add = new[] { "SELECT" } } } });
        await MadeAsync("PUT", $"/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{user}", new { permissions = new[] { "USER" } });
        await MadeAsync("POST", "/api/2.0/weir/sign-in-links", new { });
        await MadeAsync("POST", "/api/2.0/weir/recost", new { start_time = "2026-01-01T00:00:00Z", end_time = "2026-01-02T00:00:00Z", dry_run = true });
        var query = (await MadeAsync("POST", "/api/2.0/sql/queries", new { query = new { display_name = $"q{Guid.NewGuid():N}", query_text = "SELECT 1" } })).Text("id");
        var statement = (await MadeAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT 1 AS one, NULL AS nothing" })).Text("statement_id");
        await MadeAsync("POST", "/api/2.0/sql/statements", new { statement = "SELECT nothing_known" });
        await MadeAsync("POST", "/api/2.0/weir/destinations/test", new { destination = new { name = "sandbox", external_model_config = new { provider = "sandbox", model = "sandbox" } } });
        var dashboard = (await MadeAsync("POST", "/api/2.0/lakeview/dashboards", new { display_name = $"d{Guid.NewGuid():N}" })).Text("dashboard_id");
        await MadeAsync("POST", $"/api/2.0/lakeview/dashboards/{dashboard}/published", new { });
        var schedules = $"/api/2.0/lakeview/dashboards/{dashboard}/schedules";
        var schedule = (await MadeAsync("POST", schedules, new { cron_schedule = new { quartz_cron_expression = "0 0 8 * * ?", timezone_id = "UTC" } })).Text("schedule_id");
        var subscription = (await MadeAsync("POST", $"{schedules}/{schedule}/subscriptions", new { subscriber = new { webhook = new { url = "http://127.0.0.1:1/" } } })).Text("subscription_id");
        await MadeAsync("POST", $"{schedules}/{schedule}/run");
        await MadeAsync("PUT", $"{schedules}/{schedule}", new { cron_schedule = new { quartz_cron_expression = "0 0 9 * * ?", timezone_id = "UTC" } });
        foreach (var (_, template, _) in ApiContract.Committed.Operations.Where(one => one.Method == "GET" && !one.Path.EndsWith(ResultFile, StringComparison.Ordinal)))
        {
            var path = template
                .Replace("/tokens/{id}", "/tokens/" + token, StringComparison.Ordinal).Replace("/budgets/{id}", "/budgets/" + budget, StringComparison.Ordinal)
                .Replace("/queries/{id}", "/queries/" + query, StringComparison.Ordinal).Replace("/statements/{id}", "/statements/" + statement, StringComparison.Ordinal)
                .Replace("/chunks/{index}", "/chunks/0", StringComparison.Ordinal).Replace("/access/{type}/{fullName}", "/access/table/system.ai_gateway.usage", StringComparison.Ordinal)
                .Replace("/tables/{fullName}", "/tables/system.ai_gateway.usage", StringComparison.Ordinal).Replace("/schemas/{fullName}", "/schemas/system.ai_gateway", StringComparison.Ordinal)
                .Replace("/catalogs/{name}", "/catalogs/system", StringComparison.Ordinal)
                .Replace("/workspaces/{id}", "/workspaces/" + workspace, StringComparison.Ordinal).Replace("/Users/{id}", "/Users/" + user, StringComparison.Ordinal)
                .Replace("/Groups/{id}", "/Groups/" + group, StringComparison.Ordinal).Replace("/ServicePrincipals/{id}", "/ServicePrincipals/" + program, StringComparison.Ordinal)
                .Replace("/{type}/{id}", "/ai-gateway-endpoints/" + endpoint, StringComparison.Ordinal).Replace("/{type}/{fullName}", "/table/described.by.schema", StringComparison.Ordinal)
                .Replace("/warehouses/{id}", "/warehouses/" + (await weir.Client.CallAsync("GET", "/api/2.0/sql/warehouses")).Body.GetProperty("warehouses")[0].Text("id"), StringComparison.Ordinal)
                .Replace("/endpoints/{name}", "/endpoints/" + endpoint, StringComparison.Ordinal).Replace("/ResourceTypes/{name}", "/ResourceTypes/User", StringComparison.Ordinal)
                .Replace("{dashboard_id}", dashboard, StringComparison.Ordinal).Replace("{schedule_id}", schedule, StringComparison.Ordinal).Replace("{subscription_id}", subscription, StringComparison.Ordinal)
                .Replace("/agents/{key}", "/agents/claude-code", StringComparison.Ordinal)
                .Replace("{urn}", "urn:ietf:params:scim:schemas:core:2.0:User", StringComparison.Ordinal).Replace("{principal}", program, StringComparison.Ordinal)
                .Replace("{account}", account, StringComparison.Ordinal).Replace("{account_id}", account, StringComparison.Ordinal).Replace("{workspace}", workspace, StringComparison.Ordinal);
            path += path.EndsWith("/effective", StringComparison.Ordinal) ? "?provider=openai&model=gpt-5-mini" : path.EndsWith("/tables", StringComparison.Ordinal) ? "?catalog_name=system&schema_name=ai_gateway" : string.Empty;
            path.ShouldNotContain("{", Case.Sensitive, $"Say above what {template} is asked with.");
            await MadeAsync("GET", path);
        }

        wrong.ShouldBeEmpty();

        async Task<JsonElement> MadeAsync(string method, string path, object? body = null)
        {
            var (status, answer) = await weir.Client.CallAsync(method, path, body);
            var operation = ApiContract.Committed.Find(method, path.Split('?')[0]);
            if (operation is null || status >= 300)
            {
                wrong.Add($"{method} {path} answers {status}{(operation is null ? ", and is not described" : string.Empty)}: {answer}");
            }
            else if (status < 300 && ApiContract.AnswerOf(operation.Value) is { } schema)
            {
                wrong.AddRange(ApiContract.Committed.Faults(schema, answer).Select(fault => $"{method} {path}: {fault}"));
            }

            return answer;
        }
    }

    private static void InOrder(JsonObject parent, string name)
    {
        var members = parent[name]!.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).ToList();
        parent[name] = new JsonObject(members);
    }

    [GeneratedRegex(@":\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
