using System.Text;
using Shouldly;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>Why the model stopped, in each vendor's word for it.</summary>
public sealed class FinishReasonTests
{
    private const string Call = """ "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}] """;

    [Theory]
    [InlineData("chat", "stop", "messages", "end_turn")]
    [InlineData("chat", "length", "messages", "max_tokens")]
    [InlineData("chat", "content_filter", "messages", "refusal")]
    [InlineData("chat", "tool_calls", "messages", "tool_use")]
    [InlineData("chat", "stop, called", "messages", "tool_use")]
    [InlineData("chat", "stop", "gemini", "STOP")]
    [InlineData("chat", "length", "gemini", "MAX_TOKENS")]
    [InlineData("chat", "content_filter", "gemini", "SAFETY")]
    [InlineData("chat", "tool_calls", "gemini", "STOP")]
    [InlineData("chat", "stop", "responses", "completed")]
    [InlineData("chat", "length", "responses", "incomplete max_output_tokens")]
    [InlineData("chat", "content_filter", "responses", "incomplete content_filter")]
    [InlineData("messages", "end_turn", "chat", "stop")]
    [InlineData("messages", "stop_sequence", "chat", "stop")]
    [InlineData("messages", "max_tokens", "chat", "length")]
    [InlineData("messages", "model_context_window_exceeded", "chat", "length")]
    [InlineData("messages", "refusal", "chat", "content_filter")]
    [InlineData("messages", "refusal", "responses", "incomplete content_filter")]
    [InlineData("messages", "max_tokens", "responses", "incomplete max_output_tokens")]
    [InlineData("messages", "refusal", "gemini", "SAFETY")]
    [InlineData("gemini", "STOP", "chat", "stop")]
    [InlineData("gemini", "MAX_TOKENS", "chat", "length")]
    [InlineData("gemini", "SAFETY", "chat", "content_filter")]
    [InlineData("gemini", "RECITATION", "messages", "refusal")]
    [InlineData("gemini", "MAX_TOKENS", "messages", "max_tokens")]
    [InlineData("gemini", "PROHIBITED_CONTENT", "responses", "incomplete content_filter")]
    [InlineData("converse", "end_turn", "chat", "stop")]
    [InlineData("converse", "max_tokens", "chat", "length")]
    [InlineData("converse", "stop_sequence", "messages", "stop_sequence")]
    [InlineData("converse", "guardrail_intervened", "chat", "content_filter")]
    [InlineData("converse", "content_filtered", "gemini", "SAFETY")]
    public void Each_reason_has_its_word(string provider, string reason, string client, string expected)
    {
        var body = provider switch
        {
            "chat" => $$$"""{"choices":[{"message":{"content":"t" {{{(reason.Contains(',', StringComparison.Ordinal) ? "," + Call : string.Empty)}}} },"finish_reason":"{{{reason.Split(',')[0]}}}"}]}""",
            "messages" => $$"""{"content":[{"type":"text","text":"t"}],"stop_reason":"{{reason}}"}""",
            "gemini" => $$"""{"candidates":[{"content":{"parts":[{"text":"t"}]},"finishReason":"{{reason}}"}]}""",
            _ => $$$"""{"output":{"message":{"content":[{"text":"t"}]}},"stopReason":"{{{reason}}}"}""",
        };
        var answer = Dialects.TranslateAnswer(provider, Encoding.UTF8.GetBytes(body), client);
        var told = client switch
        {
            "chat" => (string?)answer["choices"]![0]!["finish_reason"],
            "responses" => $"{answer["status"]} {answer["incomplete_details"]?["reason"]}".Trim(),
            "messages" => (string?)answer["stop_reason"],
            _ => (string?)answer["candidates"]![0]!["finishReason"],
        };
        told.ShouldBe(expected);
    }

    [Fact]
    public void A_refusal_in_words_stays_the_model_s_words()
    {
        var body = """{"choices":[{"message":{"content":null,"refusal":"I will not."},"finish_reason":"stop"}]}"""u8.ToArray();
        var messages = Dialects.TranslateAnswer("chat", body, "messages");
        messages["stop_reason"]!.GetValue<string>().ShouldBe("refusal");
        messages["content"]![0]!["text"]!.GetValue<string>().ShouldBe("I will not.");
        Dialects.TranslateAnswer("chat", body, "responses")["status"]!.GetValue<string>().ShouldBe("completed");
    }

    [Fact]
    public void A_blocked_prompt_of_Gemini_is_a_filter_s_end() =>
        Dialects.TranslateAnswer("gemini", """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":9}}"""u8.ToArray(), "chat")["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("content_filter");
}
