using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Budgets of the real server: who is refused, who is told, and that what is spent is the sum of the rows.</summary>
public sealed class BudgetTests(RunningWeir weir)
{
    // openai-chat/json at gpt-4o's rates.
    private const decimal CallCost = 0.003045m;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai-chat/json", "\"code\":\"BUDGET_EXCEEDED\"")]
    [InlineData("openai-responses/json", "\"code\":\"BUDGET_EXCEEDED\"")]
    [InlineData("anthropic-messages/json", "\"type\":\"permission_error\"")]
    [InlineData("gemini-generate-content/json", "\"status\":\"PERMISSION_DENIED\"")]
    public async Task What_is_used_up_is_refused_in_the_dialect_s_shape_until_it_resets(string id, string shape)
    {
        var endpoint = await weir.EndpointAsync(Corpus.Get(id));
        await CreateAsync(weir, new { name = $"none for {endpoint}", amount = 0, period = "WEEK", key = "ENDPOINT", endpoint_name = endpoint });
        using var refused = await AskAsync(weir.Client, endpoint, id);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Headers.RetryAfter!.Delta!.Value.TotalDays.ShouldBeInRange(0, 7);
        var body = await refused.Content.ReadAsStringAsync(Stop);
        body.ShouldContain(shape);
        body.ShouldContain($"The weekly budget 'none for {endpoint}' of 0 USD is used up");
        body.ShouldContain("It resets on");
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(refused));
        row["status_code"].ShouldBe("403");
        (await weir.SqlAsync($"SELECT count(*) FROM system.ai_gateway.spend WHERE endpoint_name = '{endpoint}'"))[0][0].ShouldBe("0", "what was refused costs nothing");
    }

    [Fact]
    public async Task Each_user_s_own_budget_takes_the_place_of_the_default_and_a_group_s_counts_its_members_together()
    {
        var endpoint = await weir.EndpointAsync(Corpus.Get("openai-chat/json"));
        var (ann, bob, eve) = (await weir.UserAsync(), await weir.UserAsync(), await weir.UserAsync());
        var group = await weir.GroupAsync(eve.Id);
        (await weir.Client.CallAsync("PUT", $"/api/2.0/permissions/ai-gateway-endpoints/{endpoint}", new { access_control_list = new[] { new { group_name = "users", permission_level = "CAN_QUERY" } } })).Status.ShouldBe(200);
        await CreateAsync(weir, new { name = $"default {endpoint}", amount = "0.001", period = "DAY", key = "USER_DEFAULT", endpoint_name = endpoint });
        await CreateAsync(weir, new { name = $"ann {endpoint}", amount = 1, period = "DAY", key = "USER", principal = ann.Name, endpoint_name = endpoint });
        await CreateAsync(weir, new { name = $"group {endpoint}", amount = 0, period = "MONTH", key = "USER_GROUP", principal = group.Name, endpoint_name = endpoint });
        using var annClient = await weir.ClientOfAsync(ann.Name);
        using var bobClient = await weir.ClientOfAsync(bob.Name);
        using var eveClient = await weir.ClientOfAsync(eve.Name);
        async Task<int> AskedAsync(HttpClient client)
        {
            using var response = await AskAsync(client, endpoint, "openai-chat/json");
            return (int)response.StatusCode;
        }

        (await AskedAsync(annClient), await AskedAsync(annClient)).ShouldBe((200, 200));
        (await AskedAsync(bobClient), await AskedAsync(bobClient)).ShouldBe((200, 403), "the first is admitted while something is left");
        (await AskedAsync(eveClient)).ShouldBe(403, "her group has nothing");

        await RunningWeir.EventuallyAsync(async () =>
        {
            var own = (await annClient.CallAsync("GET", "/api/2.0/weir/usage/me")).Body;
            var day = own.GetProperty("usage").EnumerateArray().Single();
            (day.GetProperty("requests").GetInt64(), decimal.Parse(day.GetProperty("list_cost").GetString()!, CultureInfo.InvariantCulture), day.GetProperty("unpriced_attempts").GetInt64()).ShouldBe((2, 2 * CallCost, 0));
            var budget = own.GetProperty("budgets").EnumerateArray().Single(one => one.GetProperty("name").GetString()!.EndsWith(endpoint, StringComparison.Ordinal));
            budget.GetProperty("key").GetString().ShouldBe("USER");
            decimal.Parse(budget.GetProperty("remaining").GetString()!, CultureInfo.InvariantCulture).ShouldBe(1 - (2 * CallCost));
        });
    }

    [Fact]
    public async Task A_threshold_is_told_once_by_a_signed_webhook_that_is_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 1);
        var endpoint = await weir.EndpointAsync(Corpus.Get("openai-chat/json"));
        var made = await CreateAsync(weir, new { name = $"told {endpoint}", amount = 2 * CallCost, period = "MONTH", key = "ENDPOINT", endpoint_name = endpoint, action = "NOTIFY", alert_thresholds = new[] { 50, 100 }, webhook_url = receiver.Url });
        var secret = made.GetProperty("webhook_secret").GetString()!;
        secret.ShouldStartWith("whsec_");
        for (var i = 0; i < 4; i++)
        {
            using var response = await AskAsync(weir.Client, endpoint, "openai-chat/json");
            response.StatusCode.ShouldBe(HttpStatusCode.OK, "a budget that notifies refuses nobody");
        }

        await RunningWeir.EventuallyAsync(() =>
        {
            receiver.Taken.Count.ShouldBeGreaterThanOrEqualTo(3);
            return Task.CompletedTask;
        });
        receiver.Taken.Count.ShouldBe(3, "two thresholds, and one that was refused at first");
        receiver.Bodies().Select(body => body.GetProperty("data").GetProperty("threshold_percent").GetInt32()).Distinct().ShouldBe([50, 100], ignoreOrder: true);
        foreach (var taken in receiver.Taken)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            taken.Signature.ShouldBe("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{taken.Id}.{taken.Timestamp}.{taken.Body}"))));
        }

        var read = (await weir.Client.CallAsync("GET", $"/api/2.0/weir/budgets/{made.GetProperty("id").GetString()}")).Body;
        read.GetProperty("webhook_secret").ValueKind.ShouldBe(JsonValueKind.Null, "a secret is told once");
        decimal.Parse(read.GetProperty("spent").GetString()!, CultureInfo.InvariantCulture).ShouldBe(4 * CallCost);
        decimal.Parse(read.GetProperty("forecast").GetProperty("projected_spend").GetString()!, CultureInfo.InvariantCulture).ShouldBeGreaterThan(4 * CallCost);
        var alerts = (await weir.Client.CallAsync("GET", "/api/2.0/weir/alerts")).Body.GetProperty("alerts").EnumerateArray().Where(alert => alert.GetProperty("id").GetString()!.Contains(made.GetProperty("id").GetString()!, StringComparison.Ordinal)).ToList();
        alerts.Select(alert => alert.GetProperty("state").GetString()).ShouldAllBe(state => state == "DELIVERED");
    }

    [Fact]
    public async Task A_budget_made_in_the_middle_of_its_period_knows_what_was_spent_before()
    {
        var endpoint = await weir.EndpointAsync(Corpus.Get("openai-chat/json"));
        using (var before = await AskAsync(weir.Client, endpoint, "openai-chat/json"))
        {
            before.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var made = await CreateAsync(weir, new { name = $"late {endpoint}", amount = "0.003", period = "MONTH", key = "ENDPOINT", endpoint_name = endpoint });
        decimal.Parse(made.GetProperty("spent").GetString()!, CultureInfo.InvariantCulture).ShouldBe(CallCost);
        using var refused = await AskAsync(weir.Client, endpoint, "openai-chat/json");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var id = made.GetProperty("id").GetString();
        (await weir.Client.CallAsync("PATCH", $"/api/2.0/weir/budgets/{id}", new { amount = 5 })).Status.ShouldBe(200);
        using var raised = await AskAsync(weir.Client, endpoint, "openai-chat/json");
        raised.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await weir.Client.CallAsync("DELETE", $"/api/2.0/weir/budgets/{id}")).Status.ShouldBe(200);
        (await weir.Client.CallAsync("GET", $"/api/2.0/weir/budgets/{id}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"amount":1,"period":"MONTH","key":"ACCOUNT"}""", "'name'")]
    [InlineData("""{"name":"b","amount":-1,"period":"MONTH","key":"ACCOUNT"}""", "'amount'")]
    [InlineData("""{"name":"b","amount":1,"period":"YEAR","key":"ACCOUNT"}""", "DAY, WEEK, MONTH")]
    [InlineData("""{"name":"b","amount":1,"period":"MONTH","key":"TEAM"}""", "USER_DEFAULT")]
    [InlineData("""{"name":"b","amount":1,"period":"MONTH","key":"USER"}""", "'principal'")]
    [InlineData("""{"name":"b","amount":1,"period":"MONTH","key":"USER","principal":"nobody@example.com"}""", "There is no user 'nobody@example.com'")]
    [InlineData("""{"name":"b","amount":1,"period":"MONTH","key":"ACCOUNT","action":"STOP"}""", "BLOCK")]
    [InlineData("""{"name":"b","amount":1,"period":"MONTH","key":"ACCOUNT","webhook_url":"file:///etc/passwd"}""", "'webhook_url'")]
    [InlineData("""{"name":"b","amount":1,"period":"MONTH","key":"ACCOUNT","limit":3}""", "limit")]
    public async Task A_bad_budget_is_refused_with_a_sentence(string body, string expected)
    {
        var (status, answer) = await weir.Client.CallAsync("POST", "/api/2.0/weir/budgets", body);
        status.ShouldBe(400);
        answer.GetProperty("message").GetString()!.ShouldContain(expected);
    }

    internal static async Task<JsonElement> CreateAsync(RunningWeir weir, object budget)
    {
        var (status, answer) = await weir.Client.CallAsync("POST", "/api/2.0/weir/budgets", budget);
        status.ShouldBe(200, answer.ToString());
        answer.GetProperty("is_known").GetBoolean().ShouldBeTrue();
        return answer;
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string endpoint, string id)
    {
        using var request = ByteFidelityTests.RequestFor(Corpus.Get(id), endpoint, asksForUsage: false);
        return await client.SendAsync(request, Stop);
    }
}
