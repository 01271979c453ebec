using Shouldly;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>What each vendor's models take differs by their names: a request that one takes must not be refused by its sister.</summary>
public sealed class ModelRulesTests
{
    private const string Asked = """{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":9000,"reasoning_effort":"high","temperature":0.5,"top_p":0.9,"top_k":5}""";

    [Theory]
    [InlineData("gpt-4o", true, null, "reasoning_effort, top_k")]
    [InlineData("gpt-4.1-mini", true, null, "reasoning_effort, top_k")]
    [InlineData("gpt-5-mini", false, "high", "temperature, top_k, top_p")]
    [InlineData("openai/gpt-5.2", false, "high", "temperature, top_k, top_p")]
    [InlineData("gpt-5-chat-latest", true, null, "reasoning_effort, top_k")]
    [InlineData("o3", false, "high", "temperature, top_k, top_p")]
    [InlineData("databricks-gpt-6", false, "high", "temperature, top_k, top_p")]
    [InlineData("qwen3-coder", true, "high", "top_k")]
    [InlineData("gpt-oss-120b", true, "high", "top_k")]
    public void Of_OpenAI(string model, bool samples, string? effort, string notCarried)
    {
        var (body, left) = Dialects.Translate("chat", Asked, "chat", model);
        body.ContainsKey("temperature").ShouldBe(samples);
        body.ContainsKey("max_tokens").ShouldBe(samples);
        body.ContainsKey("max_completion_tokens").ShouldBe(!samples);
        ((string?)body["reasoning_effort"]).ShouldBe(effort);
        string.Join(", ", left).ShouldBe(notCarried);
    }

    [Theory]
    [InlineData("claude-3-5-haiku-20241022", null, "temperature top_p top_k", "reasoning_effort")]
    [InlineData("claude-3-7-sonnet-20250219", "enabled 7976", "", "temperature, top_k, top_p")]
    [InlineData("claude-sonnet-4-5", "enabled 7976", "", "temperature, top_k, top_p")]
    [InlineData("claude-opus-4-6", "adaptive high", "", "temperature, top_k, top_p")]
    [InlineData("claude-opus-5-5", "adaptive high", "", "temperature, top_k, top_p")]
    public void Of_Anthropic(string model, string? thinking, string sampling, string notCarried)
    {
        var (body, left) = Dialects.Translate("chat", Asked, "messages", model);
        var told = body["thinking"] is { } given ? $"{given["type"]} {given["budget_tokens"] ?? body["output_config"]!["effort"]}" : null;
        told.ShouldBe(thinking);
        string.Join(' ', body.Select(member => member.Key).Where(name => name is "temperature" or "top_p" or "top_k")).ShouldBe(sampling);
        string.Join(", ", left).ShouldBe(notCarried);
    }

    [Theory]
    [InlineData("claude-sonnet-4-20250514", "temperature top_p top_k", "")]
    [InlineData("claude-sonnet-4-5", "temperature top_k", "top_p")]
    [InlineData("claude-opus-4-7", "", "temperature, top_k, top_p")]
    [InlineData("minimax-m2", "temperature top_p top_k", "")]
    public void Of_Anthropic_without_thinking(string model, string sampling, string notCarried)
    {
        var (body, left) = Dialects.Translate("chat", Asked.Replace("\"reasoning_effort\":\"high\",", string.Empty, StringComparison.Ordinal), "messages", model);
        body.ContainsKey("thinking").ShouldBeFalse();
        string.Join(' ', body.Select(member => member.Key).Where(name => name is "temperature" or "top_p" or "top_k")).ShouldBe(sampling);
        string.Join(", ", left).ShouldBe(notCarried);
    }

    [Theory]
    [InlineData("gemini-2.0-flash", "high", null)]
    [InlineData("gemini-2.5-flash", "xhigh", """{"includeThoughts":true,"thinkingBudget":24576}""")]
    [InlineData("gemini-2.5-pro", "xhigh", """{"includeThoughts":true,"thinkingBudget":32768}""")]
    [InlineData("gemini-2.5-flash", "none", """{"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-pro", "none", """{"thinkingBudget":128}""")]
    [InlineData("gemini-3-flash-preview", "none", """{"thinkingLevel":"minimal"}""")]
    [InlineData("gemini-3.1-pro-preview", "none", """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3-flash-preview", "max", """{"includeThoughts":true,"thinkingLevel":"high"}""")]
    public void Of_Google(string model, string effort, string? thinking)
    {
        var (body, left) = Dialects.Translate("chat", Asked.Replace("\"high\"", $"\"{effort}\"", StringComparison.Ordinal), "gemini", model);
        body["generationConfig"]!["thinkingConfig"]?.ToJsonString().ShouldBe(thinking);
        left.Contains("reasoning_effort").ShouldBe(thinking is null);
    }

    [Fact]
    public void A_forced_call_goes_before_thinking_at_Anthropic()
    {
        var (body, left) = Dialects.Translate("chat", """{"model":"m","messages":[{"role":"user","content":"hi"}],"reasoning_effort":"high","tool_choice":"required","tools":[{"type":"function","function":{"name":"f"}}]}""", "messages");
        body.ContainsKey("thinking").ShouldBeFalse();
        left.ShouldBe(["reasoning_effort"]);
    }

    [Fact]
    public void Thinking_that_was_turned_off_stays_off()
    {
        const string off = """{"model":"m","max_tokens":9,"thinking":{"type":"disabled"},"messages":[{"role":"user","content":"hi"}]}""";
        Dialects.Translate("messages", off, "gemini", "gemini-2.5-flash").Body["generationConfig"]!["thinkingConfig"]!.ToJsonString().ShouldBe("""{"thinkingBudget":0}""");
        Dialects.Translate("messages", off, "chat").NotCarried.ShouldBe(["thinking"]);
    }
}
