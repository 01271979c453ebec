using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>An endpoint is renamed, given to another and deleted; its history stays.</summary>
public sealed class EndpointLifecycleTests(RunningWeir weir)
{
    private const string Path = "/api/ai-gateway/v2/endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_renamed_endpoint_keeps_its_id_its_key_and_its_history()
    {
        var model = $"renamed-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, StandInAnswer.Of(Corpus.Get("openai-chat/json")));
        var old = await weir.EndpointAsync("openai", model);
        var before = await CallAsync(old);
        var renamed = $"r{Guid.NewGuid():N}";
        using var patched = await weir.Client.PatchAsJsonAsync($"{Path}/{old}", new { name = renamed }, Stop);
        patched.StatusCode.ShouldBe(HttpStatusCode.OK, await patched.Content.ReadAsStringAsync(Stop));
        var after = await CallAsync(renamed);
        weir.Provider.Seen.Last(seen => Encoding.UTF8.GetString(seen.Body).Contains(model, StringComparison.Ordinal)).Headers["Authorization"].ShouldBe("Bearer provider-secret-key");
        (after["endpoint_id"], after["endpoint_name"]).ShouldBe((before["endpoint_id"], renamed));
        using var gone = await weir.Client.GetAsync($"{Path}/{old}", Stop);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var deleted = await weir.Client.DeleteAsync($"{Path}/{renamed}", Stop);
        (await weir.SqlAsync($"SELECT endpoint_name FROM system.ai_gateway.usage WHERE endpoint_id = '{before["endpoint_id"]}' ORDER BY event_time")).Select(row => row[0]).ShouldBe([old, renamed]);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_409_and_changes_nothing()
    {
        var one = await weir.EndpointAsync("openai", "openai-chat/json");
        var other = await weir.EndpointAsync("openai", "openai-chat/json");
        using var refused = await weir.Client.PatchAsJsonAsync($"{Path}/{one}", new { name = other }, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var malformed = await weir.Client.PatchAsJsonAsync($"{Path}/{one}?update_mask=name", new { }, Stop);
        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var there = await weir.Client.GetAsync($"{Path}/{one}", Stop);
        there.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ownership_is_given_to_another_principal_and_the_creator_stays()
    {
        var name = await weir.EndpointAsync("openai", "openai-chat/json");
        var email = $"{Guid.NewGuid():N}@example.com";
        using var nobody = await weir.Client.PatchAsJsonAsync($"{Path}/{name}", new { owner = email }, Stop);
        nobody.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var added = await weir.Client.PostAsJsonAsync("/api/2.0/preview/scim/v2/Users", new { userName = email }, Stop);
        (await weir.Client.GetFromJsonAsync<JsonElement>($"{Path}/{name}", Stop)).GetProperty("owner").GetString().ShouldBe("admin@weir.local");
        using var given = await weir.Client.PatchAsJsonAsync($"{Path}/{name}", new { owner = email }, Stop);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        var endpoint = await weir.Client.GetFromJsonAsync<JsonElement>($"{Path}/{name}", Stop);
        endpoint.GetProperty("owner").GetString().ShouldBe(email);
        endpoint.GetProperty("creator").GetString().ShouldBe("admin@weir.local");
        endpoint.GetProperty("tags").GetProperty("team").GetString().ShouldBe("engineering");

        // Whom it was given to calls, changes and gives it on; who made it has no more of it than was granted.
        using var owner = await weir.ClientOfAsync(email);
        (await CallAsync(owner, name)).ShouldBe(HttpStatusCode.OK);
        var (other, next) = await weir.UserClientAsync();
        using var givenOn = await owner.PatchAsJsonAsync($"{Path}/{name}", new { owner = other }, Stop);
        givenOn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CallAsync(owner, name)).ShouldBe(HttpStatusCode.Forbidden);
        (await CallAsync(next, name)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string endpoint)
    {
        using var call = await client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);
        return call.StatusCode;
    }

    private async Task<Dictionary<string, string?>> CallAsync(string endpoint)
    {
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","messages":[]}"""), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await weir.RowAsync(RunningWeir.RequestIdOf(call));
    }
}
