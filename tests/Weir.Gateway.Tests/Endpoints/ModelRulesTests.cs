using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;
using Weir.Accounts.Http;
using Weir.Gateway.Endpoints;
using Xunit;

namespace Weir.Gateway.Tests.Endpoints;

public sealed class ModelRulesTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [InlineData("""{"provider":"bedrock","model":"anthropic.claude-x","region":"us-east-1"}""")]
    [InlineData("""{"provider":"bedrock","model":"anthropic.claude-x","region":"us-east-1","api_key":"k"}""")]
    [InlineData("""{"provider":"bedrock","model":"anthropic.claude-x","region":"us-east-1","aws_access_key_id":"a","aws_secret_access_key":"b","aws_session_token":"c"}""")]
    [InlineData("""{"provider":"bedrock","model":"m","base_url":"https://bedrock-runtime.eu-west-1.amazonaws.com"}""")]
    [InlineData("""{"provider":"vertex","model":"gemini-3-pro","project":"example.com:p-1","location":"global"}""")]
    [InlineData("""{"provider":"vertex","model":"claude-x@1","project":"p-1","location":"us-east5","api_key":"ya29"}""")]
    [InlineData("""{"provider":"azure-openai","model":"gpt","base_url":"https://r.openai.azure.com","auth":"entra"}""")]
    [InlineData("""{"provider":"azure-openai","model":"gpt","base_url":"https://r.openai.azure.com","auth":"entra","client_id":"managed-identity"}""")]
    [InlineData("""{"provider":"azure-openai","model":"gpt","base_url":"https://r.openai.azure.com","tenant_id":"contoso.com","client_id":"c","client_secret":"s"}""")]
    [InlineData("""{"provider":"databricks","model":"m","base_url":"https://dbc-1.cloud.databricks.com","client_id":"c","client_secret":"s"}""")]
    [InlineData("""{"provider":"databricks","model":"m","base_url":"https://dbc-1.cloud.databricks.com","api_key":"dapi"}""")]
    [InlineData("""{"provider":"ollama","model":"llama3"}""")]
    [InlineData("""{"provider":"vllm","model":"m","base_url":"http://127.0.0.1:8000/v1"}""")]
    public void What_is_right_is_taken(string model) => Should.NotThrow(() => EndpointRules.Check(Document(model)));

    [Theory]
    [InlineData("""{"provider":"bedrok","model":"m"}""", "provider' is 'bedrok', which is not supported. Use one of anthropic, azure-openai, bedrock, databricks,")]
    [InlineData("""{"provider":"bedrock","model":"m"}""", "region' is missing, for example us-east-1.")]
    [InlineData("""{"provider":"bedrock","model":"m","region":"us east"}""", "region' must look like us-east-1.")]
    [InlineData("""{"provider":"bedrock","model":"m","base_url":"http://127.0.0.1:1"}""", "region' is missing")]
    [InlineData("""{"provider":"bedrock","model":"m","region":"us-east-1","aws_access_key_id":"a"}""", "go together")]
    [InlineData("""{"provider":"bedrock","model":"m","region":"us-east-1","aws_session_token":"a"}""", "aws_session_token' needs")]
    [InlineData("""{"provider":"bedrock","model":"m","region":"us-east-1","api_key":"k","aws_access_key_id":"a","aws_secret_access_key":"b"}""", "both 'api_key' and AWS keys")]
    [InlineData("""{"provider":"vertex","model":"m","location":"global"}""", "project' must be the id")]
    [InlineData("""{"provider":"vertex","model":"m","project":"p-1"}""", "location' must be a Google Cloud location")]
    [InlineData("""{"provider":"vertex","model":"m","project":"p-1","location":"evil.example.com/"}""", "location' must be a Google Cloud location")]
    [InlineData("""{"provider":"azure-openai","model":"m","auth":"entra"}""", "base_url' is missing")]
    [InlineData("""{"provider":"azure-openai","model":"m","base_url":"https://r","auth":"aad"}""", "auth' must be entra")]
    [InlineData("""{"provider":"azure-openai","model":"m","base_url":"https://r","auth":"entra","api_key":"k"}""", "'api_key' and asks for Entra ID")]
    [InlineData("""{"provider":"azure-openai","model":"m","base_url":"https://r","client_secret":"s"}""", "client_secret' needs 'tenant_id' and 'client_id'")]
    [InlineData("""{"provider":"azure-openai","model":"m","base_url":"https://r","client_secret":"s","client_id":"c","tenant_id":"a/../b"}""", "tenant_id' must be")]
    [InlineData("""{"provider":"databricks","model":"m"}""", "base_url' is missing")]
    [InlineData("""{"provider":"databricks","model":"m","base_url":"https://r","client_secret":"s"}""", "client_id' is missing")]
    [InlineData("""{"provider":"databricks","model":"m","base_url":"https://r","client_id":"c","client_secret":"s","api_key":"k"}""", "both 'api_key' and 'client_secret'")]
    [InlineData("""{"provider":"vllm","model":"m"}""", "base_url' is missing")]
    [InlineData("""{"provider":"openai","model":"m","region":"us-east-1"}""", "region' is not used by the provider openai; it is for bedrock.")]
    [InlineData("""{"provider":"gemini","model":"m","client_id":"c"}""", "client_id' is not used by the provider gemini; it is for azure-openai and databricks.")]
    [InlineData("""{"provider":"bedrock","model":"m","region":"us-east-1","aws_access_key_id":"a","aws_secret_access_key":"b\n"}""", "aws_secret_access_key' must be 1 to 8192 characters without line breaks.")]
    public void What_is_wrong_is_refused_in_a_sentence_that_names_the_field(string model, string sentence) =>
        Should.Throw<ApiException>(() => EndpointRules.Check(Document(model))).Message.ShouldContain(sentence);

    [Theory]
    [InlineData("no", "is not valid JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("""{"type":"authorized_user"}""", "is not the key of a service account")]
    [InlineData("""{"type":"service_account","client_email":"a@b"}""", "lacks 'client_email' or 'private_key'")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"p","token_uri":"http://example.com/token"}""", "has a 'token_uri' that is not an https URL")]
    public void A_service_account_that_is_none_is_refused(string json, string sentence) =>
        Should.Throw<ApiException>(() => ModelRules.CheckServiceAccount("primary", json)).Message.ShouldBe($"The 'service_account_json' of the destination 'primary' {sentence}{(sentence.EndsWith("account", StringComparison.Ordinal) ? ": its 'type' is another" : string.Empty)}. Give the key file as Google made it.");

    [Fact]
    public void A_service_account_s_file_is_taken_with_its_line_breaks()
    {
        using var key = RSA.Create(2048);
        var json = JsonSerializer.Serialize(new { type = "service_account", client_email = "a@b", private_key = key.ExportPkcs8PrivateKeyPem() }, Indented);

        Should.NotThrow(() => ModelRules.CheckServiceAccount("primary", json));
        Should.NotThrow(() => EndpointRules.Check(Document(JsonSerializer.Serialize(new { provider = "vertex", model = "m", project = "p-1", location = "global", service_account_json = json }))));
    }

    [Fact]
    public void Secrets_are_kept_together_or_not_at_all()
    {
        var before = new ModelDocument { Provider = "bedrock", Region = "us-east-1", AwsAccessKeyId = "a", AwsSecretAccessKey = "b", AwsSessionToken = "c" };

        ModelSecret.Keep(new ModelDocument { Provider = "bedrock", Region = "us-east-1", Model = "new" }, before).ShouldBe(before with { Model = "new" });
        ModelSecret.Keep(new ModelDocument { ApiKey = "k" }, before).ShouldBe(new ModelDocument { ApiKey = "k" });
        ModelSecret.GoToSamePlace(before, before with { Model = "other" }).ShouldBeTrue();
        foreach (var moved in new[] { before with { Region = "eu-west-1" }, before with { BaseUrl = "http://x" }, before with { Provider = "openai" }, before with { TenantId = "t" }, before with { Location = "eu" } })
        {
            ModelSecret.GoToSamePlace(before, moved).ShouldBeFalse();
        }
    }

    [Fact]
    public void Every_member_that_a_log_or_a_screen_must_not_show_is_a_secret()
    {
        var all = ModelSecret.All.Aggregate(new ModelDocument { Provider = "p", Model = "m" }, (model, secret) => secret.Put(model, "hidden"));

        JsonSerializer.Serialize(ModelSecret.Map(all, _ => null), EndpointDocument.Json).ShouldNotContain("hidden");
        ModelSecret.All.Select(secret => secret.Name).ShouldBe(["api_key", "client_secret", "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "service_account_json"]);
    }

    private static EndpointDocument Document(string model) =>
        JsonSerializer.Deserialize<EndpointDocument>($$$"""{"name":"e","config":{"destinations":[{"name":"primary","traffic_percentage":100,"external_model_config":{{{model}}} }]}}""", EndpointDocument.Json)!;
}
