using Shouldly;
using Weir.Agents.Traffic;
using Weir.Usage.Agents;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>What real agents' requests tell is what the agents did: the truth stands with the captures.</summary>
public sealed class CaptureTests
{
    // The usual scenario writes three lines, makes two of them two others, and commits.
    [Theory]
    [InlineData("claude-code/2.1.330/headless-tools-otlp-json", 5, 2, 1, 0, 2)]
    [InlineData("claude-code/2.1.330/headless-tools-otlp-protobuf", 5, 2, 1, 0, 2)]
    [InlineData("claude-code/2.1.330/headless-tools-otlp-grpc", 5, 2, 1, 0, 2)]
    [InlineData("claude-code/2.1.330/headless-commits-pr", 3, 0, 3, 1, 1)]
    [InlineData("claude-code/2.1.330/headless-commits-pr-tool-details", 3, 0, 3, 1, 1)]
    [InlineData("claude-code/2.1.330/headless-lines-cumulative-traces", 5, 3, 0, 0, 4)]
    [InlineData("claude-code/2.1.330/headless-subagent", 1, 0, 0, 0, 1)]
    [InlineData("claude-code/2.1.330/interactive-accept-reject-context", 3, 0, 0, 0, 1)]
    [InlineData("claude-code/2.1.330/headless-reject", 0, 0, 0, 0, 0)]
    [InlineData("claude-code/2.1.330/headless-errors-retries", 0, 0, 0, 0, 0)]
    [InlineData("claude-code/2.1.330/headless-resume-and-variants", 0, 0, 0, 0, 0)]
    [InlineData("claude-code/2.1.330/headless-text-otlp-json", 0, 0, 0, 0, 0)]
    [InlineData("codex/0.169.0/exec-tools-otlp-json", 5, 2, 1, 0, 2)]
    [InlineData("codex/0.169.0/exec-tools-otlp-protobuf", 5, 2, 1, 0, 2)]
    [InlineData("codex/0.169.0/exec-tools-codemode-gpt6", 5, 2, 1, 0, 2)]
    [InlineData("codex/0.169.0/exec-commit-then-resume-git-hash", 5, 2, 1, 0, 2)]
    [InlineData("codex/0.169.0/tui-otlp-grpc", 0, 0, 0, 0, 0)]
    [InlineData("codex/0.169.0/exec-errors-resume", 0, 0, 0, 0, 0)]
    [InlineData("codex/0.169.0/exec-chatgpt-auth-zstd", 0, 0, 0, 0, 0)]
    [InlineData("codex/0.169.0/exec-websocket-refused-426", 0, 0, 0, 0, 0)]
    [InlineData("gemini-cli/0.61.0/headless-tools-otlp-http", 5, 2, 1, 0, 2)]
    [InlineData("gemini-cli/0.61.0/headless-tools-otlp-grpc-noprompts", 5, 2, 1, 0, 2)]
    [InlineData("gemini-cli/0.61.0/interactive-accept-reject", 3, 0, 0, 0, 1)]
    [InlineData("gemini-cli/0.61.0/headless-errors-resume", 0, 0, 0, 0, 0)]
    public void A_run_tells_what_was_done(string run, int added, int removed, int commits, int pullRequests, int accepted)
    {
        var observations = Read(run).ToList();
        Told.By(observations).ShouldBe(new Told(added, removed, commits, pullRequests, accepted, 0));
        // Each is told once, but by Codex: where the model neither thinks nor speaks between its calls, as here, its answers' border does not show, and calls are told again with the same ids.
        (observations.Count == observations.DistinctBy(observation => observation.Id).Count()).ShouldBe(!run.StartsWith("codex", StringComparison.Ordinal) || observations.Count == 0);
        observations.ShouldAllBe(observation => observation.Source == ObservationSource.Traffic && observation.Requester == "ann@example.com");
    }

    [Fact]
    public void A_retry_tells_nothing_new()
    {
        foreach (var run in CapturedRequest.Runs)
        {
            var once = Read(run).Select(observation => observation.Id).ToList();
            Read(run).Select(observation => observation.Id).ShouldBe(once, run);
        }
    }

    [Fact]
    public void Another_requester_workspace_or_session_tells_of_its_own()
    {
        var request = Told.Request(CodingAgents.ClaudeCode, AgentWireFormat.Messages, CapturedRequest.Of("claude-code/2.1.330/headless-tools-otlp-json")[^1].Body);
        var ids = new[] { request, request with { Requester = "bob@example.com" }, request with { WorkspaceId = "0000000000000002" }, request with { SessionId = "other" }, request with { Agent = CodingAgents.OpenCode } }
            .Select(asked => TrafficReading.Read(asked).ShouldHaveSingleItem().Id);
        ids.Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void What_is_known_of_the_request_is_told()
    {
        var observation = TrafficReading.Read(Told.Request(CodingAgents.ClaudeCode, AgentWireFormat.Messages, CapturedRequest.Of("claude-code/2.1.330/headless-tools-otlp-json")[^1].Body)).ShouldHaveSingleItem();
        observation.ShouldBe(new AgentObservation
        {
            Id = observation.Id,
            EventTime = new DateTime(2026, 11, 26, 22, 0, 0, DateTimeKind.Utc),
            WorkspaceId = "0000000000000001",
            Requester = "ann@example.com",
            Agent = CodingAgents.ClaudeCode,
            AgentVersion = "1.0",
            SessionId = "session",
            Kind = ObservationKind.Commit,
            Source = ObservationSource.Traffic,
            Covers = observation.Covers,
            Commits = 1,
            Model = "model",
            Repository = "https://github.com/acme/demo.git",
        });
    }

    [Fact]
    public void Bodies_that_were_cut_break_nothing()
    {
        foreach (var request in CapturedRequest.Runs.SelectMany(CapturedRequest.Of).Where(request => request.AsksModel))
        {
            var body = request.Body;
            for (var length = 0; length < body.Length; length += Math.Max(1, body.Length / 50))
            {
                TrafficReading.Read(Told.Request(CodingAgents.Codex, FormatOf(request), body[..length])).ShouldBeEmpty();
            }
        }
    }

    private static IEnumerable<AgentObservation> Read(string run)
    {
        foreach (var request in CapturedRequest.Of(run).Where(request => request.AsksModel && !request.IsFrame))
        {
            var agent = request.Agent!;
            foreach (var observation in TrafficReading.Read(Told.Request(agent.Name, FormatOf(request), request.Body) with { SessionId = agent.SessionId }))
            {
                yield return observation;
            }
        }
    }

    private static AgentWireFormat FormatOf(CapturedRequest request) =>
        request.IsFrame || request.Url.EndsWith("/responses", StringComparison.Ordinal) ? AgentWireFormat.Responses : request.Url.Contains("enerateContent", StringComparison.Ordinal) ? AgentWireFormat.GenerateContent : AgentWireFormat.Messages;
}
