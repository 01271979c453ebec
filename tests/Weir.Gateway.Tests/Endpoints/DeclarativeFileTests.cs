using Shouldly;
using Weir.Gateway.Endpoints;
using Xunit;

namespace Weir.Gateway.Tests.Endpoints;

public sealed class DeclarativeFileTests
{
    [Fact]
    public async Task A_destination_s_own_members_and_secrets_are_read_from_YAML()
    {
        var variable = $"WEIR_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, "{\n  \"type\": \"service_account\"\n}");
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            path,
            $$"""
            endpoints:
              - name: clouds
                config:
                  destinations:
                    - name: on-bedrock
                      traffic_percentage: 50
                      external_model_config:
                        provider: bedrock
                        model: us.anthropic.claude-x-v1:0
                        region: us-east-1
                        aws_access_key_id: AKIDEXAMPLE
                        aws_secret_access_key: "a/b+c"
                        aws_session_token: token
                    - name: on-vertex
                      traffic_percentage: 50
                      external_model_config: { provider: vertex, model: claude-x, project: p-1, location: global, service_account_json: "${env:{{variable}}}" }
                  fallbacks:
                    - name: on-azure
                      external_model_config: { provider: azure-openai, model: gpt, base_url: "https://r.openai.azure.com", auth: entra, tenant_id: t, client_id: c, client_secret: s }
            """,
            TestContext.Current.CancellationToken);
        try
        {
            var config = DeclarativeFile.Read(path).ShouldHaveSingleItem().Document.Config!;
            config.Destinations![0].ExternalModelConfig.ShouldBe(new ModelDocument { Provider = "bedrock", Model = "us.anthropic.claude-x-v1:0", Region = "us-east-1", AwsAccessKeyId = "AKIDEXAMPLE", AwsSecretAccessKey = "a/b+c", AwsSessionToken = "token" });
            config.Destinations[1].ExternalModelConfig.ShouldBe(new ModelDocument { Provider = "vertex", Model = "claude-x", Project = "p-1", Location = "global", ServiceAccountJson = "{\n  \"type\": \"service_account\"\n}" });
            config.Fallbacks![0].ExternalModelConfig.ShouldBe(new ModelDocument { Provider = "azure-openai", Model = "gpt", BaseUrl = "https://r.openai.azure.com", Auth = "entra", TenantId = "t", ClientId = "c", ClientSecret = "s" });
        }
        finally
        {
            File.Delete(path);
            Environment.SetEnvironmentVariable(variable, null);
        }
    }
}
