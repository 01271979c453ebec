using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;
using Weir.Gateway.Providers.Credentials;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

/// <summary>Google's and Microsoft's client libraries against a real token endpoint on this machine.</summary>
public sealed class CloudTokensTests : IAsyncLifetime
{
    private TokenEndpoint _endpoint = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _endpoint = await TokenEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    [Fact]
    public async Task A_service_account_proves_itself_with_its_key()
    {
        using var key = RSA.Create(2048);
        var credential = Vertex(ServiceAccount(key));

        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        var (path, _, form) = _endpoint.Asked.ShouldHaveSingleItem();
        path.ShouldBe("/token");
        form["grant_type"].ShouldBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
        var parts = form["assertion"].Split('.');
        key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decoded(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        var claims = JsonDocument.Parse(Decoded(parts[1])).RootElement;
        claims.GetProperty("iss").GetString().ShouldBe("weir@p-1.iam.gserviceaccount.com");
        claims.GetProperty("scope").GetString().ShouldBe("https://www.googleapis.com/auth/cloud-platform");
    }

    [Fact]
    public async Task A_service_account_that_is_refused_is_a_failure_that_names_the_reason_and_no_secret()
    {
        using var key = RSA.Create(2048);
        _endpoint.Failure = (400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""");
        var failure = await Should.ThrowAsync<CredentialsException>(() => AuthorizeAsync(Vertex(ServiceAccount(key))));

        failure.Message.ShouldBe("Google's token endpoint refused the service account (invalid_grant). Check that the key in service_account_json still exists.");
        failure.ToString().ShouldNotContain("PRIVATE KEY");
    }

    [Fact]
    public async Task A_private_key_that_cannot_be_read_is_a_failure_that_says_so()
    {
        var json = JsonSerializer.Serialize(new { type = "service_account", client_email = "a@b", private_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", token_uri = _endpoint.Address + "/token" });
        (await Should.ThrowAsync<CredentialsException>(() => AuthorizeAsync(Vertex(json)))).Message.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task A_plain_access_token_is_shown_as_it_is()
    {
        var model = new ExternalModel { Provider = "vertex", Name = "m", ApiKey = "ya29.x" };
        (await AuthorizeAsync(ProviderRegistry.Get("vertex").CredentialOf(model, Sources(_endpoint.Http)))).ShouldBe("Bearer ya29.x");
    }

    [Fact]
    public async Task An_application_proves_itself_to_Entra_ID_with_its_secret()
    {
        using var http = new HttpMessageInvoker(new ToEndpoint(_endpoint));
        var credential = Azure(http);

        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        var (path, _, form) = _endpoint.Asked.ShouldHaveSingleItem();
        path.ShouldBe("/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token");
        form["grant_type"].ShouldBe("client_credentials");
        form["scope"].ShouldBe("https://cognitiveservices.azure.com/.default");
        form["client_id"].ShouldBe("the-app");
        form["client_secret"].ShouldBe("the-secret");
    }

    [Fact]
    public async Task An_application_that_Entra_ID_refuses_is_a_failure_that_names_Microsoft_s_number()
    {
        _endpoint.Failure = (401, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 1","error_codes":[7000215]}""");
        using var http = new HttpMessageInvoker(new ToEndpoint(_endpoint));
        var failure = await Should.ThrowAsync<CredentialsException>(() => AuthorizeAsync(Azure(http)));

        failure.Message.ShouldBe("Entra ID gave no token (AADSTS7000215). Check tenant_id, client_id and client_secret, and that it may use Azure OpenAI.");
        failure.ToString().ShouldNotContain("the-secret");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("contoso.com", "a-managed-identity")]
    public void Without_a_secret_Entra_ID_is_asked_for_what_the_server_runs_as(string? tenant, string? client) =>
        ProviderRegistry.Get("azure-openai").CredentialOf(new ExternalModel { Provider = "azure-openai", Name = "m", Auth = "entra", TenantId = tenant, ClientId = client }, Sources(_endpoint.Http))
            .ShouldBeOfType<TokenCredential>();

    [Theory]
    [InlineData("openai", "Authorization", "Bearer secret")]
    [InlineData("mistral", "Authorization", "Bearer secret")]
    [InlineData("databricks", "Authorization", "Bearer secret")]
    [InlineData("bedrock", "Authorization", "Bearer secret")]
    [InlineData("azure-openai", "api-key", "secret")]
    [InlineData("anthropic", "x-api-key", "secret")]
    [InlineData("gemini", "x-goog-api-key", "secret")]
    public async Task A_key_is_shown_in_each_provider_s_own_way_without_waiting(string provider, string header, string value)
    {
        using var request = new HttpRequestMessage();
        var credential = ProviderRegistry.Get(provider).CredentialOf(new ExternalModel { Provider = provider, Name = "m", ApiKey = "secret", Region = "us-east-1" }, Sources(_endpoint.Http));
        var authorizing = credential.AuthorizeAsync(request, null, Stop);

        authorizing.IsCompletedSuccessfully.ShouldBeTrue();
        await authorizing;
        credential.SignsBody.ShouldBeFalse();
        request.Headers.NonValidated[header].ToString().ShouldBe(value);
    }

    [Fact]
    public void A_credential_is_not_in_a_model_s_text()
    {
        var model = new ExternalModel { Provider = "openai", Name = "m", ApiKey = "secret", ClientSecret = "secret", AwsSecretAccessKey = "secret", ServiceAccountJson = "secret" };
        model.ToString().ShouldNotContain("secret");
        new ModelDocument { ApiKey = "secret", ClientSecret = "secret" }.ToString().ShouldNotContain("secret");
        new AccessToken("secret", default).ToString().ShouldNotContain("secret");
    }

    private Credential Vertex(string serviceAccount) =>
        ProviderRegistry.Get("vertex").CredentialOf(new ExternalModel { Provider = "vertex", Name = "m", ServiceAccountJson = serviceAccount }, Sources(_endpoint.Http));

    private static Credential Azure(HttpMessageInvoker http) => ProviderRegistry.Get("azure-openai").CredentialOf(
        new ExternalModel { Provider = "azure-openai", Name = "m", TenantId = "11111111-2222-3333-4444-555555555555", ClientId = "the-app", ClientSecret = "the-secret" },
        Sources(http));

    private string ServiceAccount(RSA key) => JsonSerializer.Serialize(new
    {
        type = "service_account",
        client_email = "weir@p-1.iam.gserviceaccount.com",
        private_key_id = "k1",
        private_key = key.ExportPkcs8PrivateKeyPem(),
        token_uri = _endpoint.Address + "/token",
    });

    private static CredentialSources Sources(HttpMessageInvoker http) => new(http, TimeProvider.System);

    private static byte[] Decoded(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static async Task<string> AuthorizeAsync(Credential credential)
    {
        using var request = new HttpRequestMessage();
        await credential.AuthorizeAsync(request, null, Stop);
        return request.Headers.NonValidated["Authorization"].ToString();
    }

    /// <summary>Carries what is meant for Microsoft to the endpoint on this machine: the library takes only https authorities.</summary>
    private sealed class ToEndpoint(TokenEndpoint endpoint) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.Host.ShouldBe("login.microsoftonline.com");
            request.RequestUri = new Uri(endpoint.Address + request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
