using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>A budget under two hundred clients at once, with a gateway that is killed in the middle.</summary>
public sealed class BudgetCrashTests
{
    private const decimal CallCost = ((1200 * 100m) + (42 * 1000m)) / 1_000_000;
    private const decimal Amount = 400 * CallCost;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_clients_and_a_SIGKILL_overspend_a_budget_by_one_call_at_most_and_its_ledger_is_the_sum_of_the_rows()
    {
        await using var weir = new RunningWeir();
        await weir.InitializeAsync();
        var endpoint = await weir.EndpointAsync("openai-compatible", "load-model");
        object Price(string type, decimal rate) => new { provider = "openai-compatible", model = "load-model", usage_type = type, rate };
        (await weir.Client.CallAsync("PUT", "/api/2.0/weir/prices/overrides", new { prices = new[] { Price("input", 100), Price("output", 1000) } })).Status.ShouldBe(200);
        var made = await BudgetTests.CreateAsync(weir, new { name = "load", amount = Amount, period = "MONTH", key = "ENDPOINT", endpoint_name = endpoint });
        var path = $"/api/2.0/weir/budgets/{made.GetProperty("id").GetString()}";

        var answered = new ConcurrentDictionary<string, int>();
        using var over = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            using var client = weir.NewClient(RunningWeir.AdminToken);
            while (!over.IsCancellationRequested)
            {
                try
                {
                    // It allows for more than it uses, so that no call costs more than it reserved.
                    using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","max_tokens":2000,"messages":[]}"""), Stop);
                    answered[RunningWeir.RequestIdOf(response)] = (int)response.StatusCode;
                    await Task.Delay(response.IsSuccessStatusCode ? 0 : 50, Stop);
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(20, Stop);
                }
            }
        })).ToList();

        await RunningWeir.EventuallyAsync(() =>
        {
            answered.Values.Count(status => status == 200).ShouldBeGreaterThan(100);
            return Task.CompletedTask;
        });
        weir.Kill();
        answered.Values.Count(status => status == 200).ShouldBeLessThan(390, "the kill comes in the middle");
        await weir.StartAsync();
        JsonElement budget = default;
        await RunningWeir.EventuallyAsync(async () =>
        {
            budget = (await weir.Client.CallAsync("GET", path)).Body;
            Number(budget, "spent").ShouldBeGreaterThanOrEqualTo(Amount, budget.ToString());
        });
        await over.CancelAsync();
        await Task.WhenAll(clients);

        await RunningWeir.EventuallyAsync(async () =>
        {
            budget = (await weir.Client.CallAsync("GET", path)).Body;
            Number(budget, "reserved").ShouldBe(0, "nothing that was reserved outlives its request, or the process");
            var rows = await weir.SqlAsync($"SELECT sum(list_cost), count(*) FROM system.ai_gateway.spend WHERE endpoint_name = '{endpoint}' AND list_cost IS NOT NULL");
            Number(budget, "spent").ShouldBe(decimal.Parse(rows[0][0]!, CultureInfo.InvariantCulture), "the ledger is the sum of the rows");
            decimal.Parse(rows[0][1]!, CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(answered.Values.Count(status => status == 200), "each answer that a client has is a row");
        });
        Number(budget, "spent").ShouldBeLessThanOrEqualTo(Amount + CallCost, "the bound: the last call that was admitted, since none cost more than it reserved");
        answered.Values.Count(status => status == 403).ShouldBeGreaterThan(0);
        answered.Values.Distinct().ShouldBeSubsetOf([200, 403]);
        weir.Log.ShouldNotContain("was set right");
        TestContext.Current.SendDiagnosticMessage($"{answered.Values.Count(status => status == 200)} answered, {answered.Values.Count(status => status == 403)} refused, {budget.GetProperty("spent")} of {Amount} spent");
    }

    private static decimal Number(JsonElement of, string name) => decimal.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
