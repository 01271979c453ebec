using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>The order in which a conversation's pieces may stand, which each API checks.</summary>
public sealed class ConversationTests
{
    private const string Png = "data:image/png;base64,AAAA";

    // Outputs of parallel calls as items of their own, with a picture and an instruction between them.
    private const string Interleaved = $$"""
        {"model":"m","input":[{"role":"user","content":"hi"},
        {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},{"type":"function_call","call_id":"b","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"a","output":[{"type":"input_image","image_url":"{{Png}}"}]},
        {"role":"developer","content":"Be quick."},
        {"type":"function_call_output","call_id":"b","output":"two"},{"role":"user","content":"Go on"}]}
        """;

    [Fact]
    public void In_chat_the_results_follow_their_calls_and_their_pictures_come_after_all_of_them() =>
        Dialects.Translate("responses", Interleaved, "chat").Body["messages"]!.AsArray().Select(message => $"{message!["role"]} {message["tool_call_id"]}").ShouldBe(
            ["user ", "assistant ", "tool a", "tool b", "user ", "system ", "user "]);

    [Theory]
    [InlineData("messages", "messages", "content")]
    [InlineData("converse", "messages", "content")]
    [InlineData("gemini", "contents", "parts")]
    public void Elsewhere_they_are_one_message_results_first(string provider, string messages, string parts)
    {
        var body = Dialects.Translate("responses", Interleaved, provider).Body;
        var turns = body[messages]!.AsArray();
        turns.Count.ShouldBe(3);
        var last = turns[2]![parts]!.AsArray();
        last.Take(2).ShouldAllBe(part => part!["toolResult"] != null || part["functionResponse"] != null || (string?)part["type"] == "tool_result");
        last[^1]!["text"]!.GetValue<string>().ShouldBe("Go on");
        body.ToJsonString().ShouldContain("Be quick.");
    }

    [Theory]
    [InlineData("messages", "messages", "content")]
    [InlineData("converse", "messages", "content")]
    [InlineData("gemini", "contents", "parts")]
    public void A_message_that_would_be_empty_is_left_out(string provider, string messages, string parts)
    {
        const string body = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"","reasoning_content":"unsigned"},{"role":"user","content":[{"type":"text","text":""},{"type":"text","text":"b"}]}]}""";
        var (translated, notCarried) = Dialects.Translate("chat", body, provider);
        var only = translated[messages]!.AsArray().ShouldHaveSingleItem();
        only![parts]!.AsArray().Select(part => (string?)part!["text"]).ShouldBe(["a", "b"]);
        notCarried.ShouldBe(["thinking"]);
    }

    [Fact]
    public void A_signature_of_Gemini_s_is_never_shown_to_Anthropic()
    {
        const string body = """{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"t","thought":true,"thoughtSignature":"c2ln"},{"text":"b"}]},{"role":"user","parts":[{"text":"c"}]}]}""";
        Dialects.Translate("gemini", body, "messages").Body.ToJsonString().ShouldNotContain("c2ln");
    }

    [Fact]
    public void Claude_s_thinking_comes_back_to_it_through_the_responses_API()
    {
        var answer = Dialects.TranslateAnswer("messages", TranslationCorpus.Read("answers/messages.json"), "responses");
        var input = new JsonArray([new JsonObject { ["role"] = "user", ["content"] = "hi" }, .. answer["output"]!.AsArray().Select(item => item!.DeepClone())]);
        var body = Dialects.Translate("responses", new JsonObject { ["input"] = input }.ToJsonString(), "messages").Body;
        var said = body["messages"]![1]!["content"]!.AsArray();
        JsonNode.DeepEquals(said, JsonNode.Parse(TranslationCorpus.Read("answers/messages.json"))!["content"]).ShouldBeTrue(said.ToJsonString());
    }

    [Fact]
    public void Gemini_s_signature_comes_back_to_it_through_chat()
    {
        var message = Dialects.TranslateAnswer("gemini", TranslationCorpus.Read("answers/gemini.json"), "chat")["choices"]![0]!["message"]!.DeepClone();
        var body = Dialects.Translate("chat", new JsonObject { ["messages"] = new JsonArray(message) }.ToJsonString(), "gemini").Body;
        body["contents"]![0]!["parts"]!.AsArray().Select(part => (string?)part!["thoughtSignature"]).ShouldBe([null, "c2lnbmF0dXJl", null]);
    }

    [Fact]
    public void A_text_file_is_text_at_Anthropic_and_a_document_s_address_stays_a_document_s()
    {
        const string body = """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","filename":"a.txt","file_data":"data:text/plain;base64,SGk="},{"type":"input_file","file_url":"https://a/b.pdf"}]}]}""";
        var content = Dialects.Translate("responses", body, "messages").Body["messages"]![0]!["content"]!;
        content[0]!.ToJsonString().ShouldBe("""{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Hi"},"title":"a.txt"}""");
        content[1]!.ToJsonString().ShouldBe("""{"type":"document","source":{"type":"url","url":"https://a/b.pdf"}}""");
    }
}
