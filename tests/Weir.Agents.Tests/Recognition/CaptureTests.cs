using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Agents.Recognition;
using Xunit;

namespace Weir.Agents.Tests.Recognition;

/// <summary>The requests of real agents are recognised, with their sessions.</summary>
public sealed class CaptureTests
{
    [Theory]
    [InlineData("claude-code/2.1.330/headless-commits-pr", CodingAgents.ClaudeCode, "2.1.330", 7, 1)]
    [InlineData("claude-code/2.1.330/headless-commits-pr-tool-details", CodingAgents.ClaudeCode, "2.1.330", 7, 1)]
    [InlineData("claude-code/2.1.330/headless-errors-retries", CodingAgents.ClaudeCode, "2.1.330", 24, 5)]
    [InlineData("claude-code/2.1.330/headless-lines-cumulative-traces", CodingAgents.ClaudeCode, "2.1.330", 6, 1)]
    [InlineData("claude-code/2.1.330/headless-reject", CodingAgents.ClaudeCode, "2.1.330", 4, 1)]
    [InlineData("claude-code/2.1.330/headless-resume-and-variants", CodingAgents.ClaudeCode, "2.1.330", 5, 4)]
    [InlineData("claude-code/2.1.330/headless-subagent", CodingAgents.ClaudeCode, "2.1.330", 4, 1)]
    [InlineData("claude-code/2.1.330/headless-text-no-nonessential-traffic", CodingAgents.ClaudeCode, "2.1.330", 1, 1)]
    [InlineData("claude-code/2.1.330/headless-text-otlp-json", CodingAgents.ClaudeCode, "2.1.330", 1, 1)]
    [InlineData("claude-code/2.1.330/headless-tools-otlp-grpc", CodingAgents.ClaudeCode, "2.1.330", 4, 1)]
    [InlineData("claude-code/2.1.330/headless-tools-otlp-json", CodingAgents.ClaudeCode, "2.1.330", 4, 1)]
    [InlineData("claude-code/2.1.330/headless-tools-otlp-protobuf", CodingAgents.ClaudeCode, "2.1.330", 4, 1)]
    [InlineData("claude-code/2.1.330/interactive-accept-reject-context", CodingAgents.ClaudeCode, "2.1.330", 29, 1)]
    [InlineData("codex/0.169.0/exec-builtin-openai-provider-websocket", CodingAgents.Codex, "0.169.0", 1, 1)]
    [InlineData("codex/0.169.0/exec-builtin-openai-provider-ws-refused", CodingAgents.Codex, "0.169.0", 2, 1)]
    [InlineData("codex/0.169.0/exec-chatgpt-auth-zstd", CodingAgents.Codex, "0.169.0", 19, 1)]
    [InlineData("codex/0.169.0/exec-commit-then-resume-git-hash", CodingAgents.Codex, "0.169.0", 6, 2)]
    [InlineData("codex/0.169.0/exec-errors-resume", CodingAgents.Codex, "0.169.0", 24, 4)]
    [InlineData("codex/0.169.0/exec-text-unknown-model", CodingAgents.Codex, "0.169.0", 2, 1)]
    [InlineData("codex/0.169.0/exec-tools-codemode-gpt6", CodingAgents.Codex, "0.169.0", 5, 1)]
    [InlineData("codex/0.169.0/exec-tools-otlp-json", CodingAgents.Codex, "0.169.0", 5, 1)]
    [InlineData("codex/0.169.0/exec-tools-otlp-protobuf", CodingAgents.Codex, "0.169.0", 5, 1)]
    [InlineData("codex/0.169.0/exec-tools-websocket", CodingAgents.Codex, "0.169.0", 2, 1)]
    [InlineData("codex/0.169.0/exec-websocket-refused-426", CodingAgents.Codex, "0.169.0", 3, 1)]
    [InlineData("codex/0.169.0/tui-otlp-grpc", CodingAgents.Codex, "0.169.0", 6, 2)]
    [InlineData("gemini-cli/0.61.0/headless-errors-resume", CodingAgents.GeminiCli, "0.61.0", 9, 0)]
    [InlineData("gemini-cli/0.61.0/headless-text-otel-env-headers-delta", CodingAgents.GeminiCli, "0.61.0", 1, 0)]
    [InlineData("gemini-cli/0.61.0/headless-text-otlp-http", CodingAgents.GeminiCli, "0.61.0", 2, 0)]
    [InlineData("gemini-cli/0.61.0/headless-tools-otlp-grpc-noprompts", CodingAgents.GeminiCli, "0.61.0", 4, 0)]
    [InlineData("gemini-cli/0.61.0/headless-tools-otlp-http", CodingAgents.GeminiCli, "0.61.0", 5, 0)]
    [InlineData("gemini-cli/0.61.0/interactive-accept-reject", CodingAgents.GeminiCli, "0.61.0", 2, 0)]
    public void A_run_is_its_agents(string run, string agent, string version, int requests, int sessions)
    {
        var agents = CapturedRequest.Of(run).Where(request => !request.IsFrame).Select(request => request.Agent).OfType<RecognizedAgent>().ToList();
        // Codex's analytics say "codex-cli" without a version.
        agents.ShouldAllBe(recognized => recognized.Name == agent && (recognized.Version == version || recognized.Version == null && recognized.SessionId == null));
        agents.Count(recognized => recognized.Version == version).ShouldBeGreaterThan(0);
        agents.Count.ShouldBe(requests);
        agents.Select(recognized => recognized.SessionId).OfType<string>().Distinct(StringComparer.Ordinal).Count().ShouldBe(sessions);
    }

    [Fact]
    public void Every_run_has_its_line_above() =>
        CapturedRequest.Runs.ShouldBe(typeof(CaptureTests).GetMethod(nameof(A_run_is_its_agents))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(data => (string)data.Data[0]!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_question_of_every_run_to_a_model_is_recognised()
    {
        foreach (var request in CapturedRequest.Runs.SelectMany(CapturedRequest.Of).Where(request => !request.IsFrame && request.AsksModel))
        {
            var agent = request.Agent.ShouldNotBeNull(request.Url);
            (agent.SessionId is not null).ShouldBe(agent.Name != CodingAgents.GeminiCli);
        }
    }

    [Fact]
    public void Claudes_session_is_the_one_in_the_body_where_the_header_is_missing()
    {
        foreach (var request in CapturedRequest.Of("claude-code/2.1.330/headless-tools-otlp-json").Where(request => request.AsksModel))
        {
            var headers = request.Headers;
            var session = headers["X-Claude-Code-Session-Id"].ToString();
            session.ShouldNotBeEmpty();
            headers.Remove("X-Claude-Code-Session-Id");
            Recognize(headers, request.Metadata).ShouldBe(new(CodingAgents.ClaudeCode, "2.1.330", session, false, null, null));
            headers["User-Agent"] = "our-proxy/1";
            Recognize(headers, request.Metadata).ShouldBe(new(CodingAgents.ClaudeCode, null, session, false, null, null));
        }
    }

    [Fact]
    public void Codexs_thread_for_the_title_is_a_helper()
    {
        var agents = CapturedRequest.Of("codex/0.169.0/tui-otlp-grpc").Where(request => request.AsksModel).Select(request => request.Agent!).ToList();
        agents.Where(agent => !agent.IsHelper).Select(agent => agent.SessionId).Distinct().ShouldBe(["01a20a04-b793-7922-abaf-1681fa0529ef"]);
        agents.Where(agent => agent.IsHelper).Select(agent => agent.SessionId).Distinct().ShouldBe(["01a20a04-e731-7de2-ae08-8cace876817a"]);
    }

    [Fact]
    public void Codex_tells_its_repository_and_newest_commit()
    {
        var agents = CapturedRequest.Of("codex/0.169.0/exec-commit-then-resume-git-hash").Where(request => request.AsksModel).Select(request => request.Agent!).ToList();
        agents.ShouldAllBe(agent => agent.Repository == "https://github.com/acme/demo.git");
        agents.Select(agent => agent.CommitHash).Distinct().ShouldBe(["398c8075855bcdf81368bfc4fa498c04d23577a1", "90276e550059a51b6f55a8dfb18ba24d0dbad587"]);
    }

    [Fact]
    public void Sub_agents_of_Claude_share_the_session_and_are_no_helpers()
    {
        var requests = CapturedRequest.Of("claude-code/2.1.330/headless-subagent").Where(request => request.AsksModel).ToList();
        requests.Count(request => request.Headers.ContainsKey("x-claude-code-agent-id")).ShouldBe(1);
        requests.Select(request => request.Agent!).Distinct().ShouldHaveSingleItem().IsHelper.ShouldBeFalse();
    }

    private static RecognizedAgent? Recognize(IHeaderDictionary headers, byte[] metadata) =>
        new AgentRecognizer(new AgentOptions()).Recognize(new AgentSigns { PathPrefix = "anthropic", Headers = headers, Metadata = metadata });
}
