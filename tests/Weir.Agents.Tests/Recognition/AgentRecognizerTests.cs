using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Agents.Recognition;
using Xunit;

namespace Weir.Agents.Tests.Recognition;

/// <summary>Which agent a request comes from, and in which order its signs are asked.</summary>
public sealed class AgentRecognizerTests
{
    private const string Uuid = "0a4f2c5e-9a0e-4a53-8d11-8f5ab1c6cfa1";

    [Theory]
    [InlineData("claude-cli/2.1.330 (external, sdk-cli)", CodingAgents.ClaudeCode, "2.1.330")]
    [InlineData("claude-code/2.1.330", CodingAgents.ClaudeCode, "2.1.330")]
    [InlineData("codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.169.0)", CodingAgents.Codex, "0.169.0")]
    [InlineData("codex_cli_rs/0.80.0 (Debian 12.0.0; x86_64) xterm", CodingAgents.Codex, "0.80.0")]
    [InlineData("codex-tui/0.169.0 (Debian 12.0.0; x86_64)", CodingAgents.Codex, "0.169.0")]
    [InlineData("GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux; x64; terminal)", CodingAgents.GeminiCli, "0.61.0")]
    [InlineData("GeminiCLI/0.20.0/gemini-2.5-pro (linux; x64)", CodingAgents.GeminiCli, "0.20.0")]
    [InlineData("GeminiCLI/v20.20.2 (linux; x64)", CodingAgents.GeminiCli, null)]
    [InlineData("opencode/1.18.33 ai-sdk/provider-utils/4.0.23 runtime/bun/1.3.14", CodingAgents.OpenCode, "1.18.33")]
    [InlineData("QwenCode/0.15.10 (linux; x64)", CodingAgents.QwenCode, "0.15.10")]
    [InlineData("Cline/3.0.65", CodingAgents.Cline, "3.0.65")]
    [InlineData("Cursor/2.4.1", CodingAgents.Cursor, "2.4.1")]
    [InlineData("RooCode/3.25.0", CodingAgents.RooCode, "3.25.0")]
    [InlineData("ucode/0.1.0 claude/2.1.330", CodingAgents.ClaudeCode, "2.1.330")]
    [InlineData("ucode/0.1.0 codex/0.169.0", CodingAgents.Codex, "0.169.0")]
    [InlineData("ucode/0.1.0 gemini/0.61.0", CodingAgents.GeminiCli, "0.61.0")]
    [InlineData("ucode/0.1.0 opencode/1.18.33", CodingAgents.OpenCode, "1.18.33")]
    [InlineData("ucode/0.1.0 pi/0.73.1", CodingAgents.Pi, "0.73.1")]
    public void A_user_agent_names_its_agent_and_version(string userAgent, string agent, string? version) =>
        Recognize([("User-Agent", userAgent)]).ShouldBe(new(agent, version, null, false, null, null));

    [Theory]
    [InlineData("OpenAI/JS 7.57.0")]
    [InlineData("Anthropic/JS 1.12.0")]
    [InlineData("google-genai-sdk/3.1.0 gl-node/v22")]
    [InlineData("Bun/1.4.4")]
    [InlineData("node")]
    [InlineData("codex")]
    [InlineData("ucode/0.1.0")]
    [InlineData("ucode/0.1.0 claude-cli")]
    [InlineData("Mozilla/5.0 claude-cli/2")]
    [InlineData("")]
    public void Other_user_agents_name_none(string userAgent) => Recognize([("User-Agent", userAgent)]).ShouldBeNull();

    [Fact]
    public void The_path_is_asked_first()
    {
        Recognize([("User-Agent", "OpenAI/JS 7.57.0")], prefix: "cursor").ShouldBe(new(CodingAgents.Cursor, null, null, false, null, null));
        Recognize([("User-Agent", "claude-cli/2.1.330"), ("X-Claude-Code-Session-Id", Uuid)], prefix: "cursor").ShouldBe(new(CodingAgents.Cursor, null, null, false, null, null));
        Recognize([("User-Agent", "codex_exec/0.169.0"), ("session-id", Uuid)], prefix: "codex").ShouldBe(new(CodingAgents.Codex, "0.169.0", Uuid, false, null, null));
        Recognize([("User-Agent", "OpenAI/JS 7.57.0")], prefix: "openai").ShouldBeNull();
    }

    [Fact]
    public void Headers_outweigh_a_replaced_user_agent()
    {
        Recognize([("User-Agent", "codex_exec/0.1"), ("X-Claude-Code-Session-Id", Uuid)]).ShouldBe(new(CodingAgents.ClaudeCode, null, Uuid, false, null, null));
        Recognize([("User-Agent", "ucode/0.1.0 codex/0.169.0"), ("originator", "codex_vscode"), ("session-id", Uuid)]).ShouldBe(new(CodingAgents.Codex, "0.169.0", Uuid, false, null, null));
        Recognize([("User-Agent", "corp-proxy"), ("x-codex-turn-metadata", "{}")]).ShouldBe(new(CodingAgents.Codex, null, null, false, null, null));
        Recognize([("User-Agent", "corp-proxy"), ("x-app", "cli"), ("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14")])!.Name.ShouldBe(CodingAgents.ClaudeCode);
        Recognize([("User-Agent", "corp-proxy"), ("x-app", "cli")]).ShouldBeNull();
        Recognize([("User-Agent", "corp-proxy"), ("originator", "someone")]).ShouldBeNull();
    }

    [Fact]
    public void Copilot_is_known_by_its_two_headers()
    {
        Recognize([("User-Agent", "OpenAI/JS 5.20.1"), ("x-initiator", "user"), ("x-interaction-type", "conversation-agent")])!.Name.ShouldBe(CodingAgents.CopilotCli);
        Recognize([("User-Agent", "OpenAI/JS 5.20.1"), ("x-initiator", "user")]).ShouldBeNull();
    }

    [Fact]
    public void Cline_and_Continue_are_known_by_what_they_call_themselves_to_OpenRouter()
    {
        Recognize([("User-Agent", "ai-sdk/openai-compatible/2.0.4 runtime/node.js/22"), ("HTTP-Referer", "https://cline.bot"), ("X-Title", "Cline"), ("X-CLIENT-TYPE", "cline-sdk")]).ShouldBe(new(CodingAgents.Cline, null, null, false, null, null));
        Recognize([("User-Agent", "Cline/3.0.65"), ("X-Title", "Cline"), ("X-Task-ID", "1764200000000_a1b2c")]).ShouldBe(new(CodingAgents.Cline, "3.0.65", "1764200000000_a1b2c", false, null, null));
        Recognize([("User-Agent", "ls/JS 5.23.2"), ("HTTP-Referer", "https://www.continue.dev/"), ("X-OpenRouter-Title", "Continue")]).ShouldBe(new(CodingAgents.Continue, null, null, false, null, null));
        Recognize([("User-Agent", "OpenAI/JS 5.20.1"), ("X-Title", "Our Chat")]).ShouldBeNull();
        Recognize([("User-Agent", "ls/JS 5.23.2")]).ShouldBeNull();
    }

    [Fact]
    public void Codex_up_to_0_80_has_its_session_with_an_underscore() =>
        Recognize([("User-Agent", "codex_exec/0.80.0 (Debian 12.0.0; x86_64) xterm"), ("originator", "codex_exec"), ("session_id", Uuid), ("conversation_id", Uuid)]).ShouldBe(new(CodingAgents.Codex, "0.80.0", Uuid, false, null, null));

    [Fact]
    public void Opencode_has_its_session_in_a_header() =>
        Recognize([("User-Agent", "opencode/1.18.33 ai-sdk/provider-utils/4.0.23"), ("x-session-id", "ses_5f2a"), ("x-session-affinity", "ses_5f2a")])!.SessionId.ShouldBe("ses_5f2a");

    [Theory]
    [InlineData("{\"device_id\":\"c7\",\"account_uuid\":\"\",\"session_id\":\"" + Uuid + "\"}", Uuid)]
    [InlineData("user_5f0e_account_0a4f2c5e-0000-4a53-8d11-8f5ab1c6cfa1_session_" + Uuid, Uuid)]
    [InlineData("user_5f0e_account__session_" + Uuid, Uuid)]
    [InlineData("{\"device_id\":\"c7\"}", null)]
    [InlineData("{\"session_id\":7}", null)]
    [InlineData("{\"session_id\":", null)]
    [InlineData("ann@example.com", null)]
    [InlineData("", null)]
    public void Claudes_body_has_its_session_in_two_forms(string userId, string? session) =>
        Recognize([("User-Agent", "claude-cli/2.0.50 (external, cli)")], JsonSerializer.SerializeToUtf8Bytes(new { user_id = userId })).ShouldBe(new(CodingAgents.ClaudeCode, "2.0.50", session, false, null, null));

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"user_id\":7}")]
    [InlineData("{\"user_id\":")]
    [InlineData("null")]
    public void Other_metadata_has_none(string metadata) => Recognize([("User-Agent", "claude-cli/2.0.50")], Encoding.UTF8.GetBytes(metadata))!.SessionId.ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\u0007b")]
    [InlineData("too long")]
    public void Sessions_that_cannot_be_ones_are_not_taken(string session) =>
        Recognize([("User-Agent", "claude-cli/2.1.330"), ("X-Claude-Code-Session-Id", session == "too long" ? new string('a', 201) : session)])!.SessionId.ShouldBeNull();

    [Theory]
    [InlineData("https://ann:ghp_secret@github.com/acme/demo.git", "https://github.com/acme/demo.git")]
    [InlineData("https://ghp_secret@github.com/acme/demo.git", "https://github.com/acme/demo.git")]
    [InlineData("https://github.com/acme/demo.git?token=secret#x", "https://github.com/acme/demo.git")]
    [InlineData("ssh://git@github.com/acme/demo.git", "ssh://github.com/acme/demo.git")]
    [InlineData("https://a:p@ss@github.com/acme/d@mo.git", "https://github.com/acme/d@mo.git")]
    [InlineData("git@github.com:acme/demo.git", "git@github.com:acme/demo.git")]
    public void A_repository_is_told_without_secrets(string origin, string repository) => OfTurn($$$"""{"workspaces":{"/a":{"associated_remote_urls":{"upstream":"https://b","origin":{{{JsonSerializer.Serialize(origin)}}} } } } }""").Repository.ShouldBe(repository);

    [Fact]
    public void Of_several_workspaces_the_first_counts_and_what_follows_is_read()
    {
        const string hash = "398c8075855bcdf81368bfc4fa498c04d23577a1";
        var agent = OfTurn($$$"""{"session_id":"{{{Uuid}}}","workspaces":{"/a":{"latest_git_commit_hash":"{{{hash}}}","x":[{"y":1}],"associated_remote_urls":{"origin":"https://a/1"}},"/b":{"latest_git_commit_hash":"{{{new string('b', 40)}}}","associated_remote_urls":{"origin":"https://b/2"} }},"thread_source":"thread_title"}""");
        agent.ShouldBe(new(CodingAgents.Codex, null, Uuid, true, "https://a/1", hash));
    }

    [Theory]
    [InlineData("{\"workspaces\":[],\"thread_source\":\"subagent\"}", true)]
    [InlineData("{\"workspaces\":{},\"thread_source\":\"user\"}", false)]
    [InlineData("{\"workspaces\":{\"/a\":7},\"thread_source\":\"x\"}", true)]
    [InlineData("{\"workspaces\":{\"/a\":{\"associated_remote_urls\":7,\"latest_git_commit_hash\":\"not hex\"}},\"thread_source\":\"x\"}", true)]
    [InlineData("{\"workspaces\":7}", false)]
    [InlineData("{\"thread_source\":", false)]
    [InlineData("7", false)]
    public void Strange_turns_are_read_as_far_as_they_go(string json, bool helper) => OfTurn(json).ShouldBe(new(CodingAgents.Codex, null, null, helper, null, null));

    [Fact]
    public void Configured_agents_are_recognised_before_the_known_ones()
    {
        var options = new AgentOptions
        {
            Agents =
            [
                new() { Name = "Ours", UserAgentPrefix = "our-agent", SessionHeader = "x-our-session" },
                new() { Name = "Headed", Header = "x-headed" },
                new() { Name = "Renamed", UserAgentPrefix = "claude-cli/" },
                new() { Name = "Nothing" },
            ],
        };
        Recognize([("User-Agent", "Our-Agent/1.2 x"), ("x-our-session", "s1")], options: options).ShouldBe(new("Ours", "1.2", "s1", false, null, null));
        Recognize([("User-Agent", "OpenAI/JS 7"), ("x-headed", "")], options: options).ShouldBe(new("Headed", null, null, false, null, null));
        Recognize([("User-Agent", "claude-cli/2.1.330"), ("X-Claude-Code-Session-Id", Uuid)], options: options).ShouldBe(new("Renamed", "2.1.330", null, false, null, null));
        Recognize([("User-Agent", "curl/8")], options: options).ShouldBeNull();
    }

    [Fact]
    public void A_request_of_no_agent_costs_no_memory()
    {
        var recognizer = new AgentRecognizer(new AgentOptions { Agents = [new() { Name = "Ours", UserAgentPrefix = "ours/", Header = "x-ours" }] });
        var headers = new HeaderDictionary { ["User-Agent"] = "OpenAI/JS 7.57.0", ["Authorization"] = "Bearer x", ["X-Stainless-Lang"] = "js" };
        var metadata = "{\"user_id\":\"ann\"}"u8.ToArray();
        int Times(int times)
        {
            var recognized = 0;
            for (var i = 0; i < times; i++)
            {
                recognized += recognizer.Recognize(new AgentSigns { PathPrefix = "openai", Headers = headers, Metadata = metadata }) is null ? 0 : 1;
            }

            return recognized;
        }

        Times(100).ShouldBe(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Times(1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Property]
    public void Nothing_that_is_sent_breaks_it(string userAgent, string metadata, string turn)
    {
        Recognize([("User-Agent", "claude-cli/" + userAgent)], Encoding.UTF8.GetBytes(metadata ?? string.Empty)).ShouldNotBeNull();
        Recognize([("User-Agent", userAgent), ("x-codex-turn-metadata", turn)]).ShouldNotBeNull();
    }

    private static RecognizedAgent OfTurn(string json) => Recognize([("x-codex-turn-metadata", json)])!;

    private static RecognizedAgent? Recognize((string Name, string Value)[] headers, byte[]? metadata = null, string prefix = "", AgentOptions? options = null)
    {
        var sent = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            sent[name] = value;
        }

        return new AgentRecognizer(options ?? new()).Recognize(new AgentSigns { PathPrefix = prefix, Headers = sent, Metadata = metadata });
    }
}
