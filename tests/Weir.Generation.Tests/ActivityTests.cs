using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.Generation.Tests;

/// <summary>What generated agents tell of their work, as three sources tell it.</summary>
public sealed class ActivityTests
{
    private static readonly (List<string> Records, List<string> Activity) Made = Generated.Made(Generated.Options(rows: 60_000));
    private static readonly List<JsonElement> Calls = [.. Made.Records.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).Where(call => call.Has("agent"))];
    private static readonly List<JsonElement> Told = [.. Made.Activity.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    [Theory]
    [InlineData("Claude Code", "TELEMETRY_METRIC", "active_time,commit,edit,edit_decision,pull_request,session,telemetry")]
    [InlineData("Claude Code", "TRAFFIC", "commit,edit,edit_decision,pull_request")]
    [InlineData("Codex CLI", "TELEMETRY_LOG", "commit,edit,edit_decision,telemetry")]
    [InlineData("Codex CLI", "TRAFFIC", "commit,edit,edit_decision,pull_request")]
    [InlineData("Gemini CLI", "TELEMETRY_METRIC", "edit,edit_decision,session,telemetry")]
    [InlineData("Gemini CLI", "TRAFFIC", "commit,edit,edit_decision,pull_request")]
    [InlineData("Cursor", "TRAFFIC", "commit,edit,edit_decision,pull_request")]
    public void Each_agent_tells_what_its_source_knows(string agent, string source, string kinds) =>
        string.Join(',', Told.Where(told => told.TextOf("agent") == agent && told.TextOf("source") == source).Select(told => told.TextOf("kind")).Distinct().Order(StringComparer.Ordinal)).ShouldBe(kinds);

    [Fact]
    public void No_source_tells_of_another_agent_and_no_thing_is_told_twice()
    {
        Told.Select(told => (told.TextOf("agent"), told.TextOf("source"))).Distinct().Count().ShouldBe(7);
        Told.Select(told => told.TextOf("observation_id")).Distinct().Count().ShouldBe(Told.Count);
        Told.ShouldAllBe(told => told.TextOf("line") == "observation");
    }

    [Fact]
    public void What_is_told_is_of_somebody_who_called_and_of_a_session_that_there_is()
    {
        var people = Calls.Select(call => (call.TextOf("workspace_id"), call.TextOf("requester"), call.TextOf("agent"))).ToHashSet();
        Told.ShouldAllBe(told => people.Contains(ValueTuple.Create(told.TextOf("workspace_id"), told.TextOf("requester"), told.TextOf("agent"))));
        var sessions = Calls.Select(call => call.TextOf("agent_session_id")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Told.Where(told => told.TextOf("agent") is "Claude Code" or "Codex CLI").ShouldAllBe(told => sessions.Contains(told.TextOf("session_id")!));
        Told.Where(told => told.TextOf("source") == "TRAFFIC" && told.TextOf("agent") is "Gemini CLI" or "Cursor").ShouldAllBe(told => told.TextOf("session_id") == null);
        Told.Where(told => told.TextOf("source") == "TELEMETRY_METRIC").ShouldAllBe(told => told.TextOf("session_id") != null);
    }

    [Fact]
    public void Metrics_begin_each_session_once_and_cover_it()
    {
        var metrics = Told.Where(told => told.TextOf("source") == "TELEMETRY_METRIC").GroupBy(told => told.TextOf("session_id")).ToList();
        metrics.Count.ShouldBeGreaterThan(100);
        metrics.ShouldAllBe(session => session.Count(told => told.TextOf("kind") == "session") == 1 && session.First().TextOf("kind") == "telemetry" && session.First().GetProperty("covers").GetArrayLength() > 0);
    }

    [Fact]
    public void Both_sources_tell_the_same_of_a_session_that_both_know()
    {
        foreach (var session in Told.Where(told => told.TextOf("agent") == "Codex CLI").GroupBy(told => told.TextOf("session_id")).Where(session => session.Any(told => told.TextOf("source") == "TELEMETRY_LOG")))
        {
            long Lines(string source) => session.Where(told => told.TextOf("source") == source && told.Has("lines_added")).Sum(told => told.GetProperty("lines_added").GetInt64());
            Lines("TELEMETRY_LOG").ShouldBe(Lines("TRAFFIC"));
        }
    }

    [Fact]
    public void There_is_as_much_of_each_thing_as_agents_do()
    {
        double PerCall(string kind) => (double)Told.Count(told => told.TextOf("source") == "TRAFFIC" && told.TextOf("kind") == kind) / Calls.Count;
        PerCall("edit").ShouldBeInRange(0.15, 0.22);
        PerCall("commit").ShouldBeInRange(0.02, 0.04);
        PerCall("pull_request").ShouldBeInRange(0.002, 0.008);
        var lines = Told.Where(told => told.Has("lines_added") && told.TextOf("source") == "TRAFFIC").Select(told => told.GetProperty("lines_added").GetInt64()).Order().ToList();
        lines[lines.Count / 2].ShouldBeInRange(5, 12);
        (lines[lines.Count * 99 / 100] / Math.Max(1, lines[lines.Count / 2])).ShouldBeGreaterThan(8);
        ((double)Told.Count / Calls.Count).ShouldBeInRange(0.4, 1.2);
    }
}
