using System.Globalization;
using System.Net;
using Shouldly;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>What points and events show, where no capture has it.</summary>
public sealed class ReportTests
{
    private static readonly string Session = OtlpJson.Text("session.id", "s1");

    [Fact]
    public async Task A_models_suffix_is_cut()
    {
        var journal = await TakenAsync(OtlpJson.Counter("claude_code.lines_of_code.count", $"{Session},{OtlpJson.Text("type", "added")},{OtlpJson.Text("model", "claude-opus-4-8[1m]")}", "\"asDouble\":6"));

        journal.Observations("edit").Single().Text("model").ShouldBe("claude-opus-4-8");
        journal.Sum("edit", "lines_added").ShouldBe(6);
    }

    [Theory]
    [InlineData("\"asInt\":\"3\"", 3)]
    [InlineData("\"asInt\":3", 3)]
    [InlineData("\"asDouble\":3", 3)]
    [InlineData("\"asDouble\":\"3\"", 3)]
    [InlineData("\"asDouble\":0", 0)]
    [InlineData("\"asDouble\":-3", 0)]
    [InlineData("\"asDouble\":1e300", 0)]
    public async Task Values_are_counts_however_they_are_written(string value, int lines)
    {
        var journal = await TakenAsync(OtlpJson.Counter("claude_code.lines_of_code.count", $"{Session},{OtlpJson.Text("type", "added")}", value));

        journal.Sum("edit", "lines_added").ShouldBe(lines);
        journal.Observations("telemetry").Count.ShouldBe(1, "a point of any value shows that the agent reports");
        journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Totals_of_a_series_count_once_in_any_order_and_from_a_new_start_anew()
    {
        string Point(int total, string time, string start = "1795462219000000000") => OtlpJson.Counter("gemini_cli.lines.changed", $"{Session},{OtlpJson.Text("type", "added")},{OtlpJson.Text("function_name", "write_file")}", $"\"asInt\":{total}", 2, start, time);
        var journal = await TakenAsync(Point(3, "1795462230000000000"), Point(3, "1795462220000000000"), Point(8, "1795462240000000000"), Point(3, "1795462220000000000"), Point(2, "1795462250000000000", "1795462245000000000"));

        journal.Sum("edit", "lines_added").ShouldBe(8 + 2);
        journal.Observations("edit").Count.ShouldBe(3);
        journal.Observations("edit").Select(line => line.Text("series")).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Each_start_that_a_counter_counts_is_a_session()
    {
        var journal = await TakenAsync(
            OtlpJson.Counter("gemini_cli.session.count", string.Empty, "\"asInt\":2", 2),
            OtlpJson.Counter("gemini_cli.session.count", string.Empty, "\"asInt\":3", 2, time: "1795462229000000000"),
            OtlpJson.Counter("claude_code.session.count", Session));

        journal.Observations("session").Count(line => line.Text("agent") == "Gemini CLI").ShouldBe(3);
        journal.Observations("session").Count(line => line.Text("agent") == "Claude Code").ShouldBe(1);
    }

    [Fact]
    public async Task Qwen_code_and_continue_are_read_as_the_agents_that_they_copy()
    {
        var journal = await TakenAsync(
            OtlpJson.Counter("qwen-code.session.count", Session, "\"asInt\":1", 2),
            OtlpJson.Counter("qwen-code.tool.call.count", $"{Session},{OtlpJson.Text("function_name", "edit")},{OtlpJson.Text("decision", "auto_accept")}", "\"asInt\":2", 2),
            OtlpJson.Counter("qwen-code.tool.call.count", $"{Session},{OtlpJson.Text("function_name", "read_file")},{OtlpJson.Text("decision", "auto_accept")}", "\"asInt\":9", 2),
            OtlpJson.Counter("continue_cli_lines_of_code_count", $"{Session},{OtlpJson.Text("type", "removed")}", "\"asInt\":4", 2),
            OtlpJson.Counter("continue_cli_commit_count", Session, "\"asInt\":1", 2));

        journal.Observations("session").Single().Text("agent").ShouldBe("Qwen Code");
        journal.Sum("edit_decision", "accepted_edits").ShouldBe(2);
        journal.Observations("edit").Single().Text("agent").ShouldBe("Continue");
        journal.Sum("edit", "lines_removed").ShouldBe(4);
        journal.Sum("commit", "commits").ShouldBe(1);
    }

    [Fact]
    public async Task Cursors_export_is_stored_and_shows_its_conversation()
    {
        var journal = await TakenAsync(
            OtlpJson.Metrics("""{"name":"cursor.token.usage","sum":{"aggregationTemporality":1,"dataPoints":[{"timeUnixNano":"1795462221000000000","asInt":"5"}]}}""", scope: "cursor.telemetry"),
            OtlpJson.Log($"{OtlpJson.Text("cursor.conversation.id", "c1")},{OtlpJson.Text("cursor.user.email", "eve@example.com")}", "cursor.telemetry"));

        journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(1);
        journal.Rows(TelemetryTable.Logs).Count.ShouldBe(1);
        journal.Rows(TelemetryTable.Observations).ShouldAllBe(line => line.Text("agent") == "Cursor" && line.Text("kind") == "telemetry" && line.GetProperty("covers").GetArrayLength() == 0 && line.Text("requester") == "ada@example.com");
        journal.Rows(TelemetryTable.Observations).Select(line => line.Text("session_id")).ShouldBe([null, "c1"], ignoreOrder: true);
    }

    [Fact]
    public async Task Cursors_events_that_come_again_at_another_time_are_one()
    {
        var id = OtlpJson.Text("cursor.event.id", "e1");
        var journal = await TakenAsync(OtlpJson.Log(id, "cursor.telemetry"), OtlpJson.Log(id, "cursor.telemetry", rest: "\"timeUnixNano\":\"1795462221000000000\",\"observedTimeUnixNano\":\"1795462999000000000\""));

        journal.LinesTaken.ShouldBe(4);
        journal.Rows(TelemetryTable.Logs).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Telemetry_of_others_is_stored_and_shows_nothing()
    {
        var journal = await TakenAsync(OtlpJson.Counter("http.requests", string.Empty), OtlpJson.Log(OtlpJson.Text("event.name", "tool_result")));

        journal.Rows(TelemetryTable.Observations).ShouldBeEmpty();
        journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(1);
        journal.Rows(TelemetryTable.Logs).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Presence_is_told_once_in_ten_minutes_for_each_session_and_signal()
    {
        // The first second of such ten minutes.
        const long start = 1_795_462_200;
        var journal = await TakenAsync([.. Enumerable.Range(0, 21).Select(minute => OtlpJson.Counter("claude_code.commit.count", Session, "\"asDouble\":0", time: ((start + (minute * 60)) * 1_000_000_000).ToString(CultureInfo.InvariantCulture)))]);

        journal.Observations("telemetry").Count.ShouldBe(3);
        journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(21);
    }

    [Theory]
    [InlineData("apply_patch", "approved", 1, 0)]
    [InlineData("apply_patch", "approved_for_session", 1, 0)]
    [InlineData("apply_patch", "denied", 0, 1)]
    [InlineData("exec_command", "denied", 0, 0)]
    public async Task Codexs_decisions_about_patches_count(string tool, string decision, int accepted, int rejected)
    {
        var journal = await TakenAsync(OtlpJson.Log(Attributes(("event.name", "codex.tool_decision"), ("conversation.id", "c"), ("tool_name", tool), ("decision", decision), ("call_id", "1"))));

        journal.Sum("edit_decision", "accepted_edits").ShouldBe(accepted);
        journal.Sum("edit_decision", "rejected_edits").ShouldBe(rejected);
    }

    [Theory]
    [InlineData("exec_command", """{"cmd":"git commit -m x"}""", "Wall time: 0\nProcess exited with code 0\n", "true", 1)]
    [InlineData("exec_command", """{"cmd":"git commit -m x"}""", "Wall time: 0\nProcess exited with code 1\n", "true", 0)]
    [InlineData("exec_command", """{"cmd":"git commit -m x"}""", "Wall time: 0\nProcess running with session ID 7\n", "true", 0)]
    [InlineData("exec_command", """{"cmd":"git commit -m x"}""", "Process exited with code 0", "false", 0)]
    [InlineData("exec", """await tools.exec_command({"cmd":"git commit -m x"})""", "Process exited with code 0", "true", 0)]
    [InlineData("shell", """{"command":["bash","-lc","git commit -m a && git commit -m b"]}""", "Exit code: 0\nOutput:\n", "true", 2)]
    [InlineData("exec_command", """{"cmd":"git commit -m x; false"}""", "Process exited with code 1\nOutput:\n[main 1a2b3c4] x\n", "true", 1)]
    [InlineData("exec_command", """{"cmd":"git commit -m x"}""", "Process exited with code 1\nOutput:\nProcess exited with code 0\n", "true", 0)]
    [InlineData("shell", """{"command":["git","commit","-m","a b"]}""", """{"output":"","metadata":{"exit_code":0}}""", "true", 1)]
    [InlineData("exec_command", """{"cmd":7}""", "Process exited with code 0", "true", 0)]
    [InlineData("exec_command", "no JSON", "Process exited with code 0", "true", 0)]
    [InlineData("exec_command", """{"cmd":"git log"}""", "commit 1\nProcess exited with code 0", "true", 0)]
    public async Task Codexs_commands_commit_when_they_end_well(string tool, string arguments, string output, string success, int commits)
    {
        var journal = await TakenAsync(OtlpJson.Log(Attributes(("event.name", "codex.tool_result"), ("conversation.id", "c"), ("tool_name", tool), ("arguments", arguments), ("output", output), ("success", success), ("call_id", "1"))));

        journal.Sum("commit", "commits").ShouldBe(commits);
    }

    [Theory]
    [InlineData("gemini_cli", "true", null, 1)]
    [InlineData("gemini_cli", "true", """{"exitCode":1,"isError":true}""", 0)]
    [InlineData("gemini_cli", "true", """{"exitCode":0}""", 1)]
    [InlineData("gemini_cli", "true", """{"pid":7,"command":"git commit -m x","initialOutput":""}""", 0)]
    [InlineData("gemini_cli", "true", "no JSON", 1)]
    [InlineData("gemini_cli", "false", null, 0)]
    [InlineData("qwen-code", "true", """{"exitCode":128,"isError":true}""", 0)]
    public async Task Geminis_commands_commit_when_they_end_well(string prefix, string success, string? metadata, int commits)
    {
        (string, string)[] call = [("event.name", prefix + ".tool_call"), ("session.id", "s"), ("function_name", "run_shell_command"), ("function_args", """{"command":"git commit -m x"}"""), ("success", success)];
        var journal = await TakenAsync(OtlpJson.Log(Attributes(metadata is null ? call : [.. call, ("metadata", metadata)])));

        journal.Sum("commit", "commits").ShouldBe(commits);
        journal.Observations("telemetry").Single().GetProperty("covers").EnumerateArray().Select(kind => kind.GetString()).ShouldBe(["commit"]);
    }

    [Fact]
    public async Task Patches_and_pull_requests_in_codexs_commands_are_seen()
    {
        string Result(string command, string output, string call) => OtlpJson.Log(Attributes(("event.name", "codex.tool_result"), ("conversation.id", "c"), ("tool_name", "exec_command"), ("arguments", System.Text.Json.JsonSerializer.Serialize(new { cmd = command })), ("output", output), ("success", "true"), ("call_id", call)));
        var journal = await TakenAsync(
            Result("apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a\n-one\n+two\n+three\n*** End Patch\nEOF", "Exit code: 0\nOutput:\nSuccess. Updated the following files:\nM a\n", "1"),
            Result("apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a\n-one\n+two\n*** End Patch\nEOF", "Exit code: 1\nOutput:\n", "2"),
            Result("gh pr create --fill", "Process exited with code 0\nOutput:\nhttps://github.com/acme/demo/pull/7\n", "3"));

        journal.Sum("edit", "lines_added").ShouldBe(2);
        journal.Sum("edit", "lines_removed").ShouldBe(1);
        journal.Sum("pull_request", "pull_requests").ShouldBe(1);
    }

    [Fact]
    public async Task An_event_without_any_time_has_the_time_it_is_received_and_is_still_one_when_sent_again()
    {
        var body = OtlpJson.Log(Attributes(("event.name", "codex.tool_result"), ("conversation.id", "c"), ("tool_name", "apply_patch"), ("arguments", "*** Begin Patch\n*** Add File: a\n+1\n*** End Patch"), ("success", "true")), rest: "\"timeUnixNano\":\"0\",\"observedTimeUnixNano\":0");
        var journal = await TakenAsync(body, body);

        journal.Rows(TelemetryTable.Logs).Count.ShouldBe(1);
        journal.Sum("edit", "lines_added").ShouldBe(1);
        DateTime.Parse(journal.Rows(TelemetryTable.Logs)[0].Text("time")!, CultureInfo.InvariantCulture).ShouldBe(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_time_of_an_event_is_its_own_else_the_observed_else_the_one_it_says()
    {
        var timestamp = OtlpJson.Text("event.timestamp", "2026-11-23T20:04:02.923Z");
        var journal = await TakenAsync(
            OtlpJson.Log(timestamp, rest: "\"timeUnixNano\":\"1795462221000000000\",\"observedTimeUnixNano\":\"1795462299000000000\""),
            OtlpJson.Log(timestamp, rest: "\"observedTimeUnixNano\":\"1795462299000000000\""),
            OtlpJson.Log(timestamp, rest: "\"flags\":0"));

        journal.Rows(TelemetryTable.Logs).Select(row => row.Text("time")).ShouldBe(["2026-11-23T19:30:21.000000", "2026-11-23T19:31:39.000000", "2026-11-23T20:04:02.923000"]);
        journal.Rows(TelemetryTable.Logs).ShouldAllBe(row => row.Text("date") == "2026-11-23");
    }

    internal static string Attributes(params (string Key, string Value)[] attributes) => string.Join(',', attributes.Select(attribute => OtlpJson.Text(attribute.Key, attribute.Value)));

    private static async Task<CollectingJournal> TakenAsync(params string[] bodies)
    {
        await using var server = await TelemetryServer.StartAsync();
        foreach (var body in bodies)
        {
            // All to one address, by content (trap 19).
            using var answer = await server.PostAsync("/", OtlpJson.Bytes(body));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }

        return server.Journal;
    }
}
