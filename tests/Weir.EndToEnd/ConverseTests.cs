using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>A model of Bedrock that only Converse reaches, called in OpenAI's chat.</summary>
public sealed class ConverseTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_JSON_answer_with_a_tool_call_arrives_as_chat_and_its_usage_is_whole()
    {
        var model = $"amazon.nova-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer
        {
            Body = """{"output":{"message":{"role":"assistant","content":[{"text":"Let me look."},{"toolUse":{"toolUseId":"t1","name":"weather","input":{"city":"Bern"}}}]}},"stopReason":"tool_use","usage":{"inputTokens":10,"outputTokens":20,"totalTokens":135,"cacheReadInputTokens":100,"cacheWriteInputTokens":5},"metrics":{"latencyMs":1}}"""u8.ToArray(),
        });
        using var response = await AskAsync(model, """{"model":"ENDPOINT","max_tokens":50,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Weather in Bern?"}],"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],"tool_choice":"required"}""");
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var choice = answer.GetProperty("choices")[0];
        choice.GetProperty("finish_reason").GetString().ShouldBe("tool_calls");
        choice.GetProperty("message").GetProperty("content").GetString().ShouldBe("Let me look.");
        var call = choice.GetProperty("message").GetProperty("tool_calls")[0];
        call.GetProperty("id").GetString().ShouldBe("t1");
        JsonDocument.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).RootElement.GetProperty("city").GetString().ShouldBe("Bern");
        answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64().ShouldBe(115);

        var seen = Seen(model);
        seen.Path.ShouldEndWith("/converse");
        seen.Headers["Authorization"].ShouldBe(AwsSignature.Expected(seen, "AKIDEXAMPLE", "secret"));
        var sent = JsonSerializer.Deserialize<JsonElement>(seen.Body);
        sent.GetProperty("system")[0].GetProperty("text").GetString().ShouldBe("Be brief.");
        sent.GetProperty("inferenceConfig").GetProperty("maxTokens").GetInt64().ShouldBe(50);
        sent.GetProperty("toolConfig").GetProperty("toolChoice").TryGetProperty("any", out _).ShouldBeTrue();
        await RowIsAsync(response, "115", "20", "100", "5");
    }

    [Fact]
    public async Task A_stream_arrives_as_chat_s_chunks_and_its_usage_is_that_of_the_last_frame()
    {
        var model = $"amazon.nova-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, new StandInAnswer
        {
            ContentType = AmazonFrames.ContentType,
            Body =
            [
                .. AmazonFrames.Event("messageStart", """{"role":"assistant"}"""),
                .. AmazonFrames.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hel"}}"""),
                .. AmazonFrames.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"lo"}}"""),
                .. AmazonFrames.Event("contentBlockStop", """{"contentBlockIndex":0}"""),
                .. AmazonFrames.Event("messageStop", """{"stopReason":"max_tokens"}"""),
                .. AmazonFrames.Event("metadata", """{"usage":{"inputTokens":7,"outputTokens":2,"totalTokens":9},"metrics":{"latencyMs":3}}"""),
            ],
        });
        using var response = await AskAsync(model, """{"model":"ENDPOINT","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""");
        var text = await response.Content.ReadAsStringAsync(Stop);
        var chunks = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        chunks[^1].ShouldBe("data: [DONE]");
        var parsed = chunks[..^1].Select(chunk => JsonSerializer.Deserialize<JsonElement>(chunk["data: ".Length..])).ToList();
        string.Concat(parsed.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null)).ShouldBe("Hello");
        text.ShouldContain("\"finish_reason\":\"length\"");
        parsed[^1].GetProperty("usage").GetProperty("total_tokens").GetInt64().ShouldBe(9);
        Seen(model).Path.ShouldEndWith("/converse-stream");
        await RowIsAsync(response, "7", "2", null, null);
    }

    private async Task<HttpResponseMessage> AskAsync(string model, string body)
    {
        var name = $"cv{Guid.NewGuid():N}";
        var config = new { destinations = new[] { new { name = "d", traffic_percentage = 100, external_model_config = new { provider = "bedrock", model, region = "eu-west-3", base_url = weir.Provider.Address, aws_access_key_id = "AKIDEXAMPLE", aws_secret_access_key = "secret" } } } };
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        var response = await weir.Client.PostAsync("/mlflow/v1/chat/completions", ByteFidelityTests.Json(body.Replace("ENDPOINT", name, StringComparison.Ordinal)), Stop);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Stop));
        return response;
    }

    private SeenRequest Seen(string model) => weir.Provider.Seen.Single(seen => seen.Path.Contains(model, StringComparison.Ordinal));

    private async Task RowIsAsync(HttpResponseMessage response, string input, string output, string? cacheRead, string? cacheCreation)
    {
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["api_type"].ShouldBe("mlflow/v1/chat/completions");
        row["input_tokens"].ShouldBe(input);
        row["output_tokens"].ShouldBe(output);
        row["usage_source"].ShouldBe("PROVIDER");
        (await weir.SqlAsync($"SELECT token_details.cache_read_input_tokens, token_details.cache_creation_input_tokens FROM system.ai_gateway.usage WHERE request_id = '{RunningWeir.RequestIdOf(response)}'")).Single().ShouldBe([cacheRead, cacheCreation]);
    }
}
