using System.Globalization;
using Shouldly;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>What real agents sent gives the numbers that their runs are known to have, sent once or twice.</summary>
public sealed class CaptureTests
{
    private static readonly string[] AllCovered = ["session", "edit", "commit", "pull_request", "active_time", "edit_decision"];

    [Theory]
    [InlineData("tools-json")]
    [InlineData("tools-protobuf")]
    [InlineData("tools-grpc")]
    public async Task Claude_codes_tools_are_one_session_six_lines_added_two_removed_and_a_commit(string run)
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/" + run));
        await server.PostAsync(Capture.Of("claude-code/otlp/" + run));

        var journal = server.Journal;
        journal.Observations("session").Count.ShouldBe(1);
        journal.Sum("edit", "lines_added").ShouldBe(6);
        journal.Sum("edit", "lines_removed").ShouldBe(2);
        journal.Sum("commit", "commits").ShouldBe(1);
        journal.Rows(TelemetryTable.Metrics).Single(row => row.Text("name") == "claude_code.session.count").Attribute("start_type").ShouldBe("fresh");
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "claude_code.code_edit_tool.decision").Select(row => $"{row.Attribute("decision")} {row.Attribute("tool_name")}").Order(StringComparer.Ordinal).ShouldBe(["accept Edit", "accept Write"]);
        journal.Sum("edit_decision", "accepted_edits", "TELEMETRY_METRIC").ShouldBe(2);
        journal.Sum("edit_decision", "accepted_edits", "TELEMETRY_LOG").ShouldBe(2);
        Tokens(journal, "input").ShouldBe(3000);
        Tokens(journal, "output").ShouldBe(168);
        Tokens(journal, "cacheRead").ShouldBe(1200);
        Tokens(journal, "cacheCreation").ShouldBe(600);
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "claude_code.cost.usage").Sum(row => row.GetProperty("sum").GetProperty("value").GetDouble()).ShouldBe(0.0186, 1e-9);

        // Every row once, and all of them of the one session.
        var edit = journal.Observations("edit")[0];
        edit.Text("agent").ShouldBe("Claude Code");
        edit.Text("agent_version").ShouldBe("2.1.330");
        edit.Text("requester").ShouldBe("ada@example.com");
        edit.Text("workspace_id").ShouldBe("1234567890123456");
        edit.Text("model").ShouldBe("claude-opus-5-5");
        edit.TryGetProperty("series", out _).ShouldBeFalse();
        journal.Rows(TelemetryTable.Observations).Select(line => line.Text("session_id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        journal.Observations("telemetry").Single(line => line.Text("source") == "TELEMETRY_METRIC").GetProperty("covers").EnumerateArray().Select(kind => kind.GetString()).ShouldBe(AllCovered);
    }

    [Fact]
    public async Task Claude_codes_commits_and_pull_requests_are_as_it_counts_them()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/commits-pr"));

        server.Journal.Sum("commit", "commits").ShouldBe(1);
        server.Journal.Sum("pull_request", "pull_requests").ShouldBe(1);
        server.Journal.Sum("edit", "lines_added").ShouldBe(3);
        server.Journal.Sum("active_time", "active_seconds").ShouldBe(10.925, 0.001);

        // A point whose value is zero is stored, and is no edit.
        server.Journal.Observations("edit").ShouldAllBe(line => line.GetProperty("lines_added").GetInt64() > 0);
        server.Journal.Rows(TelemetryTable.Metrics).ShouldContain(row => row.Attribute("type") == "removed" && row.GetProperty("sum").GetProperty("value").GetDouble() == 0);
    }

    [Fact]
    public async Task Claude_codes_events_alone_tell_of_the_commit_whose_id_they_have()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/commits-pr-tool-details", "logs"));
        await server.PostAsync(Capture.Of("claude-code/otlp/commits-pr-tool-details", "logs"));

        server.Journal.Sum("commit", "commits").ShouldBe(1);
        server.Journal.Observations("commit").ShouldAllBe(line => line.Text("source") == "TELEMETRY_LOG");
        server.Journal.Observations("telemetry").Single().GetProperty("covers").EnumerateArray().Select(kind => kind.GetString()).ShouldBe(["edit_decision"]);
    }

    [Fact]
    public async Task Claude_codes_cumulative_totals_count_once_and_without_sessions()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/lines-cumulative", "metrics"));
        await server.PostAsync(Capture.Of("claude-code/otlp/lines-cumulative", "metrics"));

        var journal = server.Journal;
        journal.Sum("edit", "lines_added").ShouldBe(5);
        journal.Sum("edit", "lines_removed").ShouldBe(3);
        journal.Observations("session").Count.ShouldBe(1);
        journal.Observations("edit").ShouldAllBe(line => line.Text("series") != null && line.Text("session_id") == null);
    }

    [Fact]
    public async Task After_continue_claude_codes_session_starts_are_more_than_its_sessions()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/resume", "metrics"));

        var journal = server.Journal;
        journal.Observations("session").Select(line => line.Text("session_id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(5);
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "claude_code.token.usage").Select(row => row.Attribute("session.id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
    }

    [Fact]
    public async Task Claude_codes_sub_agents_are_of_the_one_session_and_their_tokens_told_apart()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/subagent"));
        await server.PostAsync(Capture.Of("claude-code/otlp/subagent"));

        var journal = server.Journal;
        journal.Observations("session").Count.ShouldBe(1);
        journal.Rows(TelemetryTable.Observations).Select(line => line.Text("session_id")).Distinct(StringComparer.Ordinal).ShouldBe(["b87c5ccf-34a0-453c-8a9c-38f2cdeb2259"]);
        journal.Sum("edit", "lines_added").ShouldBe(1);
        journal.Sum("edit_decision", "accepted_edits", "TELEMETRY_METRIC").ShouldBe(1);
        journal.Sum("active_time", "active_seconds").ShouldBe(2.416, 0.001);
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "claude_code.token.usage")
            .GroupBy(row => $"{row.Attribute("query_source")} {row.Attribute("agent.name")} {row.Attribute("type")}", row => row.GetProperty("sum").GetProperty("value").GetDouble())
            .Select(tokens => string.Create(CultureInfo.InvariantCulture, $"{tokens.Key} {tokens.Sum()}")).Order(StringComparer.Ordinal)
            .ShouldBe(
            [
                "main  cacheCreation 450", "main  cacheRead 900", "main  input 2250", "main  output 126",
                "subagent general-purpose cacheCreation 150", "subagent general-purpose cacheRead 300", "subagent general-purpose input 750", "subagent general-purpose output 42",
            ]);
    }

    [Fact]
    public async Task Claude_codes_users_decisions_are_counted()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/interactive-accept-reject"));

        foreach (var source in new[] { "TELEMETRY_METRIC", "TELEMETRY_LOG" })
        {
            server.Journal.Sum("edit_decision", "accepted_edits", source).ShouldBe(1);
            server.Journal.Sum("edit_decision", "rejected_edits", source).ShouldBe(1);
        }

        server.Journal.Sum("edit", "lines_added").ShouldBe(4);
    }

    [Theory]
    [InlineData("tools-json", 3)]
    [InlineData("tools-protobuf", 3)]
    [InlineData("tools-codemode", 6)]
    public async Task Codexs_patches_and_commit_are_read_from_its_events(string run, int results)
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("codex/otlp/" + run));
        await server.PostAsync(Capture.Of("codex/otlp/" + run));

        var journal = server.Journal;
        journal.Sum("edit", "lines_added").ShouldBe(5);
        journal.Sum("edit", "lines_removed").ShouldBe(2);
        journal.Sum("commit", "commits").ShouldBe(1);
        journal.Sum("edit_decision", "accepted_edits").ShouldBe(2);
        journal.Observations("session").ShouldBeEmpty();
        journal.Rows(TelemetryTable.Logs).Count(row => row.Attribute("event.name") == "codex.tool_result").ShouldBe(results);
        journal.Rows(TelemetryTable.Logs).Count(row => row.Attribute("event.name") == "codex.tool_decision").ShouldBe(3);
        var edit = journal.Observations("edit")[0];
        edit.Text("agent").ShouldBe("Codex CLI");
        edit.Text("agent_version").ShouldBe("0.169.0");
        edit.Text("source").ShouldBe("TELEMETRY_LOG");
        edit.Text("session_id").ShouldBe(journal.Rows(TelemetryTable.Logs).Select(row => row.Attribute("conversation.id")).First(id => id is not null));

        // Their time is 0: the observed one counts.
        journal.Rows(TelemetryTable.Logs).ShouldAllBe(row => row.GetProperty("time_unix_nano").GetInt64() == 0 && row.Text("time")!.StartsWith("2026-11-23T"));
        journal.Observations("telemetry").Single(line => line.Text("source") == "TELEMETRY_LOG" && line.Text("session_id") != null).GetProperty("covers").EnumerateArray().Select(kind => kind.GetString()).ShouldBe(["edit", "commit", "edit_decision"]);
    }

    [Fact]
    public async Task Codexs_terminal_interface_has_two_conversations_and_what_failed_counts_for_nothing()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("codex/otlp/tui-grpc"));
        await server.PostAsync(Capture.Of("codex/otlp/tui-grpc"));

        // One of them is the thread that finds a title: sessions are counted from the requests, which say so.
        var journal = server.Journal;
        journal.Rows(TelemetryTable.Logs).Where(row => row.Attribute("event.name") == "codex.conversation_starts").Select(row => row.Attribute("conversation.id")).Order(StringComparer.Ordinal)
            .ShouldBe(["01a20a04-b793-7922-abaf-1681fa0529ef", "01a20a04-e731-7de2-ae08-8cace876817a"]);
        journal.Rows(TelemetryTable.Observations).ShouldAllBe(line => line.Text("kind") == "telemetry" && line.Text("agent") == "Codex CLI");
        var completed = journal.Rows(TelemetryTable.Logs).Where(row => row.Attribute("event.kind") == "response.completed").ToArray();
        completed.Length.ShouldBe(10);
        completed.Where(row => row.Attribute("input_token_count") is not null)
            .Select(row => $"{row.Attribute("input_token_count")} {row.Attribute("cached_token_count")} {row.Attribute("output_token_count")} {row.Attribute("reasoning_token_count")}")
            .ShouldBe(Enumerable.Repeat("1200 300 42 10", 5));
        journal.Rows(TelemetryTable.Logs).Count(row => row.Attribute("event.name") == "codex.tool_result" && row.Attribute("success") == "false").ShouldBe(5);
        Total(journal, "codex.auth_storage.operation").ShouldBe(4);

        // No prompt, argument or output of a tool is kept.
        string[] contents = ["Begin Patch", "git commit", "def hello", "execution environment"];
        journal.Rows(TelemetryTable.Logs).ShouldAllBe(row => !contents.Any(content => row.GetRawText().Contains(content, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Codexs_metrics_are_stored_histograms_too_and_show_nothing_but_that_it_is_there()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("codex/otlp/tools-protobuf", "metrics"));

        var journal = server.Journal;
        journal.Rows(TelemetryTable.Observations).ShouldAllBe(line => line.Text("kind") == "telemetry" && line.GetProperty("covers").GetArrayLength() == 0);
        var usage = journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "codex.turn.token_usage").ToArray();
        usage.ShouldAllBe(row => row.Text("metric_type") == "histogram" && row.GetProperty("histogram").GetProperty("bucket_counts").GetArrayLength() > 0);
        usage.ToDictionary(row => row.Attribute("token_type")!, row => row.GetProperty("histogram").GetProperty("sum").GetDouble(), StringComparer.Ordinal)
            .Where(sum => sum.Key is "input" or "cached_input" or "output" or "reasoning_output" or "total")
            .OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => $"{sum.Key} {sum.Value}")
            .ShouldBe(["cached_input 1200", "input 4800", "output 168", "reasoning_output 40", "total 4968"]);
        Total(journal, "codex.thread.started").ShouldBe(1);
        Total(journal, "codex.conversation.turn.count").ShouldBe(1);
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "codex.tool.call" && row.Attribute("tool") == "apply_patch").Sum(row => row.GetProperty("sum").GetProperty("value").GetDouble()).ShouldBe(2);
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "codex.tool.call" && row.Attribute("tool") == "exec_command").Sum(row => row.GetProperty("sum").GetProperty("value").GetDouble()).ShouldBe(1);
    }

    [Fact]
    public async Task Codexs_completed_responses_are_logged_twice_and_count_for_nothing()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("codex/otlp/tools-json"));

        var completed = server.Journal.Rows(TelemetryTable.Logs).Where(row => row.Attribute("event.kind") == "response.completed").ToArray();
        completed.Length.ShouldBe(8);
        completed.Count(row => row.Attribute("input_token_count") == "1200").ShouldBe(4);
        server.Journal.Rows(TelemetryTable.Observations).Select(line => line.Text("kind")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(["commit", "edit", "edit_decision", "telemetry"]);
    }

    [Theory]
    [InlineData("tools-http")]
    [InlineData("tools-grpc")]
    public async Task Geminis_totals_are_one_session_five_lines_added_and_two_removed(string run)
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("gemini-cli/otlp/" + run, "metrics"));
        await server.PostAsync(Capture.Of("gemini-cli/otlp/" + run, "metrics"));

        var journal = server.Journal;
        journal.Observations("session").Count.ShouldBe(1);
        journal.Sum("edit", "lines_added").ShouldBe(5);
        journal.Sum("edit", "lines_removed").ShouldBe(2);
        journal.Sum("edit_decision", "accepted_edits").ShouldBe(2);
        journal.Observations("edit").ShouldAllBe(line => line.Text("series") != null && line.Text("session_id") != null && line.Text("agent_version") == null && line.Text("agent") == "Gemini CLI");
        journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "gemini_cli.tool.call.count").Select(row => $"{row.Attribute("function_name")} {row.Attribute("decision")} {row.GetProperty("sum").GetProperty("value").GetDouble()}")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(["replace accept 1", "run_shell_command accept 1", "write_file accept 1"]);
    }

    [Fact]
    public async Task Geminis_tokens_are_stored_of_the_router_and_the_main_model()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("gemini-cli/otlp/tools-http", "metrics"));

        server.Journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == "gemini_cli.token.usage" && row.Attribute("type") is not "tool")
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Attribute("model")} {row.Attribute("type")} {row.GetProperty("sum").GetProperty("value").GetDouble()}"))
            .Order(StringComparer.Ordinal)
            .ShouldBe(
            [
                "gemini-3.5-flash-lite cache 300", "gemini-3.5-flash-lite input 1200", "gemini-3.5-flash-lite output 32", "gemini-3.5-flash-lite thought 10",
                "gemini-3.8-flash cache 1200", "gemini-3.8-flash input 4800", "gemini-3.8-flash output 128", "gemini-3.8-flash thought 40",
            ]);
    }

    [Fact]
    public async Task Geminis_commit_is_known_where_it_logs_what_it_ran()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("gemini-cli/otlp/tools-http", "logs"));

        server.Journal.Sum("commit", "commits").ShouldBe(1);
        server.Journal.Observations("telemetry").ShouldContain(line => line.GetProperty("covers").EnumerateArray().Any(kind => kind.GetString() == "commit"));
    }

    [Fact]
    public async Task Geminis_points_that_come_again_with_each_export_count_once()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("gemini-cli/otlp/interactive-accept-reject", "metrics"));

        var journal = server.Journal;
        journal.Observations("session").Count.ShouldBe(1);
        journal.Sum("edit_decision", "accepted_edits").ShouldBe(1);
        journal.Sum("edit_decision", "rejected_edits").ShouldBe(1);
        journal.Sum("edit", "lines_added").ShouldBe(3);

        // Each export is of another time, and so rows of their own.
        journal.Rows(TelemetryTable.Metrics).Count(row => row.Text("name") == "gemini_cli.session.count").ShouldBe(3);
        journal.Observations("edit").Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_two_people_send_alike_stays_two()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/tools-json"));
        var before = server.Journal.Rows(TelemetryTable.Observations).Count;
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", "token-of-bob");
        await server.PostAsync(Capture.Of("claude-code/otlp/tools-json"));

        server.Journal.Rows(TelemetryTable.Observations).Count.ShouldBe(2 * before);
        server.Journal.Sum("edit", "lines_added").ShouldBe(12);
    }

    private static double Tokens(CollectingJournal journal, string type) => journal.Rows(TelemetryTable.Metrics)
        .Where(row => row.Text("name") == "claude_code.token.usage" && row.Attribute("type") == type).Sum(row => row.GetProperty("sum").GetProperty("value").GetDouble());

    private static double Total(CollectingJournal journal, string name) => journal.Rows(TelemetryTable.Metrics).Where(row => row.Text("name") == name).Sum(row => row.GetProperty("sum").GetProperty("value").GetDouble());
}
