using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Gateway.Translation;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>What cannot be said elsewhere is refused by the request's own name for it, and never dropped in silence.</summary>
public sealed class RefusedFieldTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string Responses = """{"model":"m","input":"hi"}""";
    private const string Messages = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Gemini = """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""";
    private const string Tool = """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}] """;

    // client, provider, members over those of the shortest request, the field that the message names.
    public static TheoryData<string, string, string, string> Refused =>
    [
        .. from provider in Dialects.OfProviders
           from one in new (string Client, string Members, string Named)[]
           {
               ("chat", """ "n":2 """, "n"), ("chat", """ "logprobs":true """, "logprobs"), ("chat", """ "top_logprobs":3 """, "top_logprobs"), ("chat", """ "logit_bias":{"50256":-100} """, "logit_bias"),
               ("chat", """ "modalities":["text","audio"] """, "modalities"), ("chat", """ "audio":{"voice":"alloy"} """, "audio"), ("chat", """ "web_search_options":{} """, "web_search_options"),
               ("chat", """ "functions":[{"name":"f"}] """, "functions"), ("chat", """ "new_setting":1 """, "new_setting"), ("chat", """ "temperature":"hot" """, "temperature"),
               ("chat", """ "tools":[{"type":"retrieval"}] """, "tools[0].type"), ("chat", """ "response_format":{"type":"grammar"} """, "response_format.type"),
               ("chat", """ "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}] """, "messages[0].content[0].file.file_id"),
               ("chat", """ "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://a/b.png"}}]}] """, "messages[0].content[0]"),
               ("chat", """ "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png","crop":1}}]}] """, "messages[0].content[0].image_url.crop"),
               ("chat", """ "messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}] """, "messages[0].content[0]"),
               ("chat", """ "messages":[{"role":"assistant","audio":{"id":"audio_1"}}] """, "messages[0].audio"),
               ("chat", """ "messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"[1]"}}]}] """, "messages[0].tool_calls[0].function.arguments"),
               ("responses", """ "previous_response_id":"resp_1" """, "previous_response_id"), ("responses", """ "conversation":"conv_1" """, "conversation"), ("responses", """ "background":true """, "background"),
               ("responses", """ "prompt":{"id":"p"} """, "prompt"), ("responses", """ "include":["file_search_call.results"] """, "include"), ("responses", """ "max_tool_calls":2 """, "max_tool_calls"),
               ("responses", """ "tools":[{"type":"web_search"}] """, "tools[0].type"), ("responses", """ "input":[{"type":"item_reference","id":"x"}] """, "input[0].type"),
               ("responses", """ "input":[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}] """, "input[0].content[0].file_id"),
               ("responses", """ "input":[{"type":"reasoning","summary":["text"]}] """, "input[0].summary[0]"),
               ("messages", """ "tools":[{"type":"web_search_20250305","name":"web_search"}] """, "tools[0].type"), ("messages", """ "mcp_servers":[{"url":"https://a"}] """, "mcp_servers"), ("messages", """ "container":"c" """, "container"),
               ("messages", """ "context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]} """, "context_management"), ("messages", """ "context_management":{"edits":[{"type":1}]} """, "context_management"),
               ("messages", """ "messages":[{"role":"user","content":[{"type":"search_result","title":"t"}]}] """, "messages[0].content[0].type"),
               ("messages", """ "messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}] """, "messages[0].content[0].source.type"),
               ("messages", """ "messages":[{"role":"user","content":[{"type":"document","citations":{"enabled":true},"source":{"type":"text","media_type":"text/plain","data":"d"}}]}] """, "messages[0].content[0].citations"),
               ("gemini", """ "cachedContent":"cachedContents/1" """, "cachedContent"), ("gemini", """ "tools":[{"googleSearch":{}}] """, "tools[0].googleSearch"), ("gemini", """ "generationConfig":{"candidateCount":2} """, "generationConfig.candidateCount"),
               ("gemini", """ "generationConfig":{"responseModalities":["IMAGE"]} """, "generationConfig.responseModalities"), ("gemini", """ "generationConfig":{"speechConfig":{}} """, "generationConfig.speechConfig"),
               ("gemini", """ "contents":[{"role":"user","parts":[{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/1"}}]}] """, "contents[0].parts[0].fileData.fileUri"),
               ("gemini", """ "contents":[{"role":"model","parts":[{"executableCode":{"code":"1"}}]}] """, "contents[0].parts[0].executableCode"),
           }
           where one.Client != provider
           select (one.Client, provider, one.Members, one.Named),
        .. new (string, string, string, string)[]
        {
            ("chat", "messages", """ "seed":7 """, "seed"), ("chat", "messages", """ "presence_penalty":0.5 """, "presence_penalty"), ("chat", "messages", """ "frequency_penalty":0.5 """, "frequency_penalty"),
            ("chat", "messages", """ "verbosity":"low" """, "verbosity"), ("chat", "messages", """ "temperature":1.5 """, "temperature"), ("chat", "messages", """ "response_format":{"type":"json_object"} """, "response_format"),
            ("chat", "messages", """ "messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav","data":"AA=="}}]}] """, "messages[0].content[0]"),
            ("chat", "messages", """ "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/bmp;base64,AA=="}}]}] """, "messages[0].content[0]"),
            ("chat", "gemini", """ "verbosity":"high" """, "verbosity"), ("chat", "gemini", """ "parallel_tool_calls":false """, "parallel_tool_calls"), ("chat", "gemini", """ "stop":["a","b","c","d","e","f"] """, "stop"),
            ("chat", "gemini", """ "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}] """, "messages[0].content[0]"),
            ("chat", "gemini", """ "messages":[{"role":"tool","tool_call_id":"unknown","content":"r"}] """, "messages[0]"),
            ("chat", "converse", """ "seed":7 """, "seed"), ("chat", "converse", """ "parallel_tool_calls":false """, "parallel_tool_calls"), ("chat", "converse", """ "response_format":{"type":"json_object"} """, "response_format"),
            ("chat", "converse", Tool + """ ,"tool_choice":"none" """, "tool_choice"), ("chat", "converse", """ "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}] """, "messages[0].content[0]"),
            ("messages", "chat", """ "stop_sequences":["a","b","c","d","e"] """, "stop_sequences"),
            ("messages", "chat", """ "messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://a/b.pdf"}}]}] """, "messages[0].content[0].source"),
            ("gemini", "messages", """ "generationConfig":{"seed":7} """, "generationConfig.seed"), ("gemini", "messages", """ "generationConfig":{"presencePenalty":1} """, "generationConfig.presencePenalty"),
            ("gemini", "messages", """ "generationConfig":{"responseMimeType":"application/json"} """, "generationConfig.responseMimeType"),
        },
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_field_that_cannot_be_said_is_named(string client, string provider, string members, string field)
    {
        var body = (JsonObject)JsonNode.Parse(client switch { "chat" => Chat, "responses" => Responses, "messages" => Messages, _ => Gemini })!;
        foreach (var (name, value) in (JsonObject)JsonNode.Parse("{" + members + "}")!)
        {
            body[name] = value?.DeepClone();
        }

        var refused = Should.Throw<UntranslatableException>(() => Dialects.Translate(client, Encoding.UTF8.GetBytes(body.ToJsonString()), provider));
        refused.Field.ShouldBe(field);
        refused.Message.ShouldContain($"'{field}'");
    }
}
