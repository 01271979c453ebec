using System.Text.Json;
using Shouldly;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>Two gateways on one control-plane database: what is changed at one holds at the other soon after.</summary>
public sealed class ReplicaTests
{
    private const string Endpoints = "/api/ai-gateway/v2/endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_made_or_revoked_at_one_replica_is_known_at_the_other()
    {
        await using var one = new RunningWeir();
        await using var other = new RunningWeir();
        await StartAsync(one, other);
        var user = await one.UserAsync();
        using var here = await one.ClientOfAsync(user.Name);
        using var there = other.NewClient(here.DefaultRequestHeaders.Authorization!.Parameter!);
        await RunningWeir.EventuallyAsync(async () => (await there.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200));
        (await other.Client.CallAsync("PATCH", $"{Scim}/Users/{user.Id}", """{"Operations":[{"op":"replace","value":{"active":false}}]}""")).Status.ShouldBe(200);
        (await there.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
        var changed = TimeProvider.System.GetTimestamp();
        await RunningWeir.EventuallyAsync(async () => (await here.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401));
        TestContext.Current.TestOutputHelper!.WriteLine($"noticed after {TimeProvider.System.GetElapsedTime(changed).TotalMilliseconds:F0} ms");
    }

    [Fact]
    public async Task Endpoints_permissions_grants_and_previews_changed_at_one_replica_hold_at_the_other()
    {
        await using var one = new RunningWeir();
        await using var other = new RunningWeir();
        await StartAsync(one, other);
        var (_, user) = await one.UserAsync();
        using var there = other.NewClient((await one.ClientOfAsync(user)).DefaultRequestHeaders.Authorization!.Parameter!);
        Task<(int Status, JsonElement Body)> ChatAsync(string model) =>
            there.CallAsync("POST", "/openai/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""");

        var name = await one.EndpointAsync("openai", "openai-chat/json");
        await RunningWeir.EventuallyAsync(async () => (await other.Client.CallAsync("GET", $"{Endpoints}/{name}")).Status.ShouldBe(200));
        (await ChatAsync(name)).Status.ShouldBe(403);
        (await one.Client.CallAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{name}", new { access_control_list = new[] { new { user_name = user, permission_level = "CAN_QUERY" } } })).Status.ShouldBe(200);
        await RunningWeir.EventuallyAsync(async () => (await ChatAsync(name)).Status.ShouldBe(200));

        await SelectAsync(there, "FAILED");
        foreach (var (securable, privilege) in new[] { ("catalog/system", "USE_CATALOG"), ("schema/system.ai_gateway", "USE_SCHEMA"), ("table/system.ai_gateway.usage", "SELECT") })
        {
            (await one.Client.CallAsync("PATCH", $"/api/2.1/unity-catalog/permissions/{securable}", new { changes = new[] { new { principal = user, add = new[] { privilege } } } })).Status.ShouldBe(200);
        }

        await RunningWeir.EventuallyAsync(() => SelectAsync(there, "SUCCEEDED"));

        var previews = $"/api/2.0/accounts/{await one.AccountIdAsync()}/previews";
        (await one.Client.CallAsync("PATCH", previews, """{"previews":[{"name":"ai_gateway","enabled":false}]}""")).Status.ShouldBe(200);
        await RunningWeir.EventuallyAsync(async () => (await ChatAsync(name)).Status.ShouldBe(404));
        (await other.Client.CallAsync("PATCH", previews, """{"previews":[{"name":"ai_gateway","enabled":true}]}""")).Status.ShouldBe(200);
        (await ChatAsync(name)).Status.ShouldBe(200);

        await RunningWeir.EventuallyAsync(async () => (await one.Client.CallAsync("GET", $"{Endpoints}/{name}")).Status.ShouldBe(200));
        (await one.Client.CallAsync("DELETE", $"{Endpoints}/{name}")).Status.ShouldBe(200);
        await RunningWeir.EventuallyAsync(async () => (await ChatAsync(name)).Status.ShouldBe(404));
    }

    [Fact]
    public async Task Of_two_replicas_that_change_the_same_at_once_each_change_holds_or_is_refused()
    {
        await using var one = new RunningWeir();
        await using var other = new RunningWeir();
        await StartAsync(one, other);
        var names = new[] { await one.EndpointAsync("openai", "openai-chat/json"), await one.EndpointAsync("openai", "openai-chat/json") };
        await RunningWeir.EventuallyAsync(async () => (await other.Client.CallAsync("GET", $"{Endpoints}/{names[1]}")).Status.ShouldBe(200));

        var renamed = await Task.WhenAll(
            one.Client.CallAsync("PATCH", $"{Endpoints}/{names[0]}", """{"name":"the-one"}"""),
            other.Client.CallAsync("PATCH", $"{Endpoints}/{names[1]}", """{"name":"the-one"}"""));
        renamed.Select(answer => answer.Status).Order().ShouldBe([200, 409]);

        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => one.UserAsync()));
        await RunningWeir.EventuallyAsync(async () => (await other.Client.CallAsync("GET", $"{Endpoints}/the-one")).Status.ShouldBe(200));
        foreach (var user in users)
        {
            // They were made at once, in any order.
            await RunningWeir.EventuallyAsync(async () => (await other.Client.CallAsync("GET", $"{Scim}/Users/{user.Id}")).Status.ShouldBe(200));
        }

        var granted = await Task.WhenAll(users.Select((user, at) => (at % 2 == 0 ? one : other).Client.CallAsync(
            "PATCH",
            "/api/2.0/permissions/ai-gateway-endpoints/the-one",
            new { access_control_list = new[] { new { user_name = user.Name, permission_level = "CAN_QUERY" } } })));
        granted.ShouldAllBe(answer => answer.Status == 200);
        await RunningWeir.EventuallyAsync(async () =>
        {
            var list = (await one.Client.CallAsync("GET", "/api/2.0/permissions/ai-gateway-endpoints/the-one")).Body.ToString();
            users.ShouldAllBe(user => list.Contains(user.Name));
        });
    }

    internal static async Task StartAsync(RunningWeir one, RunningWeir other)
    {
        foreach (var replica in new[] { one, other })
        {
            replica.Set("WEIR_SECRET_KEY", "the key that both have");
        }

        // Both read the same key ring and database, as replicas on a shared one do.
        await one.InitializeAsync();
        foreach (var shared in new[] { "control", "keys" })
        {
            Directory.CreateSymbolicLink(Path.Combine(other.Data, shared), Path.Combine(one.Data, shared));
        }

        await other.InitializeAsync();
    }

    private static async Task SelectAsync(HttpClient client, string state)
    {
        var warehouse = (await client.CallAsync("GET", "/api/2.0/sql/warehouses")).Body.GetProperty("warehouses")[0].Text("id");
        var (status, answer) = await client.CallAsync("POST", "/api/2.0/sql/statements", new { warehouse_id = warehouse, statement = "SELECT count(*) FROM system.ai_gateway.usage" });
        status.ShouldBe(200);
        answer.GetProperty("status").Text("state").ShouldBe(state, answer.ToString());
    }
}
