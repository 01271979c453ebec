using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.CommandLine.Agents;

/// <summary>The endpoint that is meant when none is named: the only one that the caller may query.</summary>
internal static class OnlyEndpoint
{
    /// <summary>Its name; or NULL, and what to do.</summary>
    public static async Task<(string? Name, string Refusal)> FindAsync(Uri gateway, string token, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.GetAsync("/openai/v1/models", cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return (null, $"The gateway at {gateway} answered {(int)response.StatusCode} when asked for your endpoints: {Refusals.MessageOf(await response.Content.ReadAsStringAsync(cancellationToken))}");
            }

            var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancellationToken));
            var names = answer.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!).ToList();
            return names switch
            {
                [var only] => (only, string.Empty),
                [] => (null, "There is no endpoint that you may query. Make one, or ask who manages one to let you."),
                _ => (null, $"Say with --endpoint which the agent shall call: {string.Join(", ", names)}."),
            };
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"The gateway cannot be reached at {gateway}: {failed.Message}. Is 'weir serve' running, and is WEIR_HOST right? With --endpoint it need not be.");
        }
    }
}
