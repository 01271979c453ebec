using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>SCIM 2.0 of the real server, as an identity provider's client speaks it.</summary>
public sealed class ScimTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_identity_provider_provisions_a_user_from_the_look_up_to_the_deletion()
    {
        var name = $"Ann.{Guid.NewGuid():N}@example.com";
        var query = $"{Scim}/Users?filter={Uri.EscapeDataString($"userName eq \"{name}\"")}";
        (await weir.Client.CallAsync("GET", query)).Body.GetProperty("totalResults").GetInt32().ShouldBe(0);

        using var post = await weir.Client.PostAsync($"{Scim}/Users", ByteFidelityTests.Json($$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"e-1","userName":"{{name}}",
             "active":true,"name":{"givenName":"Ann","familyName":"Lee"},"emails":[{"primary":true,"type":"work","value":"ann@work.example"}],"title":"Dr"}
            """), Stop);
        post.StatusCode.ShouldBe(HttpStatusCode.Created);
        post.Content.Headers.ContentType!.MediaType.ShouldBe("application/scim+json");
        var user = JsonSerializer.Deserialize<JsonElement>(await post.Content.ReadAsStringAsync(Stop));
        var id = user.Text("id");
        post.Headers.Location!.ToString().ShouldBe($"{weir.Address}{Scim}/Users/{id}");
        user.GetProperty("meta").Text("location").ShouldBe(post.Headers.Location.ToString());
        user.Text("externalId").ShouldBe("e-1");
        user.GetProperty("name").Text("familyName").ShouldBe("Lee");
        user.GetProperty("emails")[0].Text("value").ShouldBe("ann@work.example");

        var (taken, error) = await weir.Client.CallAsync("POST", $"{Scim}/Users", new { userName = name.ToUpperInvariant() });
        taken.ShouldBe(409);
        error.Text("scimType").ShouldBe("uniqueness");
        error.Text("status").ShouldBe("409");
        error.GetProperty("schemas")[0].GetString().ShouldBe("urn:ietf:params:scim:api:messages:2.0:Error");

        (await weir.Client.CallAsync("GET", query.ToUpperInvariant().Replace(Scim.ToUpperInvariant() + "/USERS?FILTER", Scim + "/Users?filter", StringComparison.Ordinal))).Body.GetProperty("Resources")[0].Text("id").ShouldBe(id);

        using var own = await weir.ClientOfAsync(name);
        (await own.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);
        var (patched, after) = await weir.Client.CallAsync("PATCH", $"{Scim}/Users/{id}", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"},
             {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R&D"},{"op":"Replace","value":{"name.familyName":"Ng","displayName":"Ann Ng"}}]}
            """);
        patched.ShouldBe(200, after.ToString());
        after.GetProperty("active").GetBoolean().ShouldBeFalse();
        after.Text("displayName").ShouldBe("Ann Ng");
        (await own.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401, "a deactivated user's tokens stop at once");
        using var call = await own.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var (put, replaced) = await weir.Client.CallAsync("PUT", $"{Scim}/Users/{id}", new { userName = name, externalId = "e-2" });
        put.ShouldBe(200);
        replaced.GetProperty("active").GetBoolean().ShouldBeFalse("leaving it out is not asking for it");
        replaced.Text("externalId").ShouldBe("e-2");
        replaced.TryGetProperty("name", out _).ShouldBeFalse();
        await weir.Client.CallAsync("PATCH", $"{Scim}/Users/{id}", """{"Operations":[{"op":"replace","value":{"active":true}}]}""");
        (await own.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);

        (await weir.Client.CallAsync("DELETE", $"{Scim}/Users/{id}")).Status.ShouldBe(204);
        (await weir.Client.CallAsync("DELETE", $"{Scim}/Users/{id}")).Status.ShouldBe(404);
        (await weir.Client.CallAsync("GET", $"{Scim}/Users/{id}")).Status.ShouldBe(404);
        (await own.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_deleted_user_s_rows_stay()
    {
        var user = await weir.UserAsync();
        using var own = await weir.ClientOfAsync(user.Name);
        using var call = await own.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        (await weir.Client.CallAsync("DELETE", $"{Scim}/Users/{user.Id}")).Status.ShouldBe(204);
        (await weir.RowAsync(RunningWeir.RequestIdOf(call)))["requester"].ShouldBe(user.Name);
    }

    [Fact]
    public async Task Groups_nest_and_their_members_are_told_directly_and_through_others()
    {
        var user = await weir.UserAsync();
        var team = await weir.GroupAsync(user.Id);
        var department = await weir.GroupAsync(team.Id);
        using var own = await weir.ClientOfAsync(user.Name);
        var me = (await own.CallAsync("GET", $"{Scim}/Me")).Body;
        me.GetProperty("groups").EnumerateArray().Select(group => (group.Text("display"), group.Text("type"))).ShouldBe([(team.Name, "direct"), (department.Name, "indirect")]);

        var (cycle, error) = await weir.Client.CallAsync("PATCH", $"{Scim}/Groups/{team.Id}", new { Operations = new[] { new { op = "add", path = "members", value = new[] { new { value = department.Id } } } } });
        cycle.ShouldBe(400);
        error.Text("scimType").ShouldBe("invalidValue");
        error.Text("detail").ShouldContain("would be in itself");

        var (status, patched) = await weir.Client.CallAsync("PATCH", $"{Scim}/Groups/{team.Id}", new { Operations = new[] { new { op = "Remove", path = $"members[value eq \"{user.Id}\"]" } } });
        status.ShouldBe(200);
        patched.TryGetProperty("members", out _).ShouldBeFalse();
        (await own.CallAsync("GET", $"{Scim}/Me")).Body.TryGetProperty("groups", out _).ShouldBeFalse("who is in no group has no groups");

        (await weir.Client.CallAsync("PUT", $"{Scim}/Groups/{team.Id}", new { displayName = team.Name, members = new[] { new { value = "404" } } })).Status.ShouldBe(400);
        (await weir.Client.CallAsync("POST", $"{Scim}/Groups", new { displayName = "admins" })).Status.ShouldBe(400);
        (await weir.Client.CallAsync("DELETE", $"{Scim}/Groups/{team.Id}")).Status.ShouldBe(204);
        (await weir.Client.CallAsync("GET", $"{Scim}/Groups/{department.Id}")).Body.TryGetProperty("members", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_is_filtered_ordered_paged_and_cut_to_the_parts_asked_for()
    {
        var mark = Guid.NewGuid().ToString("N");
        var ids = new List<string>();
        foreach (var letter in new[] { "c", "a", "b" })
        {
            ids.Add((await weir.Client.CallAsync("POST", $"{Scim}/Users", new { userName = $"{letter}-{mark}@example.com", externalId = mark })).Body.Text("id"));
        }

        var group = await weir.GroupAsync([.. ids]);
        var filter = Uri.EscapeDataString($"externalId eq \"{mark}\"");
        var page = (await weir.Client.CallAsync("GET", $"{Scim}/Users?filter={filter}&sortBy=userName&sortOrder=descending&startIndex=2&count=1&attributes=userName,emails.value")).Body;
        page.GetProperty("totalResults").GetInt32().ShouldBe(3);
        page.GetProperty("startIndex").GetInt32().ShouldBe(2);
        page.GetProperty("itemsPerPage").GetInt32().ShouldBe(1);
        page.GetProperty("Resources")[0].ToString().ShouldBe($$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{{ids[2]}}","userName":"b-{{mark}}@example.com","emails":[{"value":"b-{{mark}}@example.com"}]}""");

        var none = (await weir.Client.CallAsync("GET", $"{Scim}/Users?filter={filter}&count=0")).Body;
        none.GetProperty("totalResults").GetInt32().ShouldBe(3);
        none.GetProperty("Resources").GetArrayLength().ShouldBe(0);

        var byMember = Uri.EscapeDataString($"members[value eq \"{ids[0]}\"] and displayName sw \"G\"");
        var groups = (await weir.Client.CallAsync("GET", $"{Scim}/Groups?filter={byMember}&excludedAttributes=members")).Body.GetProperty("Resources");
        groups.EnumerateArray().Single().Text("id").ShouldBe(group.Id);
        groups[0].TryGetProperty("members", out _).ShouldBeFalse();
        (await weir.Client.CallAsync("GET", $"{Scim}/Groups/{group.Id}")).Body.GetProperty("members").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("filter=userName%20is%20%22x%22", "invalidFilter")]
    [InlineData("sortBy=a%20b", "invalidPath")]
    [InlineData("attributes=a%5Bb", "invalidPath")]
    [InlineData("startIndex=one", "invalidValue")]
    [InlineData("filter=userName%20eq%20%22%5Cud800%22", "invalidFilter")]
    public async Task A_query_that_cannot_be_is_a_400_that_says_why(string query, string scimType)
    {
        var (status, error) = await weir.Client.CallAsync("GET", $"{Scim}/Users?{query}");
        status.ShouldBe(400);
        error.Text("scimType").ShouldBe(scimType);
    }

    [Fact]
    public async Task A_filter_that_is_too_long_or_too_deep_is_refused()
    {
        (await weir.Client.CallAsync("GET", $"{Scim}/Users?filter=userName%20eq%20%22{new string('x', 4096)}%22")).Body.Text("scimType").ShouldBe("invalidFilter");
        (await weir.Client.CallAsync("GET", $"{Scim}/Users?filter={new string('(', 1000)}userName%20pr{new string(')', 1000)}")).Body.Text("scimType").ShouldBe("invalidFilter");
    }

    [Fact]
    public async Task Nobody_becomes_an_admin_by_a_document_that_says_so()
    {
        var account = $"/api/2.0/accounts/{await weir.AccountIdAsync()}/scim/v2";
        var (status, user) = await weir.Client.CallAsync("POST", $"{Scim}/Users", new { userName = $"{Guid.NewGuid():N}@example.com", id = "1", isAccountAdmin = true, is_account_admin = true, roles = new[] { new { value = "account_admin" } }, groups = new[] { new { value = "admins" } } });
        status.ShouldBe(201);
        var id = user.Text("id");
        id.ShouldNotBe("1");
        user.TryGetProperty("roles", out _).ShouldBeFalse("a workspace gives no roles of the account");
        using var own = await weir.ClientOfAsync(user.Text("userName"));
        foreach (var (method, path) in new[] { ("PATCH", $"{Scim}/Users/{id}"), ("PUT", $"{Scim}/Users/{id}"), ("PATCH", $"{account}/Users/{id}"), ("POST", $"{Scim}/Users"), ("DELETE", $"{Scim}/Users/{id}"), ("GET", $"{account}/Users") })
        {
            (await own.CallAsync(method, path, method == "GET" ? null : """{"userName":"x","Operations":[{"op":"add","path":"roles","value":[{"value":"account_admin"}]}]}""")).Status.ShouldBe(403, path);
        }

        (await weir.Client.CallAsync("PATCH", $"{account}/Users/{id}", """{"Operations":[{"op":"add","path":"roles","value":[{"value":"emperor"}]}]}""")).Status.ShouldBe(400);
        (await weir.Client.CallAsync("PATCH", $"{account}/Users/{id}", """{"Operations":[{"op":"add","path":"roles","value":[{"value":"account_admin"}]}]}""")).Status.ShouldBe(200);
        (await own.CallAsync("GET", $"{account}/Users")).Status.ShouldBe(200, "an account admin made it one");
        (await weir.Client.CallAsync("PATCH", $"{account}/Users/{id}", """{"Operations":[{"op":"remove","path":"roles[value eq \"account_admin\"]"}]}""")).Status.ShouldBe(200);
        (await own.CallAsync("GET", $"{account}/Users")).Status.ShouldBe(403);
        (await weir.Client.CallAsync("GET", $"/api/2.0/accounts/{Guid.NewGuid()}/scim/v2/Users")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_last_admin_stays_one()
    {
        await using var alone = new RunningWeir();
        await alone.InitializeAsync();
        var id = (await alone.Client.CallAsync("GET", $"{Scim}/Me")).Body.Text("id");
        (await alone.Client.CallAsync("DELETE", $"{Scim}/Users/{id}")).Status.ShouldBe(400);
        (await alone.Client.CallAsync("PATCH", $"{Scim}/Users/{id}", """{"Operations":[{"op":"replace","path":"active","value":false}]}""")).Status.ShouldBe(400);
        (await alone.Client.CallAsync("PATCH", $"/api/2.0/account/scim/v2/Users/{id}", """{"Operations":[{"op":"remove","path":"roles"}]}""")).Status.ShouldBe(400);
        (await alone.Client.CallAsync("GET", $"{Scim}/Me")).Body.GetProperty("groups")[0].Text("display").ShouldBe("admins", "clients know an admin by this group");
    }

    [Fact]
    public async Task Members_of_a_workspace_see_each_other_s_names_and_nothing_else()
    {
        var secretId = Guid.NewGuid().ToString("N");
        var (_, other) = await weir.Client.CallAsync("POST", $"{Scim}/Users", new { userName = $"{Guid.NewGuid():N}@example.com", externalId = secretId, name = new { familyName = "Lee" } });
        var stranger = await weir.UserAsync("/api/2.0/account/scim/v2");
        var user = await weir.UserAsync();
        using var own = await weir.ClientOfAsync(user.Name);
        var seen = (await own.CallAsync("GET", $"{Scim}/Users/{other.Text("id")}")).Body;
        seen.EnumerateObject().Select(property => property.Name).ShouldBe(["schemas", "id", "userName", "displayName"]);
        (await own.CallAsync("GET", $"{Scim}/Users/{stranger.Id}")).Status.ShouldBe(404);
        var guess = Uri.EscapeDataString($"externalId eq \"{secretId}\"");
        (await own.CallAsync("GET", $"{Scim}/Users?filter={guess}")).Body.GetProperty("totalResults").GetInt32().ShouldBe(0, "what may not be read may not be guessed");
        (await weir.Client.CallAsync("GET", $"{Scim}/Users?filter={guess}")).Body.GetProperty("totalResults").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_service_principal_calls_by_its_application_id()
    {
        var (status, made) = await weir.Client.CallAsync("POST", $"{Scim}/ServicePrincipals", new { displayName = "pipeline" });
        status.ShouldBe(201, made.ToString());
        var application = made.Text("applicationId");
        Guid.Parse(application).ShouldNotBe(Guid.Empty);
        using var own = await weir.ClientOfAsync(application);
        (await own.CallAsync("GET", $"{Scim}/Me")).Body.Text("userName").ShouldBe(application);
        using var call = await own.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(call));
        row["requester"].ShouldBe(application);
        row["requester_type"].ShouldBe("SERVICE_PRINCIPAL");
        (await weir.Client.CallAsync("PATCH", $"{Scim}/ServicePrincipals/{made.Text("id")}", $$"""{"Operations":[{"op":"replace","path":"applicationId","value":"{{Guid.NewGuid()}}"}]}""")).Body.Text("scimType").ShouldBe("mutability");
        (await weir.Client.CallAsync("GET", $"{Scim}/Users/{made.Text("id")}")).Status.ShouldBe(404, "it is no user");
    }

    [Theory]
    [InlineData("/ServiceProviderConfig")]
    [InlineData("/ResourceTypes")]
    [InlineData("/ResourceTypes/User")]
    [InlineData("/Schemas")]
    [InlineData("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group")]
    public async Task A_client_may_ask_what_is_served(string path)
    {
        using var response = await weir.Client.GetAsync(Scim + path, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/scim+json");
    }

    [Theory]
    [InlineData("{", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("{}", "invalidValue")]
    [InlineData("""{"userName":7}""", "invalidValue")]
    [InlineData("""{"userName":"x","USERNAME":"y"}""", "invalidSyntax")]
    [InlineData("""{"userName":"x","active":"perhaps"}""", "invalidValue")]
    [InlineData("""{"userName":"x","emails":"x"}""", "invalidValue")]
    [InlineData("""{"userName":"x\n"}""", "invalidValue")]
    [InlineData("""{"userName":"\ud800"}""", "invalidSyntax")]
    [InlineData("""{"\ud800":"x"}""", "invalidSyntax")]
    [InlineData("""{"userName":"x","emails":[7]}""", "invalidValue")]
    [InlineData("""{"userName":"x","name":{"familyName":{}}}""", "invalidValue")]
    public async Task A_body_that_is_no_user_is_a_400_in_SCIM_s_shape(string body, string scimType)
    {
        var (status, error) = await weir.Client.CallAsync("POST", $"{Scim}/Users", body);
        status.ShouldBe(400);
        error.Text("scimType").ShouldBe(scimType);
    }

    [Theory]
    [InlineData("""{"displayName":"x","members":"1"}""")]
    [InlineData("""{"displayName":"x","members":["1"]}""")]
    [InlineData("""{"displayName":"x","members":[{"value":{"value":"1"}}]}""")]
    [InlineData("""{"displayName":"x","members":[null]}""")]
    [InlineData("""{"displayName":{"x":1}}""")]
    public async Task A_body_that_is_no_group_is_one_too(string body) => (await weir.Client.CallAsync("POST", $"{Scim}/Groups", body)).Status.ShouldBe(400);

    [Theory]
    [InlineData("""{"op":"replace","path":"userName","value":null}""")]
    [InlineData("""{"op":"replace","path":"userName","value":{"value":"x"}}""")]
    [InlineData("""{"op":"replace","path":"userName.value","value":"x"}""")]
    [InlineData("""{"op":"replace","path":"emails","value":"x"}""")]
    [InlineData("""{"op":"add","path":"roles","value":"account_owner"}""")]
    [InlineData("""{"op":"replace","path":"active","value":"perhaps"}""")]
    [InlineData("""{"op":"replace","path":7,"value":"x"}""")]
    [InlineData("""{"op":["add"],"path":"userName"}""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"\ud800\"]","value":"x"}""")]
    public async Task A_PATCH_that_leaves_no_user_changes_nothing(string operation)
    {
        var user = await weir.UserAsync();
        var path = $"/api/2.0/account/scim/v2/Users/{user.Id}";
        var before = (await weir.Client.CallAsync("GET", path)).Body.ToString();
        (await weir.Client.CallAsync("PATCH", path, $$"""{"Operations":[{"op":"replace","path":"displayName","value":"changed"},{{operation}}]}""")).Status.ShouldBe(400);
        (await weir.Client.CallAsync("GET", path)).Body.ToString().ShouldBe(before);
    }

    [Fact]
    public async Task Without_a_token_the_refusal_has_SCIM_s_shape()
    {
        using var nobody = weir.NewClient("nobody-knows-this-token");
        var (status, error) = await nobody.CallAsync("GET", $"{Scim}/Users");
        status.ShouldBe(401);
        error.Text("status").ShouldBe("401");
    }
}
