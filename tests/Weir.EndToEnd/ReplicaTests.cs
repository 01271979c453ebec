using Shouldly;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>Two gateways on one control-plane database: what is changed at one holds at the other soon after.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task A_token_made_or_revoked_at_one_replica_is_known_at_the_other()
    {
        await using var one = new RunningWeir();
        await using var other = new RunningWeir();
        foreach (var replica in new[] { one, other })
        {
            replica.Set("WEIR_SECRET_KEY", "the key that both have");
        }

        await one.InitializeAsync();
        Directory.CreateSymbolicLink(Path.Combine(other.Data, "control"), Path.Combine(one.Data, "control"));
        await other.InitializeAsync();

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
}
