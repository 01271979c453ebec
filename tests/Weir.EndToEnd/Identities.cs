using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;

namespace Weir.EndToEnd;

/// <summary>Users, groups and their tokens, made through the API as an admin makes them.</summary>
internal static class Identities
{
    public const string Scim = "/api/2.0/preview/scim/v2";

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    /// <summary>Sends a body and reads the answer, whatever its status is.</summary>
    public static async Task<(int Status, JsonElement Body)> CallAsync(this HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = body is string json ? ByteFidelityTests.Json(json) : JsonContent.Create(body);
        }

        using var response = await client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Makes a user; its id and name.</summary>
    public static async Task<(string Id, string Name)> UserAsync(this RunningWeir weir, string path = Scim)
    {
        var name = $"{Guid.NewGuid():N}@example.com";
        var (status, made) = await weir.Client.CallAsync("POST", $"{path}/Users", new { userName = name });
        status.ShouldBe(201, made.ToString());
        return (made.GetProperty("id").GetString()!, name);
    }

    /// <summary>Makes a user; the e-mail, and a client with its token.</summary>
    public static async Task<(string Email, HttpClient Client)> UserClientAsync(this RunningWeir weir)
    {
        var (_, email) = await weir.UserAsync();
        return (email, await weir.ClientOfAsync(email));
    }

    /// <summary>Makes a group; its id and name.</summary>
    public static async Task<(string Id, string Name)> GroupAsync(this RunningWeir weir, params string[] members)
    {
        var name = $"g{Guid.NewGuid():N}";
        var (status, made) = await weir.Client.CallAsync("POST", $"{Scim}/Groups", new { displayName = name, members = members.Select(id => new { value = id }) });
        status.ShouldBe(201, made.ToString());
        return (made.GetProperty("id").GetString()!, name);
    }

    /// <summary>A client with a new token of a principal.</summary>
    public static async Task<HttpClient> ClientOfAsync(this RunningWeir weir, string name, string[]? scopes = null, string? workspace = null)
    {
        var (status, made) = await weir.Client.CallAsync("POST", "/api/2.0/token-management/on-behalf-of/tokens", new { application_id = name, scopes, workspace_id = workspace });
        status.ShouldBe(200, made.ToString());
        return weir.NewClient(made.GetProperty("token_value").GetString()!);
    }

    /// <summary>The account's id, as a row of its usage says.</summary>
    public static async Task<string> AccountIdAsync(this RunningWeir weir)
    {
        using var call = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        return (await weir.RowAsync(RunningWeir.RequestIdOf(call)))["account_id"]!;
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
