using Shouldly;
using Weir.Gateway.Translation;
using Xunit;

namespace Weir.Gateway.Tests.Translation;

/// <summary>The fields that coding agents always send, as recorded of them: none may make a request fail, whatever model the agent is pointed at.</summary>
public sealed class AgentRequestTests
{
    private static readonly (string Provider, string Model)[] Destinations =
    [
        ("chat", "gpt-4o"), ("chat", "gpt-5-mini"), ("chat", "llama-4"), ("messages", "claude-opus-5-5"), ("messages", "claude-sonnet-4-5"), ("messages", "claude-3-5-haiku-20241022"),
        ("gemini", "gemini-2.0-flash"), ("gemini", "gemini-2.5-pro"), ("gemini", "gemini-3-flash-preview"), ("converse", "amazon.nova-pro-v1:0"), ("converse", "anthropic.claude-opus-4-6-v1"),
    ];

    public static TheoryData<string, string, string> Requests => new(
        from request in new[] { "claude-code.messages", "claude-code-haiku.messages", "claude-code-title.messages", "codex.responses", "codex-code-mode.responses", "gemini-cli.gemini", "gemini-cli-router.gemini" }
        from destination in Destinations
        where !request.EndsWith(destination.Provider, StringComparison.Ordinal)
        select (request, destination.Provider, destination.Model));

    [Theory]
    [MemberData(nameof(Requests))]
    public void An_agent_s_request_reaches_every_model(string request, string provider, string model)
    {
        var (body, notCarried) = Dialects.Translate(request.Split('.')[1], TranslationCorpus.Read($"agents/{request}.json"), provider, model, isCodex: true);
        var text = body.ToJsonString();
        text.ShouldNotContain("\"prompt_cache_key\"");
        string.Concat(notCarried).All(char.IsAscii).ShouldBeTrue("they stand in a header");
        if (request is "claude-code.messages" or "codex.responses" or "gemini-cli.gemini")
        {
            text.ShouldContain("Rules.");
            text.ShouldContain(request switch { "claude-code.messages" => "toolu_1", "codex.responses" => "call_2", _ => "write_1" });
        }
    }

    [Fact]
    public void Only_Codex_has_hosted_tools_left_out_and_does_without_one_call_at_a_time()
    {
        var body = TranslationCorpus.Read("agents/codex.responses.json");
        Should.Throw<UntranslatableException>(() => Dialects.Translate("responses", body, "gemini")).Field.ShouldBe("tools[3].type");
        Dialects.Translate("responses", body, "gemini", isCodex: true).NotCarried.ShouldContain("tools[4] (web_search)");
        var oneAtATime = TranslationCorpus.Read("agents/codex-code-mode.responses.json");
        Should.Throw<UntranslatableException>(() => Dialects.Translate("responses", oneAtATime, "gemini")).Field.ShouldBe("parallel_tool_calls");
        Dialects.Translate("responses", oneAtATime, "gemini", isCodex: true).NotCarried.ShouldContain("parallel_tool_calls");
        Dialects.Translate("responses", oneAtATime, "messages", isCodex: true).Body["tool_choice"]!["disable_parallel_tool_use"]!.GetValue<bool>().ShouldBeTrue();
    }
}
