using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.CommandLine;

/// <summary><c>weir sign-in-link</c>: has a running gateway make a one-time link to sign in with.</summary>
internal static class SignInLinkCommand
{
    public static Command Create()
    {
        var user = new Option<string?>("--user") { Description = "Whose (the token's own user when left out)." };
        var connection = new GatewayConnection();
        var command = new Command("sign-in-link", "Make a link that signs a user in with a browser, once, within 15 minutes. Needs the token of an account admin.") { user, connection.Host, connection.Token };
        command.SetAction(async (parsed, cancellationToken) =>
            await connection.ReadAsync(parsed) is var (gateway, token) ? await RunAsync(gateway, token, parsed.GetValue(user), cancellationToken) : 2);
        return command;
    }

    private static async Task<int> RunAsync(Uri gateway, string token, string? user, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("weir-sign-in-link/0.1");
        try
        {
            using var response = await http.PostAsJsonAsync("/api/2.0/weir/sign-in-links", new { user_name = user }, cancellationToken);
            var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancellationToken));
            if (response.IsSuccessStatusCode)
            {
                Console.WriteLine(answer.GetProperty("url").GetString());
                return 0;
            }

            await Console.Error.WriteLineAsync(answer.GetProperty("message").GetString());
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"No answer of a gateway at {gateway}: {failed.Message}");
        }

        return 1;
    }
}
