using System.Text;
using Shouldly;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

public sealed class ProviderBodyTests
{
    private const string Body = """{"model":"chat","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public void Bedrock_takes_Anthropic_s_body_without_model_and_stream()
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        request.Headers.TryAddWithoutValidation("anthropic-beta", "a-1, b-2");
        request.Headers.TryAddWithoutValidation("anthropic-beta", "c-3");
        Adapt("bedrock", "anthropic.claude-x", Operation.Messages, request)
            .ShouldBe("""{"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["a-1","b-2","c-3"],"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""");
        request.Headers.ShouldBeEmpty();
    }

    [Fact]
    public void Bedrock_takes_a_body_that_names_its_betas_as_it_is()
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("anthropic-beta", "a-1");
        Adapt("bedrock", "anthropic.claude-x", Operation.Messages, request, """{"anthropic_beta":["z"],"model":"chat","anthropic_version":"other"}""")
            .ShouldBe("""{"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["z"]}""");
    }

    [Fact]
    public void Vertex_takes_Anthropic_s_body_without_the_model()
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        request.Headers.TryAddWithoutValidation("anthropic-beta", "a-1");
        Adapt("vertex", "claude-x", Operation.Messages, request).ShouldBe("""{"anthropic_version":"vertex-2023-10-16","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        request.Headers.Select(header => header.Key).ShouldBe(["anthropic-beta"]);
    }

    [Fact]
    public void Vertex_counts_tokens_at_one_address_so_the_body_names_the_model()
    {
        using var request = new HttpRequestMessage();
        Adapt("vertex", "claude-x@1", Operation.CountMessageTokens, request, """{"model":"chat","messages":[]}""")
            .ShouldBe("""{"anthropic_version":"vertex-2023-10-16","model":"claude-x@1","messages":[]}""");
    }

    [Fact]
    public void Mistral_gets_no_stream_options()
    {
        using var request = new HttpRequestMessage();
        Adapt("mistral", "mistral-large-latest", Operation.ChatCompletions, request, """{"model":"chat","stream":true,"stream_options":{"include_usage":true},"messages":[]}""")
            .ShouldBe("""{"model":"mistral-large-latest","stream":true,"messages":[]}""");
        ProviderRegistry.Get("mistral").StreamUsage.ShouldBe(StreamUsage.AlwaysAndRefusesOptions);
        Adapt("mistral", "m", Operation.ChatCompletions, request).ShouldBeNull();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("groq")]
    [InlineData("gemini")]
    [InlineData("databricks")]
    public void Others_get_the_body_as_it_came(string provider)
    {
        using var request = new HttpRequestMessage();
        Adapt(provider, "m", Operation.ChatCompletions, request).ShouldBeNull();
        request.Headers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bedrock_s_errors_reach_Anthropic_s_clients_in_their_shape()
    {
        using var answer = new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests) { Content = new StringContent("""{"message":"Too many requests"}""") };
        answer.Headers.TryAddWithoutValidation("x-amzn-errortype", "ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/");
        await ProviderRegistry.Get("bedrock").AdaptAsync(answer, new ModelCall(Operation.Messages), TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"type":"error","error":{"type":"ThrottlingException","message":"Too many requests"}}""");
    }

    private static string? Adapt(string provider, string model, Operation operation, HttpRequestMessage request, string body = Body) =>
        ProviderRegistry.Get(provider).Adapt(request.Headers, Encoding.UTF8.GetBytes(body), new ExternalModel { Provider = provider, Name = model }, new ModelCall(operation)) is { } adapted
            ? Encoding.UTF8.GetString(adapted)
            : null;
}
