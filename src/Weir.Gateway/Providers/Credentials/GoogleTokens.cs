using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Providers.Credentials;

/// <summary>Tokens of Google Cloud: for a service account's key, or for what the server itself runs as (Application Default Credentials).</summary>
internal static class GoogleTokens
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";
    private const string OwnTokenEndpoint = "https://oauth2.googleapis.com/token";

    // The library renews its own token ahead of its end; how long what it gives is good it does not say, but at least so long.
    private static readonly TimeSpan DefaultsGoodFor = TimeSpan.FromMinutes(3);

    /// <summary>Fetches tokens for a destination.</summary>
    public static Func<CancellationToken, Task<AccessToken>> Of(ExternalModel model, CredentialSources sources) =>
        model.ServiceAccountJson is { } json
            ? cancellationToken => FetchAsync(json, sources, cancellationToken)
            : cancellationToken => FetchDefaultAsync(sources.Time, cancellationToken);

    /// <summary>What is wrong with a service account's key file as a sentence's end; NULL when nothing is.</summary>
    public static string? FaultOf(string json)
    {
        try
        {
            using var key = JsonDocument.Parse(json);
            return key.RootElement.ValueKind != JsonValueKind.Object ? "is not a JSON object"
                : TextOf(key, "type") != "service_account" ? "is not the key of a service account: its 'type' is another"
                : TextOf(key, "client_email") is null || TextOf(key, "private_key") is null ? "lacks 'client_email' or 'private_key'"
                : TextOf(key, "token_uri") is { } uri && !(Uri.TryCreate(uri, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)) ? "has a 'token_uri' that is not an https URL"
                : null;
        }
        catch (JsonException)
        {
            return "is not valid JSON";
        }
    }

    private static async Task<AccessToken> FetchAsync(string json, CredentialSources sources, CancellationToken cancellationToken)
    {
        using var key = JsonDocument.Parse(json);
        var endpoint = TextOf(key, "token_uri") ?? OwnTokenEndpoint;
        try
        {
            var account = AccountOf(key, endpoint, sources.Http);
            var asked = sources.Time.GetUtcNow();
            await account.RequestAccessTokenAsync(cancellationToken);
            return new AccessToken(account.Token.AccessToken, asked.AddSeconds(account.Token.ExpiresInSeconds ?? 3600));
        }
        catch (TokenResponseException refused)
        {
            throw new CredentialsException($"Google's token endpoint refused the service account ({refused.Error?.Error ?? "no reason given"}). Check that the key in service_account_json still exists.", refused);
        }
        catch (HttpRequestException unreachable)
        {
            throw new CredentialsException($"The token endpoint {endpoint} could not be reached. Check that it can be reached from here.", unreachable);
        }
    }

    private static ServiceAccountCredential AccountOf(JsonDocument key, string endpoint, HttpMessageInvoker http)
    {
        var initializer = new ServiceAccountCredential.Initializer(TextOf(key, "client_email"), endpoint)
        {
            KeyId = TextOf(key, "private_key_id"),
            Scopes = [Scope],
            HttpClientFactory = new ClientFactory(http),
        };
        try
        {
            return new ServiceAccountCredential(initializer.FromPrivateKey(TextOf(key, "private_key")));
        }
        catch (Exception wrong)
        {
            // The library's reader of keys fails in many ways, and nothing else is done here.
            throw new CredentialsException("The private key in service_account_json cannot be read. Give the file as Google made it.", wrong);
        }
    }

    private static async Task<AccessToken> FetchDefaultAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var credential = await GoogleCredential.GetApplicationDefaultAsync(cancellationToken);
            credential = credential.IsCreateScopedRequired ? credential.CreateScoped(Scope) : credential;
            var asked = time.GetUtcNow();
            var token = await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(authUri: null, cancellationToken);
            return new AccessToken(token, asked + DefaultsGoodFor);
        }
        catch (Exception failed) when (failed is InvalidOperationException or TokenResponseException or HttpRequestException or IOException)
        {
            throw new CredentialsException("Google's Application Default Credentials gave no token. Give the destination a service_account_json, or the server GOOGLE_APPLICATION_CREDENTIALS or a service account.", failed);
        }
    }

    private static string? TextOf(JsonDocument key, string name) =>
        key.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class ClientFactory(HttpMessageInvoker http) : Google.Apis.Http.IHttpClientFactory
    {
        public ConfigurableHttpClient CreateHttpClient(CreateHttpClientArgs args)
        {
            var client = new ConfigurableHttpClient(new ConfigurableMessageHandler(new InvokerHandler(http)));
            foreach (var initializer in args.Initializers)
            {
                initializer.Initialize(client);
            }

            return client;
        }
    }
}
