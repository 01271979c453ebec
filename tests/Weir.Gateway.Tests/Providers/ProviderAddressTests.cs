using Shouldly;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

public sealed class ProviderAddressTests
{
    [Theory]
    [InlineData("openai", "https://api.openai.com/v1", null, "ChatCompletions", "https://api.openai.com/v1/chat/completions")]
    [InlineData("openai", "https://api.openai.com/v1", null, "Responses", "https://api.openai.com/v1/responses")]
    [InlineData("azure-openai", "https://r.openai.azure.com", null, "ChatCompletions", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("azure-openai", "https://r.openai.azure.com/openai/v1", null, "Embeddings", "https://r.openai.azure.com/openai/v1/embeddings")]
    [InlineData("azure-openai", "https://r.openai.azure.com", "2024-10-21", "ChatCompletions", "https://r.openai.azure.com/openai/deployments/the%20model/chat/completions?api-version=2024-10-21")]
    [InlineData("azure-openai", "https://r.openai.azure.com", "2025-04-01-preview", "Responses", "https://r.openai.azure.com/openai/responses?api-version=2025-04-01-preview")]
    [InlineData("anthropic", "https://api.anthropic.com", null, "Messages", "https://api.anthropic.com/v1/messages")]
    [InlineData("anthropic", "https://api.anthropic.com", null, "CountMessageTokens", "https://api.anthropic.com/v1/messages/count_tokens")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com", null, "StreamGenerateContent", "https://generativelanguage.googleapis.com/v1beta/models/the%20model:streamGenerateContent")]
    [InlineData("databricks", "https://dbc-1.cloud.databricks.com", null, "ChatCompletions", "https://dbc-1.cloud.databricks.com/serving-endpoints/chat/completions")]
    [InlineData("databricks", "https://dbc-1.cloud.databricks.com/serving-endpoints", null, "ChatCompletions", "https://dbc-1.cloud.databricks.com/serving-endpoints/chat/completions")]
    [InlineData("databricks", "https://dbc-1.cloud.databricks.com", null, "Embeddings", "https://dbc-1.cloud.databricks.com/serving-endpoints/embeddings")]
    [InlineData("databricks", "https://dbc-1.cloud.databricks.com", null, "Responses", "https://dbc-1.cloud.databricks.com/serving-endpoints/responses")]
    public void Each_provider_is_reached_at_its_own_path(string provider, string baseUrl, string? apiVersion, string operation, string expected) =>
        ProviderRegistry.Get(provider).UrlOf(new ExternalModel { Provider = provider, Name = "the model", ApiVersion = apiVersion }, baseUrl, new ModelCall(Enum.Parse<Operation>(operation), "v1beta")).ShouldBe(expected);

    [Theory]
    [InlineData("us-east-1", "anthropic.claude-sonnet-4-20250514-v1:0", "Messages", false, "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-sonnet-4-20250514-v1%3A0/invoke")]
    [InlineData("us-east-1", "us.anthropic.claude-sonnet-4-20250514-v1:0", "Messages", true, "https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/invoke-with-response-stream")]
    [InlineData("eu-west-1", "amazon.nova-pro-v1:0", "Converse", false, "https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-pro-v1%3A0/converse")]
    [InlineData("cn-north-1", "amazon.nova-pro-v1:0", "ConverseStream", true, "https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/amazon.nova-pro-v1%3A0/converse-stream")]
    [InlineData("us-west-2", "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.anthropic.claude-x", "Messages", false, "https://bedrock-runtime.us-west-2.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Ainference-profile%2Fus.anthropic.claude-x/invoke")]
    public void Bedrock_is_reached_in_its_region_with_the_model_s_id_in_the_path(string region, string model, string operation, bool stream, string expected)
    {
        var bedrock = ProviderRegistry.Get("bedrock");
        var destination = new ExternalModel { Provider = "bedrock", Name = model, Region = region };
        var url = bedrock.UrlOf(destination, bedrock.BaseUrlOf(destination)!, new ModelCall(Enum.Parse<Operation>(operation), null, stream));

        url.ShouldBe(expected);

        // What is signed is the path as it is sent, so the URL's own class must not change it.
        new Uri(url).AbsoluteUri.ShouldBe(expected);
    }

    [Theory]
    [InlineData("global", "gemini-3-pro", "GenerateContent", false, "v1", "https://aiplatform.googleapis.com/v1/projects/p-1/locations/global/publishers/google/models/gemini-3-pro:generateContent")]
    [InlineData("us-central1", "gemini-3-pro", "StreamGenerateContent", false, "v1beta", "https://us-central1-aiplatform.googleapis.com/v1beta1/projects/p-1/locations/us-central1/publishers/google/models/gemini-3-pro:streamGenerateContent")]
    [InlineData("eu", "gemini-3-pro", "CountContentTokens", false, "v1beta", "https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/p-1/locations/eu/publishers/google/models/gemini-3-pro:countTokens")]
    [InlineData("us-east5", "claude-sonnet-4@20250514", "Messages", false, null, "https://us-east5-aiplatform.googleapis.com/v1/projects/p-1/locations/us-east5/publishers/anthropic/models/claude-sonnet-4@20250514:rawPredict")]
    [InlineData("us-east5", "claude-sonnet-4@20250514", "Messages", true, null, "https://us-east5-aiplatform.googleapis.com/v1/projects/p-1/locations/us-east5/publishers/anthropic/models/claude-sonnet-4@20250514:streamRawPredict")]
    [InlineData("us-east5", "claude-sonnet-4@20250514", "CountMessageTokens", false, null, "https://us-east5-aiplatform.googleapis.com/v1/projects/p-1/locations/us-east5/publishers/anthropic/models/count-tokens:rawPredict")]
    public void Vertex_is_reached_at_its_location_and_by_the_model_s_publisher(string location, string model, string operation, bool stream, string? version, string expected)
    {
        var vertex = ProviderRegistry.Get("vertex");
        var destination = new ExternalModel { Provider = "vertex", Name = model, Project = "p-1", Location = location };
        var url = vertex.UrlOf(destination, vertex.BaseUrlOf(destination)!, new ModelCall(Enum.Parse<Operation>(operation), version, stream));

        url.ShouldBe(expected);
        new Uri(url).AbsoluteUri.ShouldBe(expected);
    }

    [Theory]
    [InlineData("openai-chat-compatible", null, "ChatCompletions Embeddings")]
    [InlineData("mistral", "https://api.mistral.ai/v1", "ChatCompletions Embeddings Audio Files")]
    [InlineData("groq", "https://api.groq.com/openai/v1", "ChatCompletions Responses Audio Files Batches")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", "ChatCompletions Completions Responses Embeddings")]
    [InlineData("deepseek", "https://api.deepseek.com/v1", "ChatCompletions")]
    [InlineData("xai", "https://api.x.ai/v1", "ChatCompletions Completions Responses Embeddings Images")]
    [InlineData("ollama", "http://127.0.0.1:11434/v1", "ChatCompletions Completions Responses Embeddings")]
    [InlineData("vllm", null, "ChatCompletions Completions Responses Embeddings Audio")]
    [InlineData("databricks", null, "ChatCompletions Completions Responses Embeddings")]
    public void A_preset_has_its_address_and_the_operations_that_it_answers(string preset, string? baseUrl, string operations)
    {
        var provider = ProviderRegistry.Get(preset);

        provider.BaseUrlOf(new ExternalModel { Provider = preset, Name = "m" }).ShouldBe(baseUrl);
        Enum.GetValues<Operation>().Where(operation => provider.Speaks("m", operation)).Select(operation => operation.ToString()).ShouldBe(operations.Split(' '));
    }

    [Theory]
    [InlineData("bedrock", "anthropic.claude-sonnet-4-20250514-v1:0", true)]
    [InlineData("bedrock", "global.anthropic.claude-opus-5-v1:0", true)]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-x", true)]
    [InlineData("bedrock", "amazon.nova-pro-v1:0", false)]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:1:application-inference-profile/abc", false)]
    [InlineData("vertex", "claude-sonnet-4@20250514", true)]
    [InlineData("vertex", "gemini-3-pro", false)]
    public void Clouds_speak_Anthropic_s_dialect_for_Anthropic_s_models_only(string provider, string model, bool speaks) =>
        ProviderRegistry.Get(provider).Speaks(model, Operation.Messages).ShouldBe(speaks);

    [Fact]
    public void Vertex_speaks_Gemini_for_Gemini_only_and_no_embeddings()
    {
        var vertex = ProviderRegistry.Get("vertex");

        vertex.Speaks("gemini-3-pro", Operation.GenerateContent).ShouldBeTrue();
        vertex.Speaks("claude-sonnet-4", Operation.GenerateContent).ShouldBeFalse();
        vertex.Speaks("gemini-embedding-001", Operation.EmbedContent).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "https://bedrock-runtime.eu-west-3.amazonaws.com", "eu-west-3")]
    [InlineData(null, "https://vpce-1-a.bedrock-runtime.us-east-1.vpce.amazonaws.com", "us-east-1")]
    [InlineData("us-east-2", "http://127.0.0.1:1", "us-east-2")]
    [InlineData(null, "http://127.0.0.1:1", null)]
    [InlineData(null, "https://bedrock-runtime.evil.example.com", null)]
    public void Bedrock_s_region_is_stated_or_in_its_own_address(string? region, string baseUrl, string? expected) =>
        Weir.Gateway.Providers.Amazon.BedrockProvider.RegionOf(region, baseUrl).ShouldBe(expected);
}
