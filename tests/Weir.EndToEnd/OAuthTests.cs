using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Duende.IdentityModel.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;
using static Weir.EndToEnd.Identities;

namespace Weir.EndToEnd;

/// <summary>Programs that get access tokens for their secrets (RFC 6749 4.4), through published client libraries and by hand.</summary>
public sealed class OAuthTests(RunningWeir weir)
{
    private const string Chat = """{"model":"sandbox","messages":[{"role":"user","content":"hello"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_NuGet_client_discovers_the_server_and_its_token_calls_models_as_the_service_principal()
    {
        var program = await ProgramAsync(weir);
        using var http = new HttpClient();
        var discovery = await http.GetDiscoveryDocumentAsync(new DiscoveryDocumentRequest { Address = $"{weir.Address}/oidc" }, Stop);
        discovery.IsError.ShouldBeFalse(discovery.Error);
        discovery.Issuer.ShouldBe($"{weir.Address}/oidc");
        discovery.GrantTypesSupported.ShouldBe(["client_credentials"]);
        discovery.ScopesSupported.ShouldContain("model-serving");
        discovery.KeySet!.Keys.ShouldAllBe(key => key.D == null, "the private part stays here");
        using var request = new ClientCredentialsTokenRequest { Address = discovery.TokenEndpoint, ClientId = program.ApplicationId, ClientSecret = program.Secret, Scope = "all-apis" };
        var token = await http.RequestClientCredentialsTokenAsync(request, Stop);
        token.IsError.ShouldBeFalse(token.Raw);
        (token.TokenType, token.Scope).ShouldBe(("Bearer", "all-apis"));
        token.ExpiresIn.ShouldBeInRange(3590, 3600);
        token.HttpResponse!.Headers.CacheControl!.NoStore.ShouldBeTrue();

        using var caller = weir.NewClient(token.AccessToken!);
        using var call = await caller.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(Chat), Stop);
        call.StatusCode.ShouldBe(HttpStatusCode.OK);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(call));
        (row["requester"], row["requester_type"]).ShouldBe((program.ApplicationId, "SERVICE_PRINCIPAL"));
        (await caller.CallAsync("GET", $"{Scim}/Me")).Body.Text("userName").ShouldBe(program.ApplicationId);

        // Whoever has the public keys can check the token.
        var keys = await http.GetStringAsync(discovery.JwksUri, Stop);
        var checkedByOthers = await new JsonWebTokenHandler().ValidateTokenAsync(token.AccessToken, new TokenValidationParameters
        {
            IssuerSigningKeys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(keys).GetSigningKeys(), ValidIssuer = $"{weir.Address}/oidc", ValidAudience = await weir.AccountIdAsync(), ValidTypes = ["at+jwt"],
        });
        checkedByOthers.IsValid.ShouldBeTrue(checkedByOthers.Exception?.Message);
    }

    [Fact]
    public async Task The_npm_client_gets_tokens_by_either_way_of_sending_a_secret()
    {
        var program = await ProgramAsync(weir);
        var folder = SdkTests.SdkFolder();
        var start = new ProcessStartInfo(Path.Combine(folder, "node_modules", "node", "bin", "node"), ["oauth.mjs"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        (start.Environment["WEIR"], start.Environment["CLIENT_ID"], start.Environment["CLIENT_SECRET"]) = (weir.Address, program.ApplicationId, program.Secret);
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(Stop);
        var output = await node.StandardOutput.ReadToEndAsync(Stop);
        await node.WaitForExitAsync(Stop);
        node.ExitCode.ShouldBe(0, await errors);
        var answers = JsonSerializer.Deserialize<JsonElement>(output);
        foreach (var way in new[] { "ClientSecretBasic", "ClientSecretPost" })
        {
            var answer = answers.GetProperty(way);
            answer.Text("issuer").ShouldBe($"{weir.Address}/oidc");
            answer.Text("scope").ShouldBe("model-serving sql");
            using var caller = weir.NewClient(answer.Text("token"));
            (await caller.CallAsync("POST", "/openai/v1/chat/completions", Chat)).Status.ShouldBe(200);
            var (status, refusal) = await caller.CallAsync("GET", "/api/2.0/token/list");
            status.ShouldBe(403);
            refusal.Text("message").ShouldContain("required scopes");
        }

        answers.GetProperty("refused").Text("error").ShouldBe("invalid_client");
        answers.GetProperty("refused").GetProperty("status").GetInt32().ShouldBe(401);
    }

    [Fact]
    public async Task A_token_ends_with_its_secret_its_principal_and_its_membership_at_every_replica_within_a_second()
    {
        await using var one = new RunningWeir();
        await using var other = new RunningWeir();
        await ReplicaTests.StartAsync(one, other);
        var account = await one.AccountIdAsync();
        var workspace = (await one.Client.CallAsync("GET", $"/api/2.0/accounts/{account}/workspaces")).Body[0].GetProperty("workspace_id").ToString();
        foreach (var end in new Func<Program, Task<int>>[]
        {
            async program => (await one.Client.CallAsync("DELETE", $"/api/2.0/accounts/{account}/servicePrincipals/{program.Id}/credentials/secrets/{program.SecretId}")).Status,
            async program => (await one.Client.CallAsync("PATCH", $"{Scim}/ServicePrincipals/{program.Id}", """{"Operations":[{"op":"replace","value":{"active":false}}]}""")).Status,
            async program => (await one.Client.CallAsync("DELETE", $"/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{program.Id}")).Status,
        })
        {
            var program = await ProgramAsync(one);
            var token = await TokenAsync(one, program);
            using var here = one.NewClient(token);
            using var there = other.NewClient(token);
            (await here.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);
            await RunningWeir.EventuallyAsync(async () => (await there.CallAsync("POST", "/openai/v1/chat/completions", Chat)).Status.ShouldBe(200));
            (await end(program)).ShouldBe(200);
            (await here.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401);
            var ended = TimeProvider.System.GetTimestamp();
            await RunningWeir.EventuallyAsync(async () => (await there.CallAsync("POST", "/openai/v1/chat/completions", Chat)).Status.ShouldBe(401));
            TestContext.Current.TestOutputHelper!.WriteLine($"noticed after {TimeProvider.System.GetElapsedTime(ended).TotalMilliseconds:F0} ms");
            (await AskAsync(one, program, "grant_type=client_credentials")).Status.ShouldBeOneOf(400, 401);
        }
    }

    [Fact]
    public async Task A_token_outlives_a_restart_and_no_secret_is_in_log_or_audit()
    {
        await using var own = new RunningWeir();
        own.Set("WEIR_Logging__LogLevel__Default", "Debug");
        own.Set("WEIR_PUBLIC_URL", "https://weir.example.com");
        await own.InitializeAsync();
        var program = await ProgramAsync(own);
        var token = await TokenAsync(own, program);
        new JsonWebToken(token).Issuer.ShouldBe("https://weir.example.com/oidc");
        (await own.Client.CallAsync("GET", "/oidc/.well-known/oauth-authorization-server")).Body.Text("token_endpoint").ShouldBe("https://weir.example.com/oidc/v1/token");
        (await AskAsync(own, program with { Secret = "weirs_a-wrong-secret" }, "grant_type=client_credentials")).Status.ShouldBe(401);
        await own.StopAsync();
        await own.StartAsync();
        using var caller = own.NewClient(token);
        (await caller.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);
        await RunningWeir.EventuallyAsync(async () =>
            (await own.SqlAsync("SELECT action_name, CAST(response.status_code AS STRING), request_params['client_id'] FROM system.access.audit WHERE action_name IN ('oidcTokenAuthorization', 'createServicePrincipalSecret') ORDER BY event_time"))
                .ShouldBe([["createServicePrincipalSecret", "200", null], ["oidcTokenAuthorization", "401", program.ApplicationId]]));
        var audited = string.Concat((await own.SqlAsync("SELECT CAST(request_params AS STRING), CAST(response AS STRING) FROM system.access.audit")).SelectMany(row => row));
        foreach (var secret in new[] { program.Secret, "weirs_a-wrong-secret", token, token.Split('.')[2] })
        {
            own.Log.ShouldNotContain(secret);
            audited.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task No_token_that_is_made_up_or_altered_is_taken()
    {
        var program = await ProgramAsync(weir);
        var token = await TokenAsync(weir, program);
        var parts = token.Split('.');
        var jwt = new JsonWebToken(token);
        var claims = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1]));
        using var http = new HttpClient();
        var key = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync($"{weir.Address}/oidc/jwks.json", Stop)).GetProperty("keys")[0];
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string With(object header, string payload, Func<string, byte[]> sign)
        {
            var text = $"{Base64UrlEncoder.Encode(JsonSerializer.Serialize(header))}.{Base64UrlEncoder.Encode(payload)}";
            return $"{text}.{Base64UrlEncoder.Encode(sign(text))}";
        }

        byte[] ByStranger(string text) => stranger.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        byte[] ByPublicKey(string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Text("x")), Encoding.ASCII.GetBytes(text));
        var forged = new[]
        {
            $"{parts[0]}.{Base64UrlEncoder.Encode(claims.Replace(program.ApplicationId, "admin@weir.local"))}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", $"{parts[0]}..{parts[2]}", token + ".", token[..^4] + "AAAA",
            With(new { alg = "none", typ = "at+jwt" }, claims, _ => []),
            With(new { alg = "None", typ = "at+jwt", kid = jwt.Kid }, claims, _ => []),
            With(new { alg = "HS256", typ = "at+jwt", kid = jwt.Kid }, claims, ByPublicKey),
            With(new { alg = "ES256", typ = "at+jwt", kid = jwt.Kid }, claims, ByStranger),
            With(new { alg = "ES256", typ = "at+jwt", kid = "../../dev/null" }, claims, ByStranger),
            With(new { alg = "ES256", typ = "at+jwt" }, claims, ByStranger),
            With(new { alg = "ES256", typ = "at+jwt", jwk = new { kty = "EC", crv = "P-256" } }, claims, ByStranger),
            With(new { alg = "ES256", typ = "at+jwt", kid = jwt.Kid, pad = new string('a', 8000) }, claims, ByStranger),
            "eyJ", "eyJ.eyJ.eyJ", "eyJ..", "eyJhbGciOiJFUzI1NiJ9.bnVsbA.AAAA",
        };
        foreach (var one in forged)
        {
            using var caller = weir.NewClient(one);
            (await caller.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(401, one[..Math.Min(one.Length, 80)]);
            (await caller.CallAsync("POST", "/openai/v1/chat/completions", Chat)).Status.ShouldBe(401);
        }

        using var good = weir.NewClient(token);
        (await good.CallAsync("GET", $"{Scim}/Me")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("grant_type=password&username=a&password=b", 400, "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&scope=everything", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials&workspace_id=1", 400, "invalid_request")]
    [InlineData("", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request")]
    public async Task A_request_that_is_not_right_is_told_why_in_OAuth_s_own_shape(string form, int status, string error)
    {
        var (answered, body) = await AskAsync(weir, await ProgramAsync(weir), form);
        answered.ShouldBe(status, body.ToString());
        body.Text("error").ShouldBe(error);
        body.Text("error_description").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_no_form_is_refused_and_so_is_another_account()
    {
        var program = await ProgramAsync(weir);
        using var client = new HttpClient { BaseAddress = new Uri(weir.Address) };
        (await client.CallAsync("POST", "/oidc/v1/token", """{"grant_type":"client_credentials"}""")).Status.ShouldBe(400);
        (await client.CallAsync("GET", "/oidc/v1/token")).Status.ShouldBeOneOf(400, 404, 405);
        (await AskAsync(weir, program, "grant_type=client_credentials", $"/oidc/accounts/{Guid.NewGuid()}/v1/token")).Status.ShouldBe(404);
        (await AskAsync(weir, program, "grant_type=client_credentials", $"/oidc/accounts/{await weir.AccountIdAsync()}/v1/token")).Status.ShouldBe(200);
        using var large = new StringContent("grant_type=client_credentials&scope=" + new string('a', 100_000), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var refused = await client.PostAsync("/oidc/v1/token", large, Stop);
        ((int)refused.StatusCode).ShouldBeInRange(400, 499);
    }

    [Fact]
    public async Task Guessing_secrets_is_slowed_down()
    {
        await using var own = new RunningWeir();
        await own.InitializeAsync();
        var program = await ProgramAsync(own);
        var wrong = program with { Secret = "weirs_guess" };
        for (var i = 0; i < 20; i++)
        {
            (await AskAsync(own, i % 2 == 0 ? wrong : wrong with { ApplicationId = Guid.NewGuid().ToString() }, "grant_type=client_credentials")).Status.ShouldBe(401);
        }

        var (status, body) = await AskAsync(own, program, "grant_type=client_credentials");
        status.ShouldBe(429);
        body.Text("error").ShouldBe("temporarily_unavailable");
        (await own.Client.CallAsync("GET", "/oidc/jwks.json")).Status.ShouldBe(200, "whoever checks tokens is not who guesses");
    }

    [Fact]
    public async Task Secrets_are_for_account_admins_few_and_shown_once()
    {
        var program = await ProgramAsync(weir);
        var path = $"/api/2.0/accounts/servicePrincipals/{program.Id}/credentials/secrets";
        var (_, listed) = await weir.Client.CallAsync("GET", path);
        listed.ToString().ShouldNotContain(program.Secret);
        listed.GetProperty("secrets")[0].Text("secret_hash").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(program.Secret))));
        (await weir.Client.CallAsync("POST", path, new { lifetime = "7200s" })).Body.GetProperty("expire_time").GetDateTime().ShouldBe(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(2), TimeSpan.FromMinutes(1));
        foreach (var lifetime in new[] { "0s", "-5s", "soon", "99999999999s", "60" })
        {
            (await weir.Client.CallAsync("POST", path, new { lifetime })).Status.ShouldBe(400, lifetime);
        }

        for (var i = 2; i < 5; i++)
        {
            (await weir.Client.CallAsync("POST", path)).Status.ShouldBe(200);
        }

        (await weir.Client.CallAsync("POST", path)).Body.Text("error_code").ShouldBe("QUOTA_EXCEEDED");
        (await weir.Client.CallAsync("POST", $"/api/2.0/accounts/servicePrincipals/{(await weir.UserAsync()).Id}/credentials/secrets")).Status.ShouldBe(404, "a person has none");
        (await weir.Client.CallAsync("DELETE", $"{path}/{Guid.NewGuid()}")).Status.ShouldBe(404);
    }

    private static async Task<Program> ProgramAsync(RunningWeir weir)
    {
        var (_, made) = await weir.Client.CallAsync("POST", $"{Scim}/ServicePrincipals", new { displayName = "robot" });
        var id = made.Text("id");
        var (status, secret) = await weir.Client.CallAsync("POST", $"/api/2.0/accounts/{await weir.AccountIdAsync()}/servicePrincipals/{id}/credentials/secrets");
        status.ShouldBe(200, secret.ToString());
        return new Program(id, made.Text("applicationId"), secret.Text("id"), secret.Text("secret"));
    }

    private static async Task<string> TokenAsync(RunningWeir weir, Program program)
    {
        var (status, body) = await AskAsync(weir, program, "grant_type=client_credentials&scope=all-apis");
        status.ShouldBe(200, body.ToString());
        return body.Text("access_token");
    }

    private static async Task<(int Status, JsonElement Body)> AskAsync(RunningWeir weir, Program program, string form, string path = "/oidc/v1/token")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, weir.Address + path) { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{program.ApplicationId}:{program.Secret}")));
        using var response = await client.SendAsync(request, Stop);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Stop)));
    }

    private sealed record Program(string Id, string ApplicationId, string SecretId, string Secret);
}
