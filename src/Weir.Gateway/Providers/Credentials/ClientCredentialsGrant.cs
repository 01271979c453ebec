using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers.Credentials;

/// <summary>OAuth 2.0's client credentials grant (RFC 6749 4.4) with the client's secret in the Authorization header.</summary>
internal static class ClientCredentialsGrant
{
    private const int LongestAnswer = 256 * 1024;

    /// <summary>Fetches tokens of a Databricks workspace for a service principal (docs.databricks.com, "OAuth M2M").</summary>
    public static Func<CancellationToken, Task<AccessToken>> OfDatabricks(string workspaceUrl, ExternalModel model, CredentialSources sources)
    {
        var endpoint = new Uri(workspaceUrl + "/oidc/v1/token");
        return cancellationToken => FetchAsync(endpoint, model.ClientId!, model.ClientSecret!, "all-apis", sources, cancellationToken);
    }

    private static async Task<AccessToken> FetchAsync(Uri endpoint, string clientId, string clientSecret, string scope, CredentialSources sources, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", scope)]);
        try
        {
            var asked = sources.Time.GetUtcNow();
            using var response = await sources.Http.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new CredentialsException($"The token endpoint {endpoint} answered {(int)response.StatusCode}{ErrorOf(body)}. Check client_id and client_secret, and that the service principal may use the workspace.");
            }

            using var answer = JsonDocument.Parse(body);
            var lifetime = answer.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var stated) ? stated : 3600;
            return new AccessToken(answer.RootElement.GetProperty("access_token").GetString()!, asked.AddSeconds(lifetime));
        }
        catch (HttpRequestException unreachable)
        {
            throw new CredentialsException($"The token endpoint {endpoint} could not be reached. Check base_url.", unreachable);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CredentialsException($"The token endpoint {endpoint} answered without a token. Check that base_url is the workspace's URL.", malformed);
        }
    }

    // RFC 6749 5.2: one word.
    private static string ErrorOf(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String && error.GetString() is { Length: > 0 and <= 64 } word
                ? $" ({word})"
                : string.Empty;
        }
        catch (JsonException)
        {
            return string.Empty;
        }
    }
}
